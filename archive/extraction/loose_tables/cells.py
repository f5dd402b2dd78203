"""Cuts the lines of a table without grid into cells: known labels, also broken ones, and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.extraction.cells import is_value
from archive.extraction.labels import label_variants
from archive.extraction.loose_tables.known_texts import KnownTexts
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.split_labels import mend_labels
from archive.text import normalise_text

_BARS = re.compile(r"[\t|│┃｜]")
# ----- ---- of pandoc, ---|--- of html2text, +----+ and lines drawn with characters.
_DIVIDER = re.compile(r"(?=.*(?:-{4}|={3}|-\||-\+|[─━═]))[\s|+:=\-─-╿]+")
_COLON = re.compile(r"[:：]")
_BARE_NUMBER = re.compile(r"[\d.,]*\d")
_GLUED_VALUE = re.compile(r"(.*[^\d.,\s])(\d[\d.,]*)")


class _Piece(NamedTuple):
    text: str
    line: int
    is_value: bool
    opens_value: bool = False


def cut_cells(lines: Iterable[str], known: KnownTexts) -> list[LooseCell]:
    """Return the cells of the lines in reading order; a label broken into pieces becomes one cell."""
    pieces = [piece for number, line in enumerate(lines) for piece in _pieces(line, number, known)]
    return mend_labels(list(_join_pieces(pieces, known)), known)


def _pieces(line: str, number: int, known: KnownTexts) -> Iterator[_Piece]:
    """Yield the pieces of a line: what stands between bars, cut at blanks unless it is known or a value."""
    if not line.strip() or _DIVIDER.fullmatch(line):
        return
    parts = _BARS.split(_without_outer_bars(line))
    for part in map(str.strip, parts):
        if len(parts) > 1 and is_value(part):
            yield _Piece(part, number, is_value=True)
        elif normalise_text(part) in known:
            yield _Piece(part, number, is_value=False)
        elif named := _named_value(part, known):
            yield _Piece(named[0], number, is_value=False, opens_value=True)
            if named[1]:
                yield _Piece(named[1], number, is_value=True)
        else:
            yield from (_Piece(word, number, is_value(word)) for word in _words(part, known))


def _named_value(part: str, known: KnownTexts) -> tuple[str, str] | None:
    """Return the known text and the value on both sides of a colon (自然人：6); the value may be blank."""
    for colon in _COLON.finditer(part):
        name, value = part[: colon.start()].rstrip(), part[colon.end() :].strip()
        if is_value(value) and normalise_text(name) in known:
            return name, value
    return None


def _without_outer_bars(line: str) -> str:
    """The line without the bars that enclose a row."""
    return line.strip(" ").removeprefix("|").removesuffix("|")


def _words(part: str, known: KnownTexts) -> Iterator[str]:
    """Yield what blanks separate; a number directly after the label of a row is a word of its own."""
    for word in part.split():
        glued = _GLUED_VALUE.fullmatch(word)
        if glued and normalise_text(glued[1]) in known.rows:
            yield from glued.groups()
        else:
            yield word


def _join_pieces(pieces: Sequence[_Piece], known: KnownTexts) -> Iterator[LooseCell]:
    start = 0
    while start < len(pieces):
        piece = pieces[start]
        length, role = _longest_known(pieces, start, known)
        if not length:
            length, role = 1, CellRole.VALUE if piece.is_value else CellRole.UNKNOWN
        text = "".join(piece.text for piece in pieces[start : start + length])
        yield LooseCell(text, piece.line, role)
        start += length
        is_blank = piece.opens_value and role is CellRole.HEADER and length == 1
        if is_blank and not (start < len(pieces) and pieces[start].is_value):
            yield LooseCell("", piece.line, CellRole.VALUE)


def _longest_known(pieces: Sequence[_Piece], start: int, known: KnownTexts) -> tuple[int, CellRole]:
    """Return how many pieces from `start` make the longest known text, and what it is; 0 if none does.

    A number is never a piece of a label: 2 before 重复申请 may be the last value of the row above.
    """
    text, found = "", (0, CellRole.UNKNOWN)
    for index in range(start, len(pieces)):
        piece, length = pieces[index], index - start + 1
        if not piece.text or _BARE_NUMBER.fullmatch(piece.text):
            break
        if length > 1 and not normalise_text(piece.text):
            break
        text += piece.text
        variants = label_variants(text)
        if not known.rows.isdisjoint(variants):
            found = length, CellRole.ROW
        elif not known.others.isdisjoint(variants):
            found = length, CellRole.HEADER
        if variants[0] not in known.beginnings:
            break
    return found
