"""Splits a document at the headings of its sections: title, preamble, texts, grids and signature."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain

from archive.extraction.headings import best_headings
from archive.extraction.labels import label_variants
from archive.extraction.signature import split_leading_signature, split_signature
from archive.extraction.titles import Title, find_title
from archive.forms import TABLE_KEYS, section_titles, terms
from archive.model import OBJECT_CHARACTER, Block, Cell, Grid, Paragraph, ParagraphKind
from archive.text import normalise_text

_MAX_TITLE_LINES = 12
_MAX_CAPTION_LINES = 3
_MAX_NOTE_LINES = 2
_NO_TEXT = f"{string.whitespace}\u3000{OBJECT_CHARACTER}"


@dataclass(frozen=True)
class PlacedGrid:
    """A grid, its number in the document, and where it is: section, caption, before or after the signature.

    `section` is the key of the section, empty before the first heading. `caption` has the last lines between
    the grid and the heading or grid before it, `notes` the first lines after it. `heading` is the last
    heading before it in its section, if no other grid is between.
    """

    grid: Grid
    number: int
    section: str
    caption: tuple[str, ...] = ()
    is_after_signature: bool = False
    heading: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> list[list[Cell]]:
        """The rows of the grid."""
        return self.grid.rows()

    @cached_property
    def comparable_texts(self) -> frozenset[str]:
        """The texts of its cells, normalised for comparing labels."""
        return frozenset().union(*map(label_variants, {cell.text for cell in self.grid.cells}))


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A document split at its headings. `texts` has a key for every heading that was found.

    `preamble` is the text before the first heading without the lines of the title. `pictured` are the keys of
    the sections in which a picture stands that may be a table.
    """

    title: Title | None
    preamble: tuple[str, ...]
    texts: dict[str, tuple[str, ...]]
    signature: tuple[str, ...]
    after_signature: tuple[str, ...]
    captions: tuple[str, ...]
    grids: tuple[PlacedGrid, ...]
    boilerplate: tuple[Paragraph, ...]
    pictured: frozenset[str] = frozenset()

    def section_texts(self) -> dict[str, str]:
        """Texts of the sections, paragraphs joined by a line feed; preamble and signature if not empty."""
        texts = {"preamble": self.preamble, **self.texts, "signature": self.signature}
        outer = ("preamble", "signature")
        return {key: "\n".join(lines) for key, lines in texts.items() if lines or key not in outer}

    def unread_rows(self, used_grids: Collection[int]) -> list[str]:
        """Texts of the grids that are not in `used_grids`, one line for each row."""
        return [
            " | ".join(cell.text.strip() for cell in line if cell.text.strip())
            for placed in self.grids
            if placed.number not in used_grids
            for line in placed.lines
            if any(cell.text.strip(_NO_TEXT) and not cell.padding for cell in line)
        ]


@dataclass(frozen=True, slots=True)
class SectionStart:
    """The beginning of a section. `kept_heading` is an unknown heading, which becomes part of its text."""

    key: str
    kept_heading: str = ""


