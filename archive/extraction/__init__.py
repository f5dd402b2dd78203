"""Extracts figures, sections and the identity of a report from its blocks."""

from __future__ import annotations

from archive.extraction.blank_forms import is_notice_or_blank_form
from archive.extraction.cells import read_plain_number
from archive.extraction.grid_repair import mark_shifted_tables, split_at_titles, turn_upright
from archive.extraction.identity import identify, identity_findings
from archive.extraction.legacy import detect_legacy, plain_label
from archive.extraction.loose_tables import gather_loose_tables
from archive.extraction.sections import SectionLayout, split_sections
from archive.extraction.tables import Alignment, TableContext, align_tables, detect_form, remark_rows

__all__ = [
    "Alignment",
    "SectionLayout",
    "TableContext",
    "align_tables",
    "detect_form",
    "detect_legacy",
    "gather_loose_tables",
    "identify",
    "identity_findings",
    "is_notice_or_blank_form",
    "mark_shifted_tables",
    "plain_label",
    "read_plain_number",
    "remark_rows",
    "split_at_titles",
    "split_sections",
    "turn_upright",
]
