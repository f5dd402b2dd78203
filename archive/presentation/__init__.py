"""How codes, figures and tables are shown on the site, the command line and in exports."""

from __future__ import annotations

from archive.presentation.check_usage import is_used_by_check
from archive.presentation.figures import (
    DataRow,
    DisplayedFigure,
    FailedCheck,
    display_number,
    displayed_figures,
    failed_check,
    location_label,
    merged_rows,
)
from archive.presentation.form_layout import PrintedTable, printed_tables
from archive.presentation.indicator_values import DisplayedIndicator, displayed_indicators
from archive.presentation.labels import column_label, label, label_maps, value_label
from archive.presentation.legacy_table import LegacyView, legacy_view
from archive.presentation.table_drawing import DrawnCell, TableDrawing, draw_table

__all__ = [
    "DataRow",
    "DisplayedFigure",
    "DisplayedIndicator",
    "DrawnCell",
    "FailedCheck",
    "LegacyView",
    "PrintedTable",
    "TableDrawing",
    "column_label",
    "display_number",
    "displayed_figures",
    "displayed_indicators",
    "draw_table",
    "failed_check",
    "is_used_by_check",
    "label",
    "label_maps",
    "legacy_view",
    "location_label",
    "merged_rows",
    "printed_tables",
    "value_label",
]
