"""`gongkai read`: reports as text and as JSON, and one line for a file that is not a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples.renderers import RENDERERS
from samples.renderers.html import report_page
from samples.reports.truth import expected_json
from samples.world.world import World
from tests.gongkai.conftest import RunCommand
from tests.support import broken_files

pytestmark = pytest.mark.slow


def test_json_has_the_true_values_of_each_file_in_order(gongkai: RunCommand, reports: list[Path]) -> None:
    result = gongkai("read", "--json", *reports)
    truths = [expected_json(report) for report in World(11, 3, portals=1, carriers=("page",)).reports]
    reports_json = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [report_json["file"] for report_json in reports_json] == [str(file) for file in reports]
    for report_json, truth in zip(reports_json, truths, strict=True):
        for key in ("agency", "year", "form", "disclosure", "requests", "challenges", "states"):
            assert report_json[key] == truth[key], key


def test_text_output_shows_agency_year_and_the_three_tables(gongkai: RunCommand, reports: list[Path]) -> None:
    truth = expected_json(World(11, 3, portals=1, carriers=("page",)).reports[0])
    shown = gongkai("read", reports[0]).stdout
    for text in (str(truth["agency"]), str(truth["year"]), "表二", "表三", "表四", "检查"):
        assert text in shown
    assert report_page(World(11, 3, portals=1, carriers=("page",)).reports[0]) == reports[0].read_bytes()


@pytest.mark.parametrize("name", broken_files.BROKEN_FILES)
def test_a_bad_file_is_reported_in_one_line_and_the_others_are_read(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path, name: str
) -> None:
    file = broken_files.write_broken_file(tmp_path, name)
    result = gongkai("read", "--json", reports[0], file, reports[1])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    lines = [line for line in result.stderr.splitlines() if name in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"{file}：")
    assert lines[0].count(name) == 1


def test_a_directory_instead_of_a_file_is_a_usage_error(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    result = gongkai("read", tmp_path)
    assert result.exit_code == 2


@pytest.mark.parametrize("carrier", ["docx", "pdf"])
def test_word_and_pdf_give_the_true_values(gongkai: RunCommand, tmp_path: Path, carrier: str) -> None:
    report = World(11, 3, portals=1, carriers=("page",)).reports[0]
    file = tmp_path / f"report.{carrier}"
    file.write_bytes(RENDERERS[carrier](report))
    report_json = json.loads(gongkai("read", "--json", file).stdout)
    truth = expected_json(report)
    for key in ("agency", "year", "requests", "challenges"):
        assert report_json[key] == truth[key], key