@dataclass(slots=True)
class _BlockSorter:
    """Sorts blocks by section; lines of the table sections that are among `labels` are captions."""

    labels: Collection[str]
    lines: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    captions: list[str] = field(default_factory=list)
    grids: list[PlacedGrid] = field(default_factory=list)
    boilerplate: list[Paragraph] = field(default_factory=list)
    pictured: set[str] = field(default_factory=set)
    _section: str = ""
    _lines_before_grid: list[int] = field(default_factory=list)
    _recent_lines: list[str] = field(default_factory=list)
    _heading: str = ""
    _notes: list[list[str]] = field(default_factory=list)

    def start_section(self, start: SectionStart) -> None:
        """Begin a section; a heading that is kept becomes its first line."""
        self._section = start.key
        self.lines.setdefault(start.key, []).extend(filter(None, [start.kept_heading]))
        self._recent_lines = []
        self._heading = ""

    def add(self, block: Block) -> None:
        """Add a grid or a paragraph to the current section."""
        is_picture = shows_picture(block)
        if is_picture:
            self.pictured.add(self._section)
        if isinstance(block, Grid):
            self._add_grid(block)
        elif block.kind is ParagraphKind.BOILERPLATE:
            self.boilerplate.append(block)
        elif not is_picture:
            self._add_line(block)

    def _add_grid(self, grid: Grid) -> None:
        caption = tuple(self._recent_lines[-_MAX_CAPTION_LINES:])
        self.grids.append(PlacedGrid(grid, len(self.grids), self._section, caption, heading=self._heading))
        self._lines_before_grid.append(len(self.lines[self._section]))
        self._notes.append([])
        self._recent_lines = []
        self._heading = ""

    def _add_line(self, line: Paragraph) -> None:
        if self._section in TABLE_KEYS and normalise_text(line.text) in self.labels:
            self.captions.append(line.text)
        elif line.text:
            self.lines[self._section].append(line.text)
        self._recent_lines.append(line.text)
        if line.kind is ParagraphKind.HEADING:
            self._heading = line.text
        if self.grids and self.grids[-1].section == self._section and len(self._notes[-1]) < _MAX_NOTE_LINES:
            self._notes[-1].append(line.text)

    def grids_with_notes(self) -> list[PlacedGrid]:
        """Return the grids with the lines that follow them in their section."""
        return [
            replace(grid, notes=tuple(notes)) if notes else grid
            for grid, notes in zip(self.grids, self._notes, strict=True)
        ]

    def with_signature(self, section: str, line_count: int) -> list[PlacedGrid]:
        """Return the grids, those after the first `line_count` lines of `section` marked as after it."""
        return [
            replace(grid, is_after_signature=True)
            if grid.section == section and count >= line_count
            else grid
            for grid, count in zip(self.grids_with_notes(), self._lines_before_grid, strict=True)
        ]


def split_sections(blocks: Sequence[Block]) -> SectionLayout:
    """Split `blocks` at the section headings into title, preamble, sections and signature."""
    keys = tuple(section_titles())
    starts = {heading.index: SectionStart(keys[heading.order]) for heading in best_headings(blocks)}
    return split_at_starts(blocks, starts, _caption_texts())


def split_at_starts(
    blocks: Sequence[Block],
    starts: Mapping[int, SectionStart],
    labels: Collection[str] = (),
    annexes: Collection[str] = (),
) -> SectionLayout:
    """Split `blocks` at `starts`, which has sections by the index of their first block.

    Lines of the table sections that are among `labels` are captions. The signature is at the end of the last
    section that is not among `annexes`.
    """
    sorter = _BlockSorter(labels)
    for index, block in enumerate(blocks):
        if index in starts:
            sorter.start_section(starts[index])
        else:
            sorter.add(block)
    lines, grids = sorter.lines, sorter.grids_with_notes()
    title, preamble = _split_title(lines.pop(""))
    last = next((key for key in reversed(lines) if key not in annexes), None)
    signature: list[str] = []
    after: list[str] = []
    if last:
        lines[last], signature, after = split_signature(lines[last])
    if last and signature:
        grids = sorter.with_signature(last, len(lines[last]) + len(signature))
    else:
        signature, preamble = split_leading_signature(preamble)
    return SectionLayout(
        title=title,
        preamble=preamble,
        texts={key: tuple(paragraphs) for key, paragraphs in lines.items()},
        signature=tuple(signature),
        after_signature=tuple(after),
        captions=tuple(sorter.captions),
        grids=tuple(grids),
        boilerplate=tuple(sorter.boilerplate),
        pictured=frozenset(sorter.pictured),
    )


def shows_picture(block: Block) -> bool:
    """True for a picture between the lines, and for a grid of pictures only: the labels are drawn as well."""
    if isinstance(block, Paragraph):
        return block.kind is ParagraphKind.PICTURE or block.text == OBJECT_CHARACTER
    # Most grids have text in their first cell.
    if any(cell.text.strip(_NO_TEXT) for cell in block.cells):
        return False
    return any(OBJECT_CHARACTER in cell.text for cell in block.cells)


def _split_title(preamble: list[str]) -> tuple[Title | None, tuple[str, ...]]:
    located_title = find_title(preamble[:_MAX_TITLE_LINES])
    if located_title is None:
        return None, tuple(preamble)
    title, start, end = located_title
    return title, (*preamble[:start], *filter(None, [title.rest]), *preamble[end:])


@cache
def _caption_texts() -> frozenset[str]:
    known = terms()
    entries = chain(
        *(rows.values() for rows in known.rows.values()),
        known.captions.values(),
        known.groups.values(),
        known.columns.values(),
    )
    texts = {normalise_text(label) for entry in entries for label in entry.labels}
    return frozenset(texts | {normalise_text("该部分以表格形式报告。表格如下:")})
