"""Expected results of the reader cases: written only by this command, and reviewed before a commit.

`python -m tests.support.reader_golden` compares; `--write` rewrites each `expected.json` that differs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from archive import readers
from archive.model import Block, Cell, Document, Grid

CASES = Path(__file__).parents[1] / "archive" / "readers" / "cases"
EXPECTED = "expected.json"


def find_cases() -> list[Path]:
    return sorted(path.parent for path in CASES.glob("*/input.*"))


def read_case(case: Path) -> dict[str, object]:
    """Return what the reader finds in a case, in a form that is easy to read and to compare."""
    (path,) = case.glob("input.*")
    content = readers.read_document(Document(path.read_bytes(), path.name))
    return {
        "reader": content.reader,
        "blocks": [_block(block) for block in content.blocks],
        "candidates": [
            f"{candidate.field}: {candidate.value} ({candidate.source})" for candidate in content.candidates
        ],
        "findings": [f"{finding.id} {finding.severity}: {finding.detail}" for finding in content.findings],
    }


def _block(block: Block) -> object:
    if isinstance(block, Grid):
        return {block.kind.value: [" | ".join(map(_cell, row)) for row in block.rows()]}
    kind = f"{block.kind}:{block.rule}" if block.rule else block.kind.value
    return f"{kind}: {block.text}"


def _cell(cell: Cell) -> str:
    """Return `text@row,column`, with `+rows,columns` for a merged cell and `~` for padding."""
    merged = f"+{cell.rowspan},{cell.colspan}" if (cell.rowspan, cell.colspan) != (1, 1) else ""
    return f"{'~' if cell.padding else ''}{cell.text}@{cell.row},{cell.column}{merged}"


def to_json(case_result: dict[str, object]) -> str:
    return json.dumps(case_result, ensure_ascii=False, indent=1) + "\n"


def changed_cases() -> Iterator[Path]:
    for case in find_cases():
        expected = case / EXPECTED
        if not expected.exists() or expected.read_text("utf-8") != to_json(read_case(case)):
            yield case


def main(arguments: list[str]) -> int:
    changed = list(changed_cases())
    for case in changed:
        print(case.name)
        if "--write" in arguments:
            (case / EXPECTED).write_text(to_json(read_case(case)), "utf-8")
    return 0 if "--write" in arguments else bool(changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
