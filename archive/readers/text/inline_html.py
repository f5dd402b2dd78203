"""Reads HTML tables inside Markdown or plain text, which converters write for merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import Block, Grid, UnreadableFile
from archive.readers.html import DomTable, DomWalk, TableReader, parse_html, parse_page
from archive.readers.html import cell_text as visible_text

NAME = "html"

_TABLE_START_TAG = re.compile(r"<table[\s>]", re.IGNORECASE)
_TABLE_END_TAG = re.compile(r"</table\s*>", re.IGNORECASE)


def starts_table(line: str) -> bool:
    """Return whether the line begins with the tag of a table."""
    return _TABLE_START_TAG.match(line.lstrip()) is not None


def table_lengths(lines: Sequence[str]) -> dict[int, int]:
    """Return how many lines each table takes, by its first line, without tables that are never closed."""
    lengths: dict[int, int] = {}
    # The open tables, each with its first line and the number of tables around it.
    open_tables: list[tuple[int, int]] = []
    depth = 0
    for number, line in enumerate(lines):
        if starts_table(line):
            open_tables.append((number, depth))
        if "<" in line:
            depth += len(_TABLE_START_TAG.findall(line)) - len(_TABLE_END_TAG.findall(line))
        while open_tables and depth <= open_tables[-1][1]:
            start, _ = open_tables.pop()
            lengths[start] = number - start + 1
    return lengths


def can_read(lines: Sequence[str]) -> bool:
    """Return whether the run is one closed table of figures and nothing follows on its last line."""
    text = "\n".join(lines).rstrip()
    return _TABLE_END_TAG.search(text[-12:]) is not None and isinstance(_single_block(text), Grid)


def read(lines: Sequence[str]) -> Grid:
    """Return the table with its spans, as in a page."""
    grid = _single_block("\n".join(lines))
    assert isinstance(grid, Grid)
    return grid


def cell_text(markup: str) -> str:
    """Return the visible lines of a cell of another kind of table whose text has tags."""
    try:
        root = parse_html(f"<table><tr><td>{markup}</td></tr></table>")
    except UnreadableFile:
        return markup
    cell = root.find(".//td")
    return markup if cell is None else visible_text(cell)


def _single_block(text: str) -> Block | None:
    """Return the only block that the tables in `text` yield, None if there is not just one or it is cut."""
    try:
        page = parse_page(text)
    except UnreadableFile:
        return None
    pieces = DomWalk(TableReader.from_root(page.root)).run(page.root).pieces
    blocks = [block for piece in pieces if isinstance(piece, DomTable) for block in piece.blocks]
    return blocks[0] if not page.cuts and len(pieces) == len(blocks) == 1 else None
