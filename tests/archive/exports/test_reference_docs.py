from __future__ import annotations

import re

import pytest

from archive.analysis.indicators import indicators
from archive.checks import catalog
from archive.exports.reference_docs import DOCS_DIR, render_documents
from archive.forms import forms


@pytest.mark.parametrize("name", render_documents())
def test_the_documents_are_those_of_the_data(name: str) -> None:
    assert (DOCS_DIR / name).read_text(encoding="utf-8") == render_documents()[name], "run make golden"


@pytest.mark.parametrize("end", ["", ".zh"])
def test_the_documents_name_everything(end: str) -> None:
    made = render_documents()
    assert [check for check in catalog() if f"| `{check}` |" not in made[f"checks{end}.md"]] == []
    assert re.findall("[\u4e00-\u9fff]{9,}", "" if end else made["checks.md"]) == []
    assert [
        indicator.key
        for indicator in indicators()
        if f"| `{indicator.key}` |" not in made[f"indicators{end}.md"]
    ] == []
    for form in forms().values():
        rows = (f"| `{table.key}.{row.key}` |" for table in form.tables for row in table.rows)
        assert [row for row in rows if row not in made[f"forms{end}.md"]] == []
