"""Plain text and Markdown: the dialect of a table is decided run by run, one report may mix several.

A run that looks like a table and that no dialect claims, or two, is a finding; its text is kept either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.model import (
    Block,
    Candidate,
    Content,
    Document,
    Finding,
    Grid,
    Paragraph,
    ParagraphKind,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers.common import (
    clean_line,
    encoding_findings,
    mark_boilerplate,
    missing_sections,
    site_codes,
    split_at_titles,
)
from archive.readers.html import first_report_only
from archive.readers.text import inline_html, markdown, pipe_tables, tab_tables
from archive.text import decode_text

# Marks of a table in no dialect of ours: several cells on one line, or a box drawn with characters.
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
    """One way of printing a table as text: its name, whether it can read a run of lines, and the reading."""

    name: str
    can_read: Callable[[Sequence[str]], bool]
    read: Callable[[Sequence[str]], Grid]


_PIPE_DIALECTS = (
    Dialect(pipe_tables.NAME, pipe_tables.can_read, pipe_tables.read),
    Dialect(markdown.NAME, markdown.can_read, markdown.read),
)
_TAB_DIALECTS = (Dialect(tab_tables.NAME, tab_tables.can_read, tab_tables.read),)
_HTML_DIALECTS = (Dialect(inline_html.NAME, inline_html.can_read, inline_html.read),)


@dataclass(slots=True)
class _TextBuilder:
    """What was read so far, and how prose is to be taken in this text."""

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
        claimants = [dialect for dialect in dialects if dialect.can_read(lines)]
        if len(claimants) > 1:
            self.add_finding("R_DIALECT_TWO", "、".join(dialect.name for dialect in claimants), lines)
        for dialect in claimants[:1]:
            self.blocks.append(dialect.read(lines))
            self.dialects.append(dialect.name)
        if not claimants:
            self.add_unrecognised(lines)

    def add_unrecognised(self, lines: Sequence[str]) -> None:
        if any(map(_is_foreign_table_line, lines)):
            self.add_finding("R_DIALECT_NONE", "", lines)
        self.add_prose(lines)

    def add_finding(self, rule: str, dialect_names: str, lines: Sequence[str]) -> None:
        detail = f"{dialect_names}：{clean_line(lines[0])}" if dialect_names else clean_line(lines[0])
        self.findings.append(Finding(rule, Result.FAIL, Severity.WARNING, detail=detail[:200]))


def read(document: Document) -> Content:
    """The blocks of a text file, in order."""
    text, encoding = decode_text(document.data, document.charset)
    if not text.strip():
        raise UnreadableFile("文件里没有文字")
    lines = text.splitlines()
    reading = _TextBuilder(is_markdown=markdown.is_markdown(lines))
    for run, dialects in _line_runs(lines):
        if dialects:
            reading.add_table(run, dialects)
        else:
            reading.add_unrecognised(run)
    blocks = _split_run_on_text(
        markdown.join_page_breaks(reading.blocks) if reading.is_markdown else reading.blocks
    )
    content = Content(
        reader="+".join(dict.fromkeys(reading.dialects)) or ("markdown" if reading.is_markdown else "text"),
        blocks=mark_boilerplate(blocks),
        candidates=tuple(_title_candidate(blocks)) + site_codes(text),
        findings=(*reading.findings, *encoding_findings(encoding)),
    )
    return first_report_only(content)


def _split_run_on_text(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with paragraphs cut at section titles that have no line of their own."""
    absent = missing_sections([block.text for block in blocks if isinstance(block, Paragraph)])
    parted: list[Block] = []
    for block in blocks:
        if absent and isinstance(block, Paragraph):
            parted += [replace(block, text=text) for text in split_at_titles(block.text, absent)]
        else:
            parted.append(block)
    return parted


def _title_candidate(blocks: Sequence[Block]) -> Iterator[Candidate]:
    """The first heading, where it comes before everything else."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.kind is ParagraphKind.HEADING:
        yield Candidate("title", first.text, "heading")


def _line_runs(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[Dialect, ...]]]:
    """The text cut into runs of table lines, each with the dialects that may read it, and of other lines."""
    place = 0
    while place < len(lines):
        length, dialects = _next_run(lines, place)
        run = lines[place : place + length]
        yield [line.strip() for line in run] if dialects is _PIPE_DIALECTS else run, dialects
        place += length


def _next_run(lines: Sequence[str], start: int) -> tuple[int, tuple[Dialect, ...]]:
    if pipe_tables.is_table_line(lines[start].strip()):
        return _count_while(
            lines, start, lambda line: pipe_tables.is_table_line(line.strip())
        ), _PIPE_DIALECTS
    if lines[start].startswith("\t"):
        return tab_tables.table_length(lines, start), _TAB_DIALECTS
    if inline_html.starts_table(lines[start]):
        return inline_html.table_length(lines, start), _HTML_DIALECTS
    foreign = _is_foreign_table_line(lines[start])
    return _count_while(
        lines, start, lambda line: _is_foreign_table_line(line) == foreign and not _starts_table(line)
    ), ()


def _count_while(lines: Sequence[str], start: int, predicate: Callable[[str], bool]) -> int:
    place = start + 1
    while place < len(lines) and predicate(lines[place]):
        place += 1
    return place - start


def _starts_table(line: str) -> bool:
    return line.startswith("\t") or pipe_tables.is_table_line(line.strip()) or inline_html.starts_table(line)


def _is_foreign_table_line(line: str) -> bool:
    """Whether the line looks like a piece of a table in no dialect of ours."""
    text = line.strip()
    if text.startswith(_FOREIGN_PREFIXES):
        return True
    return any(
        mark in text and len([part for part in text.split(mark) if part.strip()]) > 2
        for mark in _FOREIGN_MARKS
    )
