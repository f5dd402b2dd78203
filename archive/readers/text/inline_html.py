"""Tables written as HTML inside Markdown or plain text, as converters do where cells are merged."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import Block, Grid, UnreadableFile
from archive.readers.html import dom
from archive.readers.html.tables import TableReader

NAME = "html"

_OPENING = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSING = re.compile(r"</table\s*>", re.IGNORECASE)


def opens(line: str) -> bool:
    """Whether the line begins with a table's tag."""
    return _OPENING.match(line.lstrip()) is not None


def extent(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` the table takes; 1 where it is never closed."""
    depth = 0
    for place in range(start, len(lines)):
        depth += len(_OPENING.findall(lines[place])) - len(_CLOSING.findall(lines[place]))
        if depth <= 0:
            return place - start + 1
    return 1


def claims(lines: Sequence[str]) -> bool:
    """Whether the run is one closed table of figures, with nothing behind it on its last line."""
    text = "\n".join(lines).rstrip()
    return _CLOSING.search(text[-12:]) is not None and isinstance(_only(text), Grid)


def read(lines: Sequence[str]) -> Grid:
    """The table with its spans, as in a page."""
    grid = _only("\n".join(lines))
    assert isinstance(grid, Grid)
    return grid


def _only(text: str) -> Block | None:
    """The one block that the tables in `text` make; None when there are several, or none."""
    try:
        root = dom.parsed(text)
    except UnreadableFile:
        return None
    pieces = dom.Walk(TableReader.of(root)).over(root).pieces
    blocks = [block for piece in pieces if isinstance(piece, dom.Table) for block in piece.blocks]
    return blocks[0] if len(pieces) == len(blocks) == 1 else None
