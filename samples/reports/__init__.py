"""What a sample report says: agency, figures, prose, layout, and the true values."""

from __future__ import annotations

from samples.reports.agencies import HOST_SUFFIX, Agency, Place, places, systems
from samples.reports.cell_styles import CELL_STYLES, Cells, PrintedCell, number_cell
from samples.reports.decoys import Decoy, decoys
from samples.reports.expected_sums import failing_sums
from samples.reports.figures import Key, yearly_figures
from samples.reports.outline import Alteration, Outline, OutlinePart
from samples.reports.prose import Length
from samples.reports.report import Carrier, ReportOptions, SampleReport, write_reports
from samples.reports.table_layout import LABEL_COLUMN_COUNT, SampleCell, SampleRow, SampleTable
from samples.reports.truth import expected_json

__all__ = [
    "CELL_STYLES",
    "HOST_SUFFIX",
    "LABEL_COLUMN_COUNT",
    "Agency",
    "Alteration",
    "Carrier",
    "Cells",
    "Decoy",
    "Key",
    "Length",
    "Outline",
    "OutlinePart",
    "Place",
    "PrintedCell",
    "ReportOptions",
    "SampleCell",
    "SampleReport",
    "SampleRow",
    "SampleTable",
    "decoys",
    "expected_json",
    "failing_sums",
    "number_cell",
    "places",
    "systems",
    "write_reports",
    "yearly_figures",
]
