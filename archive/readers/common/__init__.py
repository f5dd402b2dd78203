"""Tools that readers of several formats share: boilerplate, lines, spans, section titles."""

from __future__ import annotations

from archive.readers.common.boilerplate import (
    is_date,
    mark_boilerplate,
    matching_rule_id,
    report_span,
    site_codes,
)
from archive.readers.common.framed_tables import is_prose_cell, split_framed_table
from archive.readers.common.limits import (
    MAX_PART_BYTES,
    check_package,
    check_tags,
    check_text,
    cut_finding,
)
from archive.readers.common.lines import clean_line, is_split_paragraph, starts_list_item
from archive.readers.common.mojibake import encoding_findings, mojibake_findings
from archive.readers.common.positioned_text import has_positioned_text
from archive.readers.common.run_on_text import missing_sections, split_at_titles
from archive.readers.common.section_titles import is_section_title, leading_heading, section_index
from archive.readers.common.spans import MAX_COLUMNS, MAX_ROWS, StatedCell, expand_spans, stated_span
from archive.text import ZIP_ERRORS

__all__ = [
    "MAX_COLUMNS",
    "MAX_PART_BYTES",
    "MAX_ROWS",
    "ZIP_ERRORS",
    "StatedCell",
    "check_package",
    "check_tags",
    "check_text",
    "clean_line",
    "cut_finding",
    "encoding_findings",
    "expand_spans",
    "has_positioned_text",
    "is_date",
    "is_prose_cell",
    "is_section_title",
    "is_split_paragraph",
    "leading_heading",
    "mark_boilerplate",
    "matching_rule_id",
    "missing_sections",
    "mojibake_findings",
    "report_span",
    "section_index",
    "site_codes",
    "split_at_titles",
    "split_framed_table",
    "starts_list_item",
    "stated_span",
]
