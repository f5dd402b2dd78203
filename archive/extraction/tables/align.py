"""Extracts all figures of the statutory tables from the grids of a document, each with its source cell.

Grids are chosen by their labels and their place in the report, rows by their label, values by the header
above them or, if that is broken, by their position.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary, label_dictionary
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.cell_doubts import doubtful_cell_findings
from archive.extraction.tables.cell_figures import as_uncertain, as_unread
from archive.extraction.tables.columns import ColumnHeaders
from archive.extraction.tables.one_row import one_row_figures
from archive.extraction.tables.pictured_tables import mark_pictured_figures
from archive.extraction.tables.printed_rows import PrintedRow, printed_rows
from archive.extraction.tables.printed_units import add_note_units, note_units, unit_conflicts
from archive.extraction.tables.remarks import note_rows
from archive.extraction.tables.row_matching import (
    RowMatches,
    UncertainRow,
    has_confirmed_order,
    join_cells,
    label_position,
    match_rows,
)
from archive.extraction.tables.rows_in_text import mark_rows_in_text, rows_in_other_texts
from archive.extraction.tables.table_figures import table_figures, unread_figures
from archive.extraction.tables.table_selection import (
    TableContext,
    TableGrids,
    has_unread_text,
    section_lines,
    select_grids,
)
from archive.extraction.tables.unknown_columns import unknown_columns
from archive.forms import Form, FormTable, TableLayout, forms, section_titles
from archive.model import (
    ExtraRow,
    Figure,
    Finding,
    GridKind,
    Position,
    Result,
    Severity,
    State,
)
from archive.text import normalise_text


@dataclass(frozen=True, slots=True)
class Alignment:
    """The figures of one form in form order, rows that the form does not have, and findings.

    `grids` are the numbers of the grids that contain a statutory table.
    """

    figures: tuple[Figure, ...]
    extra_rows: tuple[ExtraRow, ...]
    findings: tuple[Finding, ...]
    grids: frozenset[int]


def align_tables(
    placed_grids: Sequence[PlacedGrid], form: Form, context: TableContext | None = None
) -> Alignment:
    """Return every figure that `form` expects; those that are not in the agency's own grids are absent."""
    context = context or TableContext()
    alignments = [_align_table(placed_grids, form, table, context) for table in form.tables]
    aligned = (figure for alignment in alignments for figure in alignment.figures)
    figures, picture_findings = mark_pictured_figures(aligned, form, context)
    if context.is_damaged:
        figures = tuple(as_unread(figure, (State.ABSENT, State.BLANK)) for figure in figures)
    elif context.is_cut:
        figures = tuple(map(as_unread, figures))
    findings = (finding for alignment in alignments for finding in alignment.findings)
    return Alignment(
        figures,
        tuple(row for alignment in alignments for row in alignment.extra_rows),
        (*findings, *picture_findings, *doubtful_cell_findings(figures, form)),
        frozenset[int]().union(*(alignment.grids for alignment in alignments)),
    )


