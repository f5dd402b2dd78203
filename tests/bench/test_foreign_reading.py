"""A few documents that the installed programs print are read without a silent error; `make gates` reads many.

Kinds whose programs are missing are skipped.
"""

from __future__ import annotations

import pytest

from bench.foreign import available_kinds, documents, sample_truths, score_foreign

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

# One kind for each program, and those that need none; documents of a kind are printed together.
KINDS = {
    "html_wps": 3,
    "docx_split_runs": 2,
    "xlsx_one_sheet": 2,
    "html2text": 2,
    "markdownify": 2,
    "pandoc_grid": 2,
    "pdf_a4": 1,
    "pdftotext_layout": 1,
    "office_docx": 2,
}


@pytest.mark.parametrize("kind", KINDS)
def test_documents_of_other_programs_have_no_silent_error(kind: str) -> None:
    if reason := available_kinds()[kind]:
        pytest.skip(f"{kind}: {reason}")
    scores = [
        score_foreign(document) for document in documents(sample_truths(20, 4), 4, [kind], count=KINDS[kind])
    ]
    assert len(scores) == KINDS[kind]
    kinds_of_error = ("wrong", "lost", "source")
    assert {
        score.name: score.examples for score in scores if any(score.counts[name] for name in kinds_of_error)
    } == {}
    assert sum(score.counts["right"] for score in scores) > sum(score.figures for score in scores) / 2
