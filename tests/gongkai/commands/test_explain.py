"""`gongkai explain`: terminal output, HTML file and exit codes."""

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
def published_reports(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> list[tuple[int, str, int]]:
    """Reports of a release: id, agency and year."""
    gongkai("import", *reports)
    gongkai("build")
    with closing(sqlite3.connect(tmp_path / "data" / "current" / "archive.db")) as connection:
        return connection.execute("select id, agency, year from reports order by year").fetchall()


def test_a_report_shows_its_identity_files_and_captures(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]]
) -> None:
    number, agency, year = published_reports[0]
    for words in ((str(number),), (f"{agency} {year}",), (agency, str(year))):
        result = gongkai("explain", *words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert agency in result.stdout
        assert re.search(r"SHA-256 [0-9a-f]{64}", result.stdout)
        assert re.search(r"\.warc\.gz 偏移 \d+", result.stdout)
        assert "重算相符" in result.stdout


@pytest.mark.parametrize("figure", ["requests.granted.total", "予以公开·总计"])
def test_a_figure_shows_its_cell(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]], figure: str
) -> None:
    result = gongkai("explain", published_reports[0][0], figure)
    assert result.exit_code == 0
    match = re.search(r"原文\s+(\S+)", result.stdout)
    assert match
    assert result.stdout.count(f"【{match[1]}】") == 1
    assert "T3_ROW" in result.stdout


def test_an_ambiguous_report_lists_all_matches(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]]
) -> None:
    result = gongkai("explain", published_reports[0][1])
    assert result.exit_code == 2
    assert all(str(number) in result.stderr for number, _, _ in published_reports)


def test_an_ambiguous_figure_lists_all_matches(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]]
) -> None:
    result = gongkai("explain", published_reports[0][0], "requests.granted")
    assert result.exit_code == 2
    assert "requests.granted.business" in result.stderr


def test_html_is_one_file_with_the_cell_marked(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]], tmp_path: Path
) -> None:
    target = tmp_path / "出处.html"
    result = gongkai("explain", published_reports[0][0], "予以公开·总计", "--html", target)
    assert result.exit_code == 0
    assert target.read_text(encoding="utf-8").count('id="marked"') == 1


def test_a_target_that_cannot_be_written_is_a_usage_error(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]], tmp_path: Path
) -> None:
    result = gongkai("explain", published_reports[0][0], "--html", tmp_path / "nowhere" / "a.html")
    assert result.exit_code == 2


def test_a_tampered_warc_file_is_reported(
    gongkai: RunCommand, published_reports: list[tuple[int, str, int]], tmp_path: Path
) -> None:
    [file] = (tmp_path / "data" / "warc").glob("*.warc.gz")
    body = bytearray(file.read_bytes())
    for place in range(0, len(body), 400):
        body[place] ^= 1
    file.write_bytes(body)
    result = gongkai("explain", published_reports[0][0], "予以公开·总计")
    assert result.exit_code == 1
    assert file.name in result.stderr
    assert "取自版本" in result.stdout


def test_without_a_release_the_error_names_the_build_command(gongkai: RunCommand) -> None:
    result = gongkai("explain", "1")
    assert result.exit_code == 1
    assert "gongkai build" in result.stderr


@pytest.mark.parametrize("text", ["\x1b[31m红", "\x07", "\u202e倒", "[red]字[/red]", "长" * 5000])
def test_no_control_characters_reach_the_terminal(text: str) -> None:
    out = StringIO()
    Console(file=out, width=100).print(terminal_safe(text))
    assert not re.search("[\x07\x1b\u202e]", out.getvalue())
    assert len(out.getvalue()) < 2200
    if text.startswith("["):
        assert text in out.getvalue()