def _align_table(
    placed_grids: Sequence[PlacedGrid], form: Form, table: FormTable, context: TableContext
) -> Alignment:
    """Return the figures and findings of one table, without findings on single cells."""
    labels = label_dictionary(form.id, table.key)
    selection = select_grids(placed_grids, labels, table, context)
    numbers = frozenset(placed_grid.number for placed_grid in selection.grids)
    findings = list(_selection_findings(selection, table))
    if not selection.grids and has_unread_text(table, labels, context):
        findings.append(Finding("F_TABLE_UNREAD", Result.FAIL, Severity.WARNING, table.key, detail=table.zh))
        return Alignment(tuple(unread_figures(table)), (), tuple(findings), numbers)
    if table.layout is TableLayout.ONE_ROW:
        figures, by_position = one_row_figures(selection.grids, table, labels)
        if selection.doubtful & numbers:
            figures = list(map(as_uncertain, figures))
        findings.extend(_position_findings(table, by_position))
        return Alignment(tuple(figures), (), tuple(findings), numbers)
    rows = printed_rows(selection.grids, table.key, labels)
    headers = ColumnHeaders(selection.grids, table, labels, context)
    matched = match_rows(rows, table, labels, headers, form.sums)
    _mark_doubtful_rows(matched, selection, table, form, labels)
    if matched.money_units:
        notes = (*context.texts.get(table.key, ()), *note_rows(selection.grids))
        add_note_units(matched.money_units, table, note_units(notes))
    findings.extend(_position_findings(table, bool(matched.rows_by_position & matched.cells.keys())))
    findings.extend(_label_findings(rows, table))
    findings.extend(_duplicate_row_findings(matched, table))
    findings.extend(unit_conflicts(matched.money_units, table))
    lines = section_lines(table.key, context) if selection.grids else ()
    figures = table_figures(matched, table)
    elsewhere = rows_in_other_texts(figures, selection.grids, table, labels) | _rows_of_streams(selection)
    marked = mark_rows_in_text(figures, lines, labels, elsewhere)
    return Alignment(tuple(marked), tuple(_extra_rows(matched, table)), tuple(findings), numbers)


def _rows_of_streams(selection: TableGrids) -> frozenset[str]:
    """The rows whose labels stand in grids without lines."""
    return frozenset(
        row
        for run in selection.runs
        if any(grid.grid.kind is GridKind.STREAM for grid in run.grids)
        for row in run.rows
    )


def _mark_doubtful_rows(
    matched: RowMatches, selection: TableGrids, table: FormTable, form: Form, labels: LabelDictionary
) -> None:
    """Mark rows uncertain whose table or columns are not certain."""
    _mark_uncertain(matched, [row for row, found in matched.cells.items() if found[0] in selection.doubtful])
    if len(selection.runs) > 1:
        _mark_rows_of_one_run(matched, selection)
    if table.layout is TableLayout.ROWS and not has_confirmed_order(matched, table, form.sums):
        _mark_uncertain(matched, matched.rows_by_position)
    if matched.rows_by_position and unknown_columns(selection.grids, table, labels):
        _mark_uncertain(matched, matched.cells)
    if table.layout is TableLayout.ROWS:
        _mark_row_at_cut(matched, table)


def _mark_row_at_cut(matched: RowMatches, table: FormTable) -> None:
    """Mark the last printed row uncertain if all rows behind it are missing, and the end of it is blank.

    There the table, or the text of a damaged file, was cut.
    """
    printed = matched.cells.keys() | matched.uncertain_rows.keys() | matched.merged_rows
    last = next((row.key for row in reversed(table.rows) if row.key in printed), "")
    if last in matched.cells and last != table.rows[-1].key:
        texts = [cell.text.strip() for cell in matched.cells[last][1]]
        if any(texts) and not texts[-1]:
            _mark_uncertain(matched, [last])


def _mark_uncertain(matched: RowMatches, keys: Iterable[str]) -> None:
    """Mark the figures of rows uncertain: the columns or the table cannot be identified."""
    for key in [key for key in keys if key in matched.cells]:
        grid, cells = matched.cells.pop(key)
        position = Position(grid, cells[0].row, cells[0].column)
        matched.uncertain_rows[key] = UncertainRow(join_cells(cells), position)


def _mark_rows_of_one_run(matched: RowMatches, selection: TableGrids) -> None:
    """Mark rows uncertain that only one of several printed tables has: which is the own one is not known."""
    runs_by_row = Counter(row for run in selection.runs for row in run.rows)
    _mark_uncertain(matched, [key for key in matched.cells if runs_by_row[key] < len(selection.runs)])


