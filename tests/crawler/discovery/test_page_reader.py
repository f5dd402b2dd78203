"""Reading of pages that lead to reports: each folder of `cases/` has a page and its expected reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.discovery.page_reader import PageReading, read_page
from crawler.pages.link_rules import CrawlStage
from crawler.pages.page import Page, RequestSpec

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def reading_json(reading: PageReading) -> dict[str, Any]:
    return {
        "reports": [[row.url, row.title] for row in reading.reports],
        "dates": [row.date for row in reading.reports],
        "leads": [[lead.stage.name, lead.url] for lead in reading.scored_links],
        "ways": list(reading.forward_urls),
        "itself": reading.own_title,
        "waits": reading.script_reason,
        "choices": reading.unloaded_choices,
        "unresolved": list(reading.unresolved_reports),
        "unfilled": reading.unfilled_template,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    """`page.html` is read as `expected.json` says; only the keys in it are compared."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    url, stage = expected.pop("url"), CrawlStage[expected.pop("stage")]
    in_any_order = expected.pop("sorted", False)
    reading = reading_json(
        read_page(Page(url, (case / "page.html").read_text("utf-8"), RequestSpec(url)), stage)
    )
    if in_any_order:
        reading["leads"].sort(), expected["leads"].sort()
    assert {key: reading[key] for key in expected} == expected
