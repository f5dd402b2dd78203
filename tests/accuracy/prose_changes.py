"""Numbers in sentences: other ones, in Chinese numerals, and statements that contradict the tables."""

from __future__ import annotations

import re
from random import Random

from samples.anomalies.base import ExpectedFinding, with_section
from samples.anomalies.wording import chinese_number
from samples.reports.report import SampleReport
from tests.accuracy.mutation_data import RedrawnReport, mutation_data

_COUNT_PATTERN = re.compile(r"(?<![\d年月第])\d{1,4}(?=[件条次份人项])")
_COUNTED_ROWS = ("new_requests", "carried_over", "processed_total", "carried_forward")
_DIFFERENCE = 7


def change_numbers_in_prose(report: SampleReport, random: Random) -> RedrawnReport:
    """Every count in sections one and five is another one, half of them in Chinese numerals."""

    def change(match: re.Match[str]) -> str:
        number = random.randint(2, 999)
        return str(number) if random.random() < 0.5 else chinese_number(number)

    for key in ("overview", "problems"):
        report = with_section(report, key, _COUNT_PATTERN.sub(change, report.sections[key]))
    return RedrawnReport(report)


def state_count(report: SampleReport, random: Random) -> RedrawnReport:
    """A sentence states a count of requests as the table has it, perhaps in Chinese numerals."""
    return _with_statement(report, random, "pass")


def contradict_count(report: SampleReport, random: Random) -> RedrawnReport:
    """A sentence states another count of requests than the table: a check has to say so."""
    return _with_statement(report, random, "fail")


def _with_statement(report: SampleReport, random: Random, result: str) -> RedrawnReport:
    statement = random.choice(mutation_data().statement)
    count = _total(report, statement.row)
    if result == "fail":
        # No statement may be a sum of figures: 收到 may count the applications carried over as well.
        count = sum(_total(report, row) for row in _COUNTED_ROWS) + _DIFFERENCE
    printed = random.choice((str(count), chinese_number(count)) if count else ("0", "0"))
    overview = statement.text.format(count=printed)
    expected = ExpectedFinding(statement.check, result, "requests", statement.row, "total")
    return RedrawnReport(with_section(report, "overview", overview), findings=(expected,))


def _total(report: SampleReport, row: str) -> int:
    return int(report.figures["requests", row, "total"])


PROSE_CHANGES = (change_numbers_in_prose, state_count, contradict_count)
