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
    Mark,
    Paragraph,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers.common import boilerplate, run_on_text
from archive.readers.common.lines import trimmed
from archive.readers.common.mojibake import lossy
from archive.readers.html import report_splitter
from archive.readers.text import inline_html, markdown, pipe_tables, tab_tables
from archive.text.charset import text_of

# Marks of a table in no dialect of ours: several cells on one line, or a box drawn with characters.
_FOREIGN_MARKS = ("\t", "|", "│", "┃", "｜")
_BOXES = ("+--", "+==", "┌─", "├─", "└─", "┏━", "┣━", "┗━", "╔═", "<table", "</table", "<tr", "<td")


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of printing a table as text: its name, whether it can read a run of lines, and the reading."""

    name: str
    claims: Callable[[Sequence[str]], bool]
    read: Callable[[Sequence[str]], Grid]


_PIPED = (
    Dialect(pipe_tables.NAME, pipe_tables.claims, pipe_tables.read),
    Dialect(markdown.NAME, markdown.claims, markdown.read),
)
_TABBED = (Dialect(tab_tables.NAME, tab_tables.claims, tab_tables.read),)
_TAGGED = (Dialect(inline_html.NAME, inline_html.claims, inline_html.read),)


@dataclass(slots=True)
class _Reading:
    """What was read so far, and how prose is to be taken in this text."""

    is_markdown: bool
    blocks: list[Block] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    dialects: list[str] = field(default_factory=list)

    def prose(self, lines: Sequence[str]) -> None:
        for line in lines:
            if self.is_markdown:
                self.blocks += markdown.paragraph(line)
            elif text := trimmed(line):
                self.blocks.append(Paragraph(text))

    def table(self, lines: Sequence[str], dialects: Sequence[Dialect]) -> None:
        claimants = [dialect for dialect in dialects if dialect.claims(lines)]
        if len(claimants) > 1:
            self.note("R_DIALECT_TWO", "、".join(dialect.name for dialect in claimants), lines)
        for dialect in claimants[:1]:
            self.blocks.append(dialect.read(lines))
            self.dialects.append(dialect.name)
        if not claimants:
            self.unclaimed(lines)

    def unclaimed(self, lines: Sequence[str]) -> None:
        if any(map(_is_foreign, lines)):
            self.note("R_DIALECT_NONE", "", lines)
        self.prose(lines)

    def note(self, rule: str, claimants: str, lines: Sequence[str]) -> None:
        detail = f"{claimants}：{trimmed(lines[0])}" if claimants else trimmed(lines[0])
        self.findings.append(Finding(rule, Result.FAIL, Severity.WARNING, detail=detail[:200]))


def read(document: Document) -> Content:
    """The blocks of a text file, in order."""
    text, encoding = text_of(document.data, document.charset)
    if not text.strip():
        raise UnreadableFile("文件里没有文字")
    lines = text.splitlines()
    reading = _Reading(is_markdown=markdown.speaks(lines))
    for run, dialects in _runs(lines):
        if dialects:
            reading.table(run, dialects)
        else:
            reading.unclaimed(run)
    blocks = _parted(markdown.rejoined(reading.blocks) if reading.is_markdown else reading.blocks)
    content = Content(
        reader="+".join(dict.fromkeys(reading.dialects)) or ("markdown" if reading.is_markdown else "text"),
        blocks=boilerplate.marked(blocks),
        candidates=tuple(_title(blocks)) + boilerplate.site_codes(text),
        findings=(*reading.findings, *lossy(encoding)),
    )
    return report_splitter.only_one(content)


def _parted(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with paragraphs cut at section titles that have no line of their own."""
    absent = run_on_text.missing([block.text for block in blocks if isinstance(block, Paragraph)])
    parted: list[Block] = []
    for block in blocks:
        if absent and isinstance(block, Paragraph):
            parted += [replace(block, text=text) for text in run_on_text.parts(block.text, absent)]
        else:
            parted.append(block)
    return parted


def _title(blocks: Sequence[Block]) -> Iterator[Candidate]:
    """The first heading, where it comes before everything else."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.mark is Mark.HEADING:
        yield Candidate("title", first.text, "heading")


def _runs(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[Dialect, ...]]]:
    """The text cut into runs of table lines, each with the dialects that may read it, and of other lines."""
    place = 0
    while place < len(lines):
        length, dialects = _run(lines, place)
        run = lines[place : place + length]
        yield [line.strip() for line in run] if dialects is _PIPED else run, dialects
        place += length


def _run(lines: Sequence[str], start: int) -> tuple[int, tuple[Dialect, ...]]:
    if pipe_tables.is_line(lines[start].strip()):
        return _while(lines, start, lambda line: pipe_tables.is_line(line.strip())), _PIPED
    if lines[start].startswith("\t"):
        return tab_tables.extent(lines, start), _TABBED
    if inline_html.opens(lines[start]):
        return inline_html.extent(lines, start), _TAGGED
    foreign = _is_foreign(lines[start])
    return _while(lines, start, lambda line: _is_foreign(line) == foreign and not _opens(line)), ()


def _while(lines: Sequence[str], start: int, wanted: Callable[[str], bool]) -> int:
    place = start + 1
    while place < len(lines) and wanted(lines[place]):
        place += 1
    return place - start


def _opens(line: str) -> bool:
    return line.startswith("\t") or pipe_tables.is_line(line.strip()) or inline_html.opens(line)


def _is_foreign(line: str) -> bool:
    """Whether the line looks like a piece of a table in no dialect of ours."""
    text = line.strip()
    if text.startswith(_BOXES):
        return True
    return any(
        mark in text and len([part for part in text.split(mark) if part.strip()]) > 2
        for mark in _FOREIGN_MARKS
    )
