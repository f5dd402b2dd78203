"""The measure of foreign documents counts what it has to: each kind of error is made and must be found."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import cache
from typing import Any

import pytest

from bench.floors import load_floors
from bench.foreign import documents
from bench.foreign.model import ALL_STATES, Expected, ForeignDocument, expect_number, expect_state
from bench.foreign.report import sample_truths
from bench.foreign.scoring import DocumentScore, foreign_rates, score_foreign
from bench.reading import measure_scores, print_missing_tools
from tests.accuracy.floors import FOREIGN_LIMITS, ForeignFloors, current_floors

TOTAL = "requests.granted.total"


@cache
def faithful_page() -> ForeignDocument:
    """Return a page of the form of 2021, printed without a change."""
    return next(
        document
        for document in documents(sample_truths(60, 3), 3, ["html_plain"])
        if document.shape == "faithful" and document.form == "2021"
    )


def with_answers(**answers: Expected) -> ForeignDocument:
    """Return the page with other expectations; keys have `__` for a dot."""
    page = faithful_page()
    changed = {key.replace("__", "."): answer for key, answer in answers.items()}
    return replace(page, expected={**page.expected, **changed})


def with_printed(old: str, new: str) -> ForeignDocument:
    """Return the page with one piece of its markup replaced."""
    page = faithful_page()
    text = page.content.decode("utf-8")
    assert text.count(old) == 1
    return replace(page, content=text.replace(old, new).encode("utf-8"))


def count(document: ForeignDocument) -> dict[str, int]:
    return {kind: number for kind, number in score_foreign(document).counts.items() if number}


def expected_number(key: str) -> int:
    number = faithful_page().expected[key].number
    assert number is not None
    return int(number)


def test_every_figure_of_a_faithful_page_is_right() -> None:
    assert count(faithful_page()) == {"right": len(faithful_page().expected)}


def test_another_number_is_wrong() -> None:
    other = expect_number(str(expected_number(TOTAL) + 1))
    score = score_foreign(with_answers(requests__granted__total=other))
    assert score.counts["wrong"] == 1
    assert score.examples[0].startswith(f"{TOTAL}={expected_number(TOTAL)} for")


def test_a_number_for_a_cell_without_one_is_wrong() -> None:
    assert count(with_answers(requests__granted__total=expect_state("blank")))["wrong"] == 1


def test_a_number_that_is_not_given_is_lost_without_a_warning() -> None:
    page = faithful_page()
    heading = "四、政府信息公开行政复议、行政诉讼情况".encode()
    start, end = page.content.index(heading), page.content.index("五、存在的主要问题".encode())
    part = page.content[start:end]
    blank = part.replace(b">0<", b"><")
    assert part != blank
    emptied = replace(page, content=page.content[:start] + blank + page.content[end:])
    assert count(emptied)["lost"] == part.count(b">0<")


def test_a_figure_that_a_failed_check_names_is_flagged_or_unread() -> None:
    """The sums of the page do not hold: what they name is no silent error, and what is right is flagged."""
    row = printed_row("（一）予以公开")
    number = expected_number(TOTAL)
    broken = with_printed(row, row.replace(f">{number}<", f">{number + 5}<"))
    kinds = count(broken)
    assert "wrong" not in kinds
    assert kinds["unread"] == 1
    assert kinds["flagged"] >= 7


def printed_row(label: str) -> str:
    """Return the markup from a label to the end of its row."""
    text = faithful_page().content.decode("utf-8")
    start = text.index(label)
    return text[start : text.index("</tr>", start)]


def broken_total(number: int) -> ForeignDocument:
    row = printed_row("（一）予以公开")
    return with_printed(row, row.replace(f">{expected_number(TOTAL)}<", f">{number}<"))


def test_a_sum_blamed_on_the_source_is_an_error_where_the_printed_numbers_hold() -> None:
    other = expected_number(TOTAL) + 5
    broken = broken_total(other)
    assert score_foreign(broken).counts["source"] > 0
    really_printed = replace(broken, expected={**broken.expected, TOTAL: expect_number(str(other))})
    assert score_foreign(really_printed).counts["source"] == 0


def test_an_unreadable_cell_blamed_on_the_source_is_an_error_where_a_person_reads_it() -> None:
    row = printed_row("（一）予以公开")
    shown = with_printed(row, row.replace(f">{expected_number(TOTAL)}<", ">见附件<"))
    assert score_foreign(shown).counts["source"] == 1
    honest = replace(shown, expected={**shown.expected, TOTAL: expect_state("unreadable")})
    assert count(honest) == {"right": len(shown.expected)}


def test_an_excepted_figure_counts_only_if_a_wrong_number_is_given() -> None:
    page = with_answers(requests__granted__total=Expected(None, "unreadable", ALL_STATES, "999"))
    assert count(page)["wrong"] == 1
    refused = replace(page, content=b"")
    assert count(refused) == {"unread": len(page.expected) - 1, "excepted": 1}
    assert score_foreign(refused).figures == len(page.expected) - 1


def test_a_crash_of_the_reader_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(document: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("bench.foreign.scoring.measure.parse_document", crash)
    score = score_foreign(faithful_page())
    assert score.counts["lost"] == len(faithful_page().expected)
    assert score.examples == ["RecursionError: too deep"]


def scores(**counts: int) -> list[DocumentScore]:
    faithful, changed = DocumentScore("a", False), DocumentScore("b", True)
    faithful.counts.update({"right": 100})
    changed.counts.update({"right": 100 - sum(counts.values()) + counts.get("source", 0), **counts})
    return [faithful, changed]


@pytest.mark.parametrize("kind", ["wrong", "lost", "source", "unread"])
def test_rates_are_shares_of_all_figures(kind: str) -> None:
    rates = asdict(foreign_rates(scores(**{kind: 3})))
    assert rates.pop("figures") == 200
    assert {name: share for name, share in rates.items() if share} == {kind: 0.015}


def test_flagged_figures_count_in_documents_without_a_deliberate_change() -> None:
    faithful, changed = scores()
    changed.doubted = 50
    assert foreign_rates([faithful, changed]).flagged == 0
    faithful.doubted = 1
    assert foreign_rates([faithful, changed]).flagged == 0.01


def failing_floors(documents: list[DocumentScore], planned: int = 2) -> set[str]:
    least = load_floors().least
    return {
        measurement.floor
        for measurement in measure_scores(documents, planned)
        if measurement.ratio is None or measurement.ratio < least[measurement.floor]
    }


@pytest.mark.parametrize("kind", ["wrong", "lost", "source"])
def test_one_silent_error_fails_its_floor(kind: str) -> None:
    assert failing_floors(scores()) == set()
    assert failing_floors(scores(**{kind: 1})) == {f"foreign_{kind}"}


def test_more_unread_figures_than_two_percent_fail_their_floor() -> None:
    assert failing_floors(scores(unread=4)) == set()
    assert failing_floors(scores(unread=5)) == {"foreign_unread"}


def test_a_document_that_was_not_printed_fails_its_floor() -> None:
    assert failing_floors(scores(), planned=3) == {"foreign_printed"}


def test_missing_programs_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    print_missing_tools()
    output = capsys.readouterr().out
    assert "missing: soffice: office_docx, office_odt" in output
    assert "missing: pandoc: pandoc_simple" in output


def test_no_floor_is_less_strict_than_required() -> None:
    required = ForeignFloors(wrong=0, lost=0, source=0, unread=0.02, flagged=0.005)
    assert required == FOREIGN_LIMITS
    assert not required.is_lowered_by(current_floors().foreign)


@pytest.mark.parametrize("name", ["wrong", "lost", "source", "unread", "flagged"])
def test_a_greater_share_is_a_lower_floor(name: str) -> None:
    changed: dict[str, Any] = {name: getattr(FOREIGN_LIMITS, name) + 0.001}
    assert FOREIGN_LIMITS.is_lowered_by(replace(FOREIGN_LIMITS, **changed))
