"""Selects the grids of a statutory table: the agency's own ones, for the year of the report.

The own table is in its section, before the signature, and nothing next to it names another body or year. Like
tables stand elsewhere: last year's, those of subordinate units in an appendix, a summary in section one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary, header_texts, table_labels, without_ordinals
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.captions import (
    any_names_other_report,
    caption_lines,
    names_other_year,
    remark_lines,
)
from archive.extraction.tables.doubtful_captions import has_doubtful_caption
from archive.extraction.tables.doubtful_headers import has_doubtful_header
from archive.forms import FormTable, TableLayout, section_titles
from archive.text import normalise_text

# A single label may be a word of prose, or of another table.
_MIN_LABELS_ELSEWHERE = 2
_MIN_COLUMNS_IN_TEXT = 3
_MIN_ROWS_IN_TEXT = 8
_MIN_ROWS_ABOVE_VALUES = 2
_MIN_VALUES_IN_LINE = 5
_MIN_LABELLED_VALUES = 2
_MIN_LABEL_LENGTH = 4


@dataclass(frozen=True, slots=True)
class TableContext:
    """What is known of a report when its tables are read.

    `sections` are the keys of the sections whose heading was found; None means all. `texts` has the lines of
    the sections outside of grids. `pictured` are the sections with a picture that may be a table. `is_cut`: a
    part of the file was not read. `is_damaged`: text of the file may be missing anywhere.
    """

    sections: frozenset[str] | None = None
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    agency: str | None = None
    year: int | None = None
    pictured: frozenset[str] = frozenset()
    is_cut: bool = False
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class GridRun:
    """Grids that continue each other, with the form rows that they have."""

    grids: tuple[PlacedGrid, ...]
    rows: frozenset[str]


@dataclass(frozen=True, slots=True)
class TableGrids:
    """The own grids of a table in reading order, in runs that continue each other, and like grids elsewhere.

    More than one run means that the table is printed more than once: which of them is the agency's own cannot
    be told. `doubtful` are the numbers of grids whose caption may name another body, year or period.
    """

    runs: tuple[GridRun, ...]
    elsewhere: tuple[PlacedGrid, ...]
    doubtful: frozenset[int] = frozenset()

    @property
    def grids(self) -> tuple[PlacedGrid, ...]:
        """The grids of all runs."""
        return tuple(grid for run in self.runs for grid in run.grids)


def select_grids(
    placed_grids: Sequence[PlacedGrid], labels: LabelDictionary, table: FormTable, context: TableContext
) -> TableGrids:
    """Return the grids of the statutory table `table` that are the agency's own."""
    section = _section_of_table(table.key, context)
    table_texts = table_labels(table.key)
    own: list[PlacedGrid] = []
    elsewhere: list[PlacedGrid] = []
    doubtful: list[PlacedGrid] = []
    for placed_grid in placed_grids:
        texts = placed_grid.comparable_texts
        # 一．本年新收… is printed with another mark behind the ordinal than in the form.
        label_count = len(table_texts & texts)
        if not label_count and placed_grid.section == section:
            label_count = len(table_texts & without_ordinals(texts))
        is_in_section = placed_grid.section == section and not placed_grid.is_after_signature
        min_labels = 1 if placed_grid.section == table.key else _MIN_LABELS_ELSEWHERE
        is_table = label_count >= min_labels or (
            placed_grid.section == table.key and _is_part_of_one_row(placed_grid, table, labels)
        )
        captions = list(caption_lines(placed_grid)) if is_in_section and is_table else []
        if is_in_section and is_table and not any_names_other_report(captions, context.agency, context.year):
            own.append(placed_grid)
            if _is_doubtful(placed_grid, captions, labels, table, context):
                doubtful.append(placed_grid)
        elif label_count >= _MIN_LABELS_ELSEWHERE:
            elsewhere.append(placed_grid)
    if doubtful:
        own, elsewhere = _without_repeated(own, doubtful, elsewhere, labels)
    numbers = frozenset(placed_grid.number for placed_grid in doubtful)
    return TableGrids(tuple(_split_into_runs(own, labels)), tuple(elsewhere), numbers)


def _is_doubtful(
    placed_grid: PlacedGrid,
    captions: Sequence[str],
    labels: LabelDictionary,
    table: FormTable,
    context: TableContext,
) -> bool:
    """True if something around a grid, or in its header, may name another body, year or period."""
    remarks = list(remark_lines(placed_grid, header_texts(table.key)))
    return (
        any_names_other_report(remarks, context.agency, context.year)
        or names_other_year((*captions, *remarks), context.year)
        or has_doubtful_caption((*captions, *remarks), context.agency, context.year)
        or has_doubtful_header(placed_grid, labels, context.year)
    )


