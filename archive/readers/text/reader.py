"""Reads plain text and Markdown; the table dialect is chosen for each run of lines, since reports mix them.

If no dialect or more than one fits a run that looks like a table, this is reported; the text is kept either
way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.model import (
    Block,
    Content,
    Document,
    Finding,
    Grid,
    Paragraph,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers.common import (
    check_text,
    clean_line,
    encoding_findings,
    leading_heading,
    mark_boilerplate,
    missing_sections,
    site_codes,
    split_at_titles,
)
from archive.readers.html import first_report_only
from archive.readers.text import (
    grid_tables,
    inline_html,
    markdown,
    pipe_tables,
    ruled_columns,
    tab_grids,
    tab_tables,
)
from archive.text import decode_text

# Signs of a table in an unknown dialect: several cells on one line, or a box drawn with characters.
_FOREIGN_MARKS = ("\t", "|", "│", "┃", "｜")
_FOREIGN_PREFIXES = (
    "+--",
    "+==",
    "┌─",
    "├─",
    "└─",
    "┏━",
    "┣━",
    "┗━",
    "╔═",
    "<table",
    "</table",
    "<tr",
    "<td",
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of printing a table as text: name, test for a run of lines, and function that reads it."""

    name: str
    can_read: Callable[[Sequence[str]], bool]
    read: Callable[[Sequence[str]], Grid]


_PIPE_DIALECTS = (
    Dialect(pipe_tables.NAME, pipe_tables.can_read, pipe_tables.read),
    Dialect(markdown.NAME, markdown.can_read, markdown.read),
)
_TAB_DIALECTS = (Dialect(tab_tables.NAME, tab_tables.can_read, tab_tables.read),)
_GRID_DIALECTS = (Dialect(grid_tables.NAME, grid_tables.can_read, grid_tables.read),)
_COLUMN_DIALECTS = (Dialect(ruled_columns.NAME, ruled_columns.can_read, ruled_columns.read),)
_TAB_GRID_DIALECTS = (Dialect(tab_grids.NAME, tab_grids.can_read, tab_grids.read),)
# Tables in which each value has its place on the line.
_PLACED_TABLES = (
    (ruled_columns.table_length, _COLUMN_DIALECTS),
    (tab_grids.table_length, _TAB_GRID_DIALECTS),
)
_HTML_DIALECTS = (Dialect(inline_html.NAME, inline_html.can_read, inline_html.read),)


@dataclass(slots=True)
class _TextBuilder:
    """Blocks and findings of the text so far; `is_markdown` decides how prose is read."""

    is_markdown: bool
    blocks: list[Block] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    dialects: list[str] = field(default_factory=list)

    def add_prose(self, lines: Sequence[str]) -> None:
        for line in lines:
            if self.is_markdown:
                self.blocks += markdown.to_paragraphs(line)
            elif text := clean_line(line):
                self.blocks.append(Paragraph(text))

    def add_table(self, lines: Sequence[str], dialects: Sequence[Dialect]) -> None:
        matching_dialects = [dialect for dialect in dialects if dialect.can_read(lines)]
        if len(matching_dialects) > 1:
            self.add_finding("R_DIALECT_TWO", "、".join(dialect.name for dialect in matching_dialects), lines)
        for dialect in matching_dialects[:1]:
            self.blocks.append(dialect.read(lines))
            self.dialects.append(dialect.name)
        if not matching_dialects:
            self.add_unrecognised(lines)

    def add_unrecognised(self, lines: Sequence[str]) -> None:
        if any(map(_is_foreign_table_line, lines)):
            self.add_finding("R_DIALECT_NONE", "", lines)
        self.add_prose(lines)

    def add_finding(self, rule: str, dialect_names: str, lines: Sequence[str]) -> None:
        detail = f"{dialect_names}：{clean_line(lines[0])}" if dialect_names else clean_line(lines[0])
        self.findings.append(Finding(rule, Result.FAIL, Severity.WARNING, detail=detail[:200]))


