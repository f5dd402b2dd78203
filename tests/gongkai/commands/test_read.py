"""`gongkai read`: what a report says, for people and for programs, and one line for what is none."""

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
    ended = gongkai("read", "--json", *reports)
    truths = [expected_json(report) for report in World(11, 3, portals=1, carriers=("page",)).reports]
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.exit_code == 0
    assert [report_json["file"] for report_json in said] == [str(file) for file in reports]
    for one, truth in zip(said, truths, strict=True):
        for key in ("agency", "year", "form", "disclosure", "requests", "challenges", "states"):
            assert one[key] == truth[key], key


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
    ended = gongkai("read", "--json", reports[0], file, reports[1])
    assert ended.exit_code == 1
    assert len(ended.stdout.splitlines()) == 2
    named = [line for line in ended.stderr.splitlines() if name in line]
    assert len(named) == 1
    assert named[0].startswith(f"{file}：")
    assert named[0].count(name) == 1


def test_a_directory_instead_of_a_file_is_a_usage_error(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    ended = gongkai("read", tmp_path)
    assert ended.exit_code == 2


@pytest.mark.parametrize("carrier", ["docx", "pdf"])
def test_word_and_pdf_give_the_true_values(gongkai: RunCommand, tmp_path: Path, carrier: str) -> None:
    report = World(11, 3, portals=1, carriers=("page",)).reports[0]
    file = tmp_path / f"report.{carrier}"
    file.write_bytes(RENDERERS[carrier](report))
    said = json.loads(gongkai("read", "--json", file).stdout)
    truth = expected_json(report)
    for key in ("agency", "year", "requests", "challenges"):
        assert said[key] == truth[key], key
