"""Pages that a probe saw, as folders of the form that the tests of the families read."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from crawler.discovery.survey import Survey
from crawler.families import family_of
from crawler.pages import links
from crawler.pages.attachments import attachments
from crawler.pages.page import Page


def save(survey: Survey, folder: Path) -> list[Path]:
    """A folder for each page: `page.html` as text, and what was read in it, for a person to check."""
    seen = [(look.errand, look.page) for look in survey.looks if look.page]
    return [
        _save(page, errand.family, folder / f"{number:02}_{errand.step}")
        for number, (errand, page) in enumerate(seen, start=1)
    ]


def _save(page: Page, hint: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text(page.text, encoding="utf-8")
    text = json.dumps(_expected(page, hint), ensure_ascii=False, indent=2)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
    return folder


def _expected(page: Page, hint: str) -> dict[str, object]:
    family = family_of(page, hint)
    rows = family.rows(page) or links.rows(page)
    return {
        "url": page.url,
        "form": dict(page.ask.form),
        "family": family.name,
        "reports": [row.url for row in links.reports(rows)],
        "next": [[ask.url, dict(ask.form)] for ask in family.next_pages(page)],
        "attachments": [asdict(file) for file in attachments(page)],
    }
