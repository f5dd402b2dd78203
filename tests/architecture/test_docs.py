"""Commands, options, make targets and files that the documents mention exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gongkai.cli import COMMANDS, cli
from tests.support.project import ROOT

READMES = ("README.md", "README.zh.md")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def read_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def documented_options(name: str) -> set[str]:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_readme_shows_every_command_with_an_example(readme: str, name: str) -> None:
    assert re.search(rf"^\| `{name}` \|.*\| `gongkai {name}\b.*` \|$", read_text(readme), re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_every_command_and_option_in_a_readme_exists(readme: str) -> None:
    for words in re.findall(r"(?:`|^)gongkai ([a-z]+(?: [^`\n]*)?)", read_text(readme), re.MULTILINE):
        name, *rest = words.split()
        assert name in COMMANDS, words
        assert {word for word in rest if word.startswith("--")} <= documented_options(name), words


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert f"gongkai {name}" in result.output.split("示例：")[1]


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert [name for name in COMMANDS if f"\n  {name} " not in result.output] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_linked_in_documents_exist(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_in_documents_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read_text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^|=\S+ )make ([a-z-]+)", document.read_text(encoding="utf-8"))) <= targets


def test_both_readmes_have_the_same_number_of_sections() -> None:
    section_counts = [len(re.findall(r"^## ", read_text(name), re.MULTILINE)) for name in READMES]
    assert section_counts[0] == section_counts[1]


def test_functions_named_in_the_architecture_exist() -> None:
    steps = re.findall(
        r"^\| \d+ \| `([\w/]+\.py)` `(\w+)` \|", read_text("docs/architecture.md"), re.MULTILINE
    )
    assert len(steps) >= 20
    missing = [
        f"{file} {function}"
        for file, function in steps
        if not re.search(rf"^\s*(?:async )?def {function}\(", read_text(file), re.MULTILINE)
    ]
    assert missing == []
