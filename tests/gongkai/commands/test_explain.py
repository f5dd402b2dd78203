"""`gongkai explain`: what a user sees, writes and gets as an exit code."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from gongkai.output.explanation import terminal_safe
from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow


@pytest.fixture
def released(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> list[tuple[int, str, int]]:
    """The reports of a release: id, agency, year."""
    gongkai("import", *reports)
    gongkai("build")
    with closing(sqlite3.connect(tmp_path / "data" / "current" / "archive.db")) as connection:
        return connection.execute("select id, agency, year from reports order by year").fetchall()


def test_a_report_shows_its_identity_files_and_captures(
    gongkai: RunCommand, released: list[tuple[int, str, int]]
) -> None:
    number, agency, year = released[0]
    for words in ((str(number),), (f"{agency} {year}",), (agency, str(year))):
        ended = gongkai("explain", *words)
        assert (ended.exit_code, ended.stderr) == (0, "")
        assert agency in ended.stdout
        assert re.search(r"SHA-256 [0-9a-f]{64}", ended.stdout)
        assert re.search(r"\.warc\.gz 偏移 \d+", ended.stdout)
        assert "重算相符" in ended.stdout


@pytest.mark.parametrize("figure", ["requests.granted.total", "予以公开·总计"])
def test_a_figure_shows_its_cell(
    gongkai: RunCommand, released: list[tuple[int, str, int]], figure: str
) -> None:
    ended = gongkai("explain", released[0][0], figure)
    assert ended.exit_code == 0
    said = re.search(r"原文\s+(\S+)", ended.stdout)
    assert said
    assert ended.stdout.count(f"【{said[1]}】") == 1
    assert "T3_ROW" in ended.stdout


def test_an_ambiguous_report_lists_all_matches(
    gongkai: RunCommand, released: list[tuple[int, str, int]]
) -> None:
    ended = gongkai("explain", released[0][1])
    assert ended.exit_code == 2
    assert all(str(number) in ended.stderr for number, _, _ in released)


def test_an_ambiguous_figure_lists_all_matches(
    gongkai: RunCommand, released: list[tuple[int, str, int]]
) -> None:
    ended = gongkai("explain", released[0][0], "requests.granted")
    assert ended.exit_code == 2
    assert "requests.granted.business" in ended.stderr


def test_html_is_one_file_with_the_cell_marked(
    gongkai: RunCommand, released: list[tuple[int, str, int]], tmp_path: Path
) -> None:
    target = tmp_path / "出处.html"
    ended = gongkai("explain", released[0][0], "予以公开·总计", "--html", target)
    assert ended.exit_code == 0
    assert target.read_text(encoding="utf-8").count('id="marked"') == 1


def test_a_target_that_cannot_be_written_is_a_usage_error(
    gongkai: RunCommand, released: list[tuple[int, str, int]], tmp_path: Path
) -> None:
    ended = gongkai("explain", released[0][0], "--html", tmp_path / "nowhere" / "a.html")
    assert ended.exit_code == 2


def test_a_tampered_warc_file_is_reported(
    gongkai: RunCommand, released: list[tuple[int, str, int]], tmp_path: Path
) -> None:
    [file] = (tmp_path / "data" / "warc").glob("*.warc.gz")
    body = bytearray(file.read_bytes())
    for place in range(0, len(body), 400):
        body[place] ^= 1
    file.write_bytes(body)
    ended = gongkai("explain", released[0][0], "予以公开·总计")
    assert ended.exit_code == 1
    assert file.name in ended.stderr
    assert "取自版本" in ended.stdout


def test_without_a_release_the_error_names_the_build_command(gongkai: RunCommand) -> None:
    ended = gongkai("explain", "1")
    assert ended.exit_code == 1
    assert "gongkai build" in ended.stderr


@pytest.mark.parametrize("text", ["\x1b[31m红", "\x07", "\u202e倒", "[red]字[/red]", "长" * 5000])
def test_no_control_characters_reach_the_terminal(text: str) -> None:
    out = StringIO()
    Console(file=out, width=100).print(terminal_safe(text))
    assert not re.search("[\x07\x1b\u202e]", out.getvalue())
    assert len(out.getvalue()) < 2200
    if text.startswith("["):
        assert text in out.getvalue()