def read(document: Document) -> Content:
    """Return the blocks of a text file, in order.

    Raises `UnreadableFile` if it contains no text, `TooCostly` if it is too long.
    """
    text, encoding = decode_text(document.data, document.charset)
    check_text(text, "文本文件")
    if not text.strip():
        raise UnreadableFile("文件里没有文字")
    lines = text.splitlines()
    builder = _TextBuilder(is_markdown=markdown.is_markdown(lines))
    for run, dialects in _line_runs(lines):
        if dialects:
            builder.add_table(run, dialects)
        else:
            builder.add_unrecognised(run)
    blocks = _split_run_on_text(
        markdown.join_page_breaks(builder.blocks) if builder.is_markdown else builder.blocks
    )
    content = Content(
        reader="+".join(dict.fromkeys(builder.dialects)) or ("markdown" if builder.is_markdown else "text"),
        blocks=mark_boilerplate(blocks),
        candidates=leading_heading(blocks) + site_codes(text),
        findings=(*builder.findings, *encoding_findings(encoding)),
    )
    return first_report_only(content)


def _split_run_on_text(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with paragraphs split at section titles that have no line of their own."""
    missing = missing_sections([block.text for block in blocks if isinstance(block, Paragraph)])
    split_blocks: list[Block] = []
    for block in blocks:
        if missing and isinstance(block, Paragraph):
            split_blocks += [replace(block, text=text) for text in split_at_titles(block.text, missing)]
        else:
            split_blocks.append(block)
    return split_blocks


def _line_runs(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[Dialect, ...]]]:
    """Yield runs of table lines with the dialects that may read them, and runs of other lines."""
    start = 0
    html_lengths = inline_html.table_lengths(lines)
    while start < len(lines):
        length, dialects = _next_run(lines, start, html_lengths)
        run = lines[start : start + length]
        is_trimmed = dialects in (_PIPE_DIALECTS, _GRID_DIALECTS)
        yield [line.strip() for line in run] if is_trimmed else run, dialects
        start += length


def _next_run(
    lines: Sequence[str], start: int, html_lengths: Mapping[int, int]
) -> tuple[int, tuple[Dialect, ...]]:
    for table_length, dialects in _PLACED_TABLES:
        if length := table_length(lines, start):
            return length, dialects
    if grid_tables.is_rule(lines[start].strip()):
        return grid_tables.table_length(lines, start), _GRID_DIALECTS
    if pipe_tables.is_table_line(lines[start].strip()):
        return _count_while(
            lines, start, lambda line: pipe_tables.is_table_line(line.strip())
        ), _PIPE_DIALECTS
    if lines[start].startswith("\t"):
        return tab_tables.table_length(lines, start), _TAB_DIALECTS
    if inline_html.starts_table(lines[start]):
        return html_lengths.get(start, 1), _HTML_DIALECTS
    foreign = _is_foreign_table_line(lines[start])
    end = start + 1
    while (
        end < len(lines) and _is_foreign_table_line(lines[end]) == foreign and not _starts_table(lines, end)
    ):
        end += 1
    return end - start, ()


def _count_while(lines: Sequence[str], start: int, predicate: Callable[[str], bool]) -> int:
    end = start + 1
    while end < len(lines) and predicate(lines[end]):
        end += 1
    return end - start


def _starts_table(lines: Sequence[str], start: int) -> bool:
    line = lines[start]
    text = line.strip()
    return (
        line.startswith("\t")
        or grid_tables.is_rule(text)
        or pipe_tables.is_table_line(text)
        or inline_html.starts_table(line)
        or any(table_length(lines, start) for table_length, _ in _PLACED_TABLES)
    )


def _is_foreign_table_line(line: str) -> bool:
    """Return whether the line looks like part of a table in an unknown dialect."""
    text = line.strip()
    if text.startswith(_FOREIGN_PREFIXES):
        return True
    return any(
        mark in text and len([part for part in text.split(mark) if part.strip()]) > 2
        for mark in _FOREIGN_MARKS
    )