def _without_repeated(
    own: Sequence[PlacedGrid],
    doubtful: Sequence[PlacedGrid],
    elsewhere: Sequence[PlacedGrid],
    labels: LabelDictionary,
) -> tuple[list[PlacedGrid], list[PlacedGrid]]:
    """Return the own grids without doubtful ones that repeat rows of others, and all other like grids."""
    certain = [placed_grid for placed_grid in own if placed_grid not in doubtful]
    rows = {row for placed_grid in certain for row in _grid_rows(placed_grid, labels)}
    repeated = [grid for grid in doubtful if certain and not rows.isdisjoint(_grid_rows(grid, labels))]
    return [grid for grid in own if grid not in repeated], [*elsewhere, *repeated]


def _is_part_of_one_row(placed_grid: PlacedGrid, table: FormTable, labels: LabelDictionary) -> bool:
    """True if a grid has all columns of a table of one row, or a line with all of its values.

    The labels of its rows are in a caption, or were lost.
    """
    if table.layout is not TableLayout.ONE_ROW:
        return False
    columns = {column.key for row in table.rows for column in row.columns}
    names = (labels.columns_by_text.get(text, frozenset()) for text in placed_grid.comparable_texts)
    if columns <= frozenset().union(*names):
        return True
    value_count = sum(len(row.columns) for row in table.rows)
    return any(
        len(line) == value_count
        and all(is_value(cell.text) for cell in line)
        and any(cell.text.strip() for cell in line)
        for line in placed_grid.lines
    )


def has_unread_text(table: FormTable, labels: LabelDictionary, context: TableContext) -> bool:
    """True if lines of the section outside of grids have labels of the table: it was printed, but not read.

    Prose names some rows (规范性文件, 行政处罚), but no columns, and has no line of nothing but values.
    """
    lines = section_lines(table.key, context)
    text = "".join(map(normalise_text, lines))
    columns = [name for name in labels.columns_by_text if len(name) >= _MIN_LABEL_LENGTH and name in text]
    rows = [name for name in table_labels(table.key) if len(name) >= _MIN_LABEL_LENGTH and name in text]
    has_values = any(map(_is_line_of_values, lines)) or _has_labelled_values(lines, labels)
    min_rows = _MIN_ROWS_ABOVE_VALUES if has_values else _MIN_ROWS_IN_TEXT
    return len(columns) >= _MIN_COLUMNS_IN_TEXT or len(rows) >= min_rows


def is_pictured(table: FormTable, context: TableContext) -> bool:
    """True if a picture stands where the table belongs."""
    return _section_of_table(table.key, context) in context.pictured


def section_lines(table: str, context: TableContext) -> Sequence[str]:
    """The lines outside of grids of the section that a table belongs to."""
    return context.texts.get(_section_of_table(table, context), ())


def _is_line_of_values(line: str) -> bool:
    words = line.split()
    return len(words) >= _MIN_VALUES_IN_LINE and all(map(is_value, words))


def _has_labelled_values(lines: Sequence[str], labels: LabelDictionary) -> bool:
    """True if some lines of nothing but values are below lines that are a label."""
    found = (
        above
        for above, line in pairwise(lines)
        if all(map(is_value, line.split())) and line.strip() and any(labels.names(above))
    )
    return len(list(islice(found, _MIN_LABELLED_VALUES))) == _MIN_LABELLED_VALUES


def _section_of_table(table: str, context: TableContext) -> str:
    """The section that the table must be in: its own or, if its heading is lost, the last one before it."""
    if context.sections is None or table in context.sections:
        return table
    keys = tuple(section_titles())
    before = keys[: keys.index(table)]
    return next((key for key in reversed(before) if key in context.sections), "")


def _split_into_runs(grids: Sequence[PlacedGrid], labels: LabelDictionary) -> list[GridRun]:
    """Split grids into runs: a grid continues the run before it if it has none of its rows."""
    runs: list[GridRun] = []
    for placed_grid in grids:
        rows = frozenset(_grid_rows(placed_grid, labels))
        if runs and rows.isdisjoint(runs[-1].rows):
            last = runs.pop()
            runs.append(GridRun((*last.grids, placed_grid), last.rows | rows))
        else:
            runs.append(GridRun((placed_grid,), rows))
    return runs


def _grid_rows(placed_grid: PlacedGrid, labels: LabelDictionary) -> set[str]:
    """The rows of the form whose complete label the grid has."""
    found = (
        labels.labels_by_text[text] for text in labels.labels_by_text.keys() & placed_grid.comparable_texts
    )
    return {label.row for label in found if label.row and not label.group}
