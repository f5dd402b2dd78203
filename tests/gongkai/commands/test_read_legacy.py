"""`gongkai read` of a report for a year before 2019, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples.renderers.html import report_page
from samples.reports.agencies import Agency, places, systems
from samples.reports.legacy import expected_statistics, write_legacy_report
from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow

REPORT = write_legacy_report(Agency(places()[5], systems()[0]), 2015, "nanjing", "one", seed=2)


def test_text_output_shows_chapters_and_the_table(gongkai: RunCommand, tmp_path: Path) -> None:
    file = tmp_path / "old.html"
    file.write_bytes(report_page(REPORT))
    result = gongkai("read", file)
    assert result.exit_code == 0
    for word in ("legacy", "咨询处理情况", "统计表", "1.当面申请数"):
        assert word in result.stdout


def test_json_has_every_cell(gongkai: RunCommand, tmp_path: Path) -> None:
    file = tmp_path / "old.html"
    file.write_bytes(report_page(REPORT))
    report_json = json.loads(gongkai("read", "--json", file).stdout)
    assert report_json["legacy_cells"] == expected_statistics(REPORT)
    assert report_json["requests"] == {}
