"""Writes the document tree of a whole report from a draft: tables, labels, numbers."""

from __future__ import annotations

from bench.foreign.report.author import write_report
from bench.foreign.report.draft import (
    Draft,
    DraftFigure,
    Extra,
    change_figures,
    change_layout,
    convert_money,
    list_row_names,
    list_table_keys,
    start_draft,
)
from bench.foreign.report.labels import APPLICANTS, BLOCKS, RESULTS
from bench.foreign.report.sample_truths import sample_truths
from bench.foreign.report.tree import (
    Block,
    DraftCell,
    DraftParagraph,
    DraftReport,
    Table,
    count_columns,
    fill_grid,
    place_cells,
)

__all__ = [
    "APPLICANTS",
    "BLOCKS",
    "RESULTS",
    "Block",
    "Draft",
    "DraftCell",
    "DraftFigure",
    "DraftParagraph",
    "DraftReport",
    "Extra",
    "Table",
    "change_figures",
    "change_layout",
    "convert_money",
    "count_columns",
    "fill_grid",
    "list_row_names",
    "list_table_keys",
    "place_cells",
    "sample_truths",
    "start_draft",
    "write_report",
]
