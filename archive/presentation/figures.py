"""The figures of one report as its page shows them: what was printed, what it says, what checks say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from archive.forms import FormColumn, RowSum, forms
from archive.forms import form as form_of
from archive.model import Result, Severity, State
from archive.presentation.labels import (
    IDENTITY_ROW,
    column_label,
    label,
    plain_number,
    row_path,
    short_table_title,
)

DataRow = Mapping[str, Any]

# Raw text of a row that the report prints inside another.
MERGED = "merged"


@dataclass(frozen=True, slots=True)
class DisplayedFigure:
    """One figure: `value` is its number in `column_unit`, None in every state but `reported`.

    `unit` is what the cell itself states. `more` says whether `raw` holds more than the number. `marks` are
    the findings against it.
    """

    key: str
    state: State
    raw: str = ""
    value: str | None = None
    unit: str = ""
    column_unit: str = ""
    has_extra_text: bool = False
    messages: tuple[str, ...] = ()
    severity: str = ""

    @property
    def tooltip(self) -> str:
        """What a pointer resting on the cell is told."""
        said = [] if self.state is State.REPORTED else [label("state", self.state)]
        if self.has_extra_text:
            said.append(f"原文：{self.raw}")
        return "\n".join([*said, *self.messages])


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that failed, in words. `keys` are the figures that it marks.

    `verdict` says whose error it shows, `hint` which single cell would mend it; "" where nobody can say.
    """

    severity: str
    name: str
    location: str
    detail: str
    explanation: str
    figure_keys: tuple[str, ...]
    verdict: str = ""
    hint: str = ""


def displayed_figures(
    form: str,
    tables: Mapping[str, Iterable[DataRow]],
    cells: Iterable[DataRow],
    failures: Iterable[FailedCheck],
) -> dict[str, DisplayedFigure]:
    """Every figure that `form` expects, by key."""
    rows = {(table, row["row"]): row for table, found in tables.items() for row in found}
    known = {cell["figure"]: cell for cell in cells}
    marks = _messages_by_figure(failures)
    out = {}
    for table, row, column in _expected_figures(form):
        key = f"{table}.{row}.{column.key}"
        said, severity = marks.get(key, ((), ""))
        plain = _displayed_figure(key, known.get(key), _plain_value(rows.get((table, row)), column.key))
        out[key] = replace(plain, column_unit=column.unit, messages=said, severity=severity)
    return out


def _expected_figures(form: str) -> Iterator[tuple[str, str, FormColumn]]:
    for table in form_of(form).tables:
        for row in table.rows:
            for column in row.columns:
                yield table.key, row.key, column


def merged_rows(shown_figures: Mapping[str, DisplayedFigure]) -> frozenset[str]:
    """Rows of table 3 that the report prints inside another row."""
    inside = [one.key for one in shown_figures.values() if one.state is State.ABSENT and one.raw == MERGED]
    return frozenset(key.split(".")[1] for key in inside)


def failed_check(check: DataRow, names: Mapping[str, str]) -> FailedCheck:
    """A failing row of `checks`, told without codes. `names`: check id → what it is called."""
    return FailedCheck(
        severity=check["severity"],
        name=names.get(check["check_id"], check["check_id"]),
        location=location_label(check["table_key"], check["row_key"], check["column_key"]),
        detail=_detail_text(check),
        explanation=check["explanation"],
        figure_keys=tuple(_figure_keys(check)),
        verdict=label("verdict", check["verdict"]) if check["verdict"] else "",
        hint=_hint_text(check["hint"] or ""),
    )


def _hint_text(hint: str) -> str:
    """`表三 （一）予以公开·总计 若为 270（原文 275）` for each cell that alone would mend the sum."""
    said = []
    for one in hint.split():
        figure, _, change = one.partition("=")
        printed, _, balanced = change.partition(">")
        said.append(f"{location_label(*figure.split('.'))}若为 {balanced}（原文 {printed}）")
    return f"{'，或'.join(said)}，则有关合计全部相符" if said else ""


def location_label(table: str, row: str, column: str) -> str:
    """Where in the tables: `表三 （一）予以公开·总计`."""
    names = [row_path(table, row)] if row else []
    if column:
        names.append(column_label(table, column))
    return f"{short_table_title(table)} {'·'.join(names)}".strip() if table else ""


def display_number(value: object) -> str | None:
    """A number as a reader writes it: 0, 1.735."""
    if value is None:
        return None
    if isinstance(value, float):
        return plain_number(value)
    return str(value)


def _plain_value(row: DataRow | None, column: str) -> str | None:
    return display_number(row[column]) if row is not None else None


def _displayed_figure(key: str, cell: DataRow | None, plain: str | None) -> DisplayedFigure:
    if cell is None:
        # `cells` lists every figure that is more, or less, than a plain number.
        return DisplayedFigure(key, State.ABSENT if plain is None else State.REPORTED, plain or "", plain)
    value = cell["value"] if cell["value"] is not None else plain
    more = bool(cell["raw"]) and cell["raw"] not in (value, MERGED)
    return DisplayedFigure(key, State(cell["state"]), cell["raw"], value, cell["unit"], has_extra_text=more)


def _messages_by_figure(failures: Iterable[FailedCheck]) -> dict[str, tuple[tuple[str, ...], str]]:
    order = [severity.value for severity in Severity]
    marks: dict[str, tuple[tuple[str, ...], str]] = {}
    for one in failures:
        for key in one.figure_keys:
            said, severity = marks.get(key, ((), ""))
            worst = min((severity or one.severity, one.severity), key=order.index)
            marks[key] = ((*said, f"{one.name}：{one.detail or label('result', Result.FAIL)}"), worst)
    return marks


def _figure_keys(check: DataRow) -> Iterator[str]:
    """The cells that a finding is about; a finding about a row marks its total, an identity all its cells."""
    table, row = check["table_key"], check["row_key"]
    column = check["column_key"] or _total_column(table)
    if row == IDENTITY_ROW:
        yield from (check["cells"] or "").split()
    elif table and row and column:
        yield f"{table}.{row}.{column}"


@cache
def _total_column(table: str) -> str:
    """The column that is the sum of the others of its row; "" in a table without one."""
    sums = (one for form in forms().values() for one in form.sums if isinstance(one, RowSum))
    return next((one.total_column for one in sums if one.table == table), "")


def _detail_text(check: DataRow) -> str:
    if check["delta"]:
        left, right, delta = (display_number(check[side]) for side in ("left", "right", "delta"))
        return f"{left} ≠ {right}，差 {delta}"
    return label("check_detail", check["detail"])
