from __future__ import annotations

import re

import pytest

from archive.analysis.indicators import indicators
from archive.checks import catalog
from archive.exports.reference_docs import DOCS_DIR, render_documents
from archive.forms import forms


@pytest.mark.parametrize("name", render_documents())
def test_the_reference_documents_are_up_to_date(name: str) -> None:
    assert (DOCS_DIR / name).read_text(encoding="utf-8") == render_documents()[name], "run make golden"


@pytest.mark.parametrize("suffix", ["", ".zh"])
def test_the_documents_list_every_check_indicator_and_row(suffix: str) -> None:
    documents = render_documents()
    assert [check for check in catalog() if f"| `{check}` |" not in documents[f"checks{suffix}.md"]] == []
    assert re.findall("[\u4e00-\u9fff]{9,}", "" if suffix else documents["checks.md"]) == []
    assert [
        indicator.key
        for indicator in indicators()
        if f"| `{indicator.key}` |" not in documents[f"indicators{suffix}.md"]
    ] == []
    for form in forms().values():
        rows = (f"| `{table.key}.{row.key}` |" for table in form.tables for row in table.rows)
        assert [row for row in rows if row not in documents[f"forms{suffix}.md"]] == []
