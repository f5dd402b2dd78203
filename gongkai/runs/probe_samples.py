"""Saves the pages of a probe as test cases of the portal families."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from crawler.discovery import Survey
from crawler.families import detect_family
from crawler.pages import Page, find_attachments, list_entries, report_entries


def save_samples(survey: Survey, folder: Path) -> list[Path]:
    """Save each page as a folder; return the folders.

    `page.html` is its text, `expected.json` what was read in it: to be checked by a person."""
    seen_pages = [(surveyed.request, surveyed.page) for surveyed in survey.pages if surveyed.page]
    return [
        _save_page(page, survey_request.family, folder / f"{number:02}_{survey_request.purpose}")
        for number, (survey_request, page) in enumerate(seen_pages, start=1)
    ]


def _save_page(page: Page, hint: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text(page.text, encoding="utf-8")
    text = json.dumps(_expected_result(page, hint), ensure_ascii=False, indent=2)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
    return folder


def _expected_result(page: Page, hint: str) -> dict[str, object]:
    family = detect_family(page, hint)
    rows = family.entries(page) or list_entries(page)
    return {
        "url": page.url,
        "form": dict(page.request.form),
        "family": family.name,
        "reports": [row.url for row in report_entries(rows)],
        "next": [[ask.url, dict(ask.form)] for ask in family.next_pages(page)],
        "attachments": [asdict(file) for file in find_attachments(page)],
    }