def _position_findings(table: FormTable, by_position: bool) -> Iterator[Finding]:
    """Yield a note if values were assigned in the order of the form, because the header is not complete."""
    if by_position:
        yield Finding("F_BY_POSITION", Result.FAIL, Severity.NOTE, table.key, detail=table.zh)


def _selection_findings(selection: TableGrids, table: FormTable) -> Iterator[Finding]:
    """Yield a finding if the report has no table of its own in the section, but like tables elsewhere."""
    if selection.elsewhere and not selection.grids:
        places = dict.fromkeys(
            "署名之后" if grid.is_after_signature else section_titles().get(grid.section, ("正文之前",))[0]
            for grid in selection.elsewhere
        )
        detail = f"{table.zh}：{'、'.join(places)}"
        yield Finding("F_TABLE_ELSEWHERE", Result.FAIL, Severity.WARNING, table.key, detail=detail)


def detect_form(placed_grids: Sequence[PlacedGrid]) -> tuple[str, bool]:
    """The id of the form whose distinctive labels are printed, and whether there are labels of another form.

    The id is empty if no such label was found. The notice that a report cites proves nothing: reports for
    2022 cite the notice of 2019 over tables of 2021.
    """
    texts = frozenset().union(*(placed_grid.comparable_texts for placed_grid in placed_grids))
    labels = {form_id: _all_distinctive_labels(form_id) for form_id in forms()}
    counts = {form_id: len(texts & own) for form_id, own in labels.items()}
    most_labels = max(counts, key=lambda form_id: counts[form_id])
    if not counts[most_labels]:
        return "", False
    # A form may have all labels of an earlier one and more: the form that misses fewer labels is printed.
    similar = [form_id for form_id, own in labels.items() if own & labels[most_labels]]
    best = max(similar, key=lambda form_id: _label_score(_distinctive_labels(form_id), texts))
    return best, any(texts & (own - labels[best]) for own in labels.values())


def _label_score(terms: Sequence[frozenset[str]], texts: frozenset[str]) -> int:
    """Number of terms that are among `texts`, minus the number of those that are not."""
    return sum(1 if labels & texts else -1 for labels in terms)


@cache
def _all_distinctive_labels(form_id: str) -> frozenset[str]:
    return frozenset().union(*_distinctive_labels(form_id))


@cache
def _distinctive_labels(form_id: str) -> tuple[frozenset[str], ...]:
    """The labels of each distinctive column and row of a form."""
    form = forms()[form_id]
    rows = {row.key: row for table in form.tables for row in table.rows}
    columns = [column.term for column in form.distinctive_columns]
    return tuple(
        frozenset(normalise_text(label) for label in term.labels)
        for term in (*columns, *(rows[key].term for key in form.distinctive_rows))
    )


def _extra_rows(matched: RowMatches, table: FormTable) -> Iterator[ExtraRow]:
    """Yield rows whose label the form does not have; lines that consist of text are no rows."""
    for row in matched.unmatched_rows:
        if row.has_values or (row.tail and all(is_value(cell.text) for cell in row.tail)):
            cells = tuple(cell.text.strip() for cell in row.tail)
            yield ExtraRow(table.key, row.label.text.strip(), cells, label_position(row))


def _label_findings(rows: Sequence[PrintedRow], table: FormTable) -> Iterator[Finding]:
    for row in rows:
        if row.is_mutilated:
            statutory = table.rows_by_key[row.row].term.zh
            yield Finding(
                "F_LABEL_MUTILATED",
                Result.FAIL,
                Severity.WARNING,
                table.key,
                row.row,
                detail=f"{row.label.text.strip()} → {statutory}",
            )


def _duplicate_row_findings(matched: RowMatches, table: FormTable) -> Iterator[Finding]:
    for key in matched.duplicate_rows:
        detail = f"{table.rows_by_key[key].term.zh}：{matched.uncertain_rows[key].raw}"
        yield Finding("F_ROW_TWICE", Result.FAIL, Severity.WARNING, table.key, key, detail=detail)
