"""The fault matrix: which tests prove how each command meets each fault.

A test says it with `@pytest.mark.fault("disk_full", "import", "build")`. `python -m
tests.architecture.fault_matrix` prints the page, with `--write` it rewrites `docs/faults.md`. The tests are
found by reading their sources: nothing is imported or run.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.project import ROOT

PAGE = ROOT / "docs" / "faults.md"
WRITE_COMMAND = "python -m tests.architecture.fault_matrix --write"
COMMANDS = ("import", "crawl", "build", "serve", "status", "verify")
FAULTS = {
    "disk_full": "disk full 磁盘已满",
    "read_only": "read-only 只读",
    "corrupt": "corrupt 损坏",
    "killed": "killed 中断",
    "clock": "wrong clock 时钟不准",
    "two_at_once": "two at once 同时运行",
    "bad_answers": "bad answers 异常的响应或文件",
}
NO_PROOF = "**no proof**"
_INTRODUCTION = f"""\
# Faults

How commands meet faults, and the tests that prove it. This page is made from the marks of the tests by
`{WRITE_COMMAND}`; a test fails if it is out of date. A number leads to the list of tests.
{NO_PROOF} means that no test says what happens.
"""


@dataclass(frozen=True)
class Proof:
    """A test that proves how a command meets a fault."""

    fault: str
    command: str
    file: Path
    test: str
    line: int

    @property
    def sentence(self) -> str:
        """Return what the test says, as its name does."""
        return self.test.removeprefix("test_").replace("_", " ")


def find_proofs() -> list[Proof]:
    """Return the proofs of all tests, in the order of their files."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [proof for file in files for proof in _proofs_in(file)]


def render_page(proofs: list[Proof]) -> str:
    """Return the page: a table of faults and commands, then the tests of each cell."""
    header = f"| | {' | '.join(f'`{command}`' for command in COMMANDS)} |"
    lines = [_INTRODUCTION, header, "|---" * (len(COMMANDS) + 1) + "|"]
    for fault, title in FAULTS.items():
        cells = [_cell(proofs, fault, command) for command in COMMANDS]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    for fault, title in FAULTS.items():
        lines += ["", f"## {title}", ""]
        for command in COMMANDS:
            lines += [f'<a id="{fault}-{command}"></a>`{command}`:', ""]
            lines += _test_lines(
                [proof for proof in proofs if (proof.fault, proof.command) == (fault, command)]
            )
            lines.append("")
        lines.pop()
    return "\n".join(lines) + "\n"


def _cell(proofs: list[Proof], fault: str, command: str) -> str:
    count = sum((proof.fault, proof.command) == (fault, command) for proof in proofs)
    return f"[{count}](#{fault}-{command})" if count else NO_PROOF


def _test_lines(proofs: list[Proof]) -> list[str]:
    if not proofs:
        return [f"- {NO_PROOF}"]
    return [f"- [{proof.sentence}]({os.path.relpath(proof.file, PAGE.parent)})" for proof in proofs]


def _proofs_in(file: Path) -> Iterator[Proof]:
    source = file.read_text(encoding="utf-8")
    if ".fault(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            for fault, *commands in map(_mark_arguments, node.decorator_list):
                for command in commands:
                    yield Proof(fault, command, file, node.name, node.lineno)


def _mark_arguments(decorator: ast.expr) -> list[str]:
    """Return the arguments of a `pytest.mark.fault`; an empty name for any other decorator."""
    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
        return [str(ast.literal_eval(argument)) for argument in decorator.args]
    return [""]


if __name__ == "__main__":
    page = render_page(find_proofs())
    if "--write" in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page, end="")
