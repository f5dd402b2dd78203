"""Prepares the figures of one report for display: printed text, value, state and failed checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from archive.forms import FormColumn, RowSum, forms
from archive.forms import form as form_of
from archive.model import MERGED_ROW, Result, Severity, State
from archive.presentation.labels import (
    IDENTITY_ROW,
    column_label,
    label,
    plain_number,
    row_path,
    short_table_title,
)

DataRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DisplayedFigure:
    """One figure; `value` is its number in `column_unit`, None in every state but `reported`.

    `unit` is the unit that the cell itself prints; `has_extra_text`: `raw` holds more than the number.
    `messages` describe the failed checks that concern the figure, `severity` is the worst of them.
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
        """Text shown when the pointer rests on the cell: state, printed text, messages."""
        lines = [] if self.state is State.REPORTED else [label("state", self.state)]
        if self.has_extra_text:
            lines.append(f"原文：{self.raw}")
        return "\n".join([*lines, *self.messages])


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A failed check, in words. `figure_keys` are the figures to highlight.

    `attribution` says whether source or parser is at fault, `hint` which single cell would resolve the
    failure; both are empty if unknown.
    """

    severity: str
    name: str
    location: str
    detail: str
    explanation: str
    figure_keys: tuple[str, ...]
    attribution: str = ""
    hint: str = ""


def displayed_figures(
    form: str,
    tables: Mapping[str, Iterable[DataRow]],
    cells: Iterable[DataRow],
    failures: Iterable[FailedCheck],
) -> dict[str, DisplayedFigure]:
    """Every figure that `form` expects, by key.

    `tables` are rows of the statutory tables by table name, `cells` rows of `cells`, all of one report.
    """
    rows = {(table, row["row"]): row for table, table_rows in tables.items() for row in table_rows}
    cells_by_key = {cell["figure"]: cell for cell in cells}
    messages_by_key = _messages_by_figure(failures)
    figures = {}
    for table, row, column in _expected_figures(form):
        key = f"{table}.{row}.{column.key}"
        messages, severity = messages_by_key.get(key, ((), ""))
        plain = _displayed_figure(
            key, cells_by_key.get(key), _plain_value(rows.get((table, row)), column.key)
        )
        figures[key] = replace(plain, column_unit=column.unit, messages=messages, severity=severity)
    return figures


def _expected_figures(form: str) -> Iterator[tuple[str, str, FormColumn]]:
    for table in form_of(form).tables:
        for row in table.rows:
            for column in row.columns:
                yield table.key, row.key, column


def merged_rows(shown_figures: Mapping[str, DisplayedFigure]) -> frozenset[str]:
    """Keys of the rows of table 3 that the report prints inside another row."""
    return frozenset(
        figure.key.split(".")[1]
        for figure in shown_figures.values()
        if figure.state is State.ABSENT and figure.raw == MERGED_ROW
    )


def failed_check(check: DataRow, names: Mapping[str, str]) -> FailedCheck:
    """Describe a failed row of `checks` without codes. `names`: check id → title of the check."""
    return FailedCheck(
        severity=check["severity"],
        name=names.get(check["check_id"], check["check_id"]),
        location=location_label(check["table_key"], check["row_key"], check["column_key"]),
        detail=_detail_text(check),
        explanation=check["explanation"],
        figure_keys=tuple(_figure_keys(check)),
        attribution=label("verdict", check["verdict"]) if check["verdict"] else "",
        hint=_hint_text(check["hint"] or ""),
    )


def _hint_text(hint: str) -> str:
    """`表三 （一）予以公开·总计若为 270（原文 275）` for each cell that alone would correct the sums."""
    corrections = []
    for correction in hint.split():
        figure, _, change = correction.partition("=")
        printed, _, balanced = change.partition(">")
        corrections.append(f"{location_label(*figure.split('.'))}若为 {balanced}（原文 {printed}）")
    return f"{'，或'.join(corrections)}，则有关合计全部相符" if corrections else ""


def location_label(table: str, row: str, column: str) -> str:
    """Position in the tables in words: `表三 （一）予以公开·总计`; "" without a table."""
    names = [row_path(table, row)] if row else []
    if column:
        names.append(column_label(table, column))
    return f"{short_table_title(table)} {'·'.join(names)}".strip() if table else ""


def display_number(value: object) -> str | None:
    """`value` as text, numbers without trailing zeros: 0, 1.735; None stays None."""
    if value is None:
        return None
    if isinstance(value, float):
        return plain_number(value)
    return str(value)


def _plain_value(row: DataRow | None, column: str) -> str | None:
    return display_number(row[column]) if row is not None else None


def _displayed_figure(key: str, cell: DataRow | None, plain: str | None) -> DisplayedFigure:
    if cell is None:
        # A figure that is not listed in `cells` is a plain number, or absent.
        return DisplayedFigure(key, State.ABSENT if plain is None else State.REPORTED, plain or "", plain)
    value = cell["value"] if cell["value"] is not None else plain
    has_extra_text = bool(cell["raw"]) and cell["raw"] not in (value, MERGED_ROW)
    return DisplayedFigure(
        key, State(cell["state"]), cell["raw"], value, cell["unit"], has_extra_text=has_extra_text
    )


def _messages_by_figure(failures: Iterable[FailedCheck]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Messages and worst severity of each figure that a failed check concerns."""
    order = [severity.value for severity in Severity]
    by_key: dict[str, tuple[tuple[str, ...], str]] = {}
    for failure in failures:
        for key in failure.figure_keys:
            messages, severity = by_key.get(key, ((), ""))
            worst = min((severity or failure.severity, failure.severity), key=order.index)
            message = f"{failure.name}：{failure.detail or label('result', Result.FAIL)}"
            by_key[key] = ((*messages, message), worst)
    return by_key


def _figure_keys(check: DataRow) -> Iterator[str]:
    """The figures that a check concerns: the total if it concerns a row, all its cells if an identity."""
    table, row = check["table_key"], check["row_key"]
    column = check["column_key"] or _total_column(table)
    if row == IDENTITY_ROW:
        yield from (check["cells"] or "").split()
    elif table and row and column:
        yield f"{table}.{row}.{column}"


@cache
def _total_column(table: str) -> str:
    """The column that is the sum of the other columns; "" in a table without one."""
    sums = (rule for form in forms().values() for rule in form.sums if isinstance(rule, RowSum))
    return next((rule.total_column for rule in sums if rule.table == table), "")


def _detail_text(check: DataRow) -> str:
    if check["delta"]:
        left, right, delta = (display_number(check[side]) for side in ("left", "right", "delta"))
        return f"{left} ≠ {right}，差 {delta}"
    return label("check_detail", check["detail"])
