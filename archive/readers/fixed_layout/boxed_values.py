"""Joins cells that a box inside of them has cut: a printed form field has a border of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import structs

from archive.model import Cell

_HAN = re.compile("[一-鿿]")


def join_boxed_values(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells with rows of only values joined to the row above that their label covers.

    A cell that is cut in three has its value in the middle. If two pieces have a text, both are kept, so that
    the cell is no number.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    base_rows = dict(_base_rows(rows))
    if not base_rows:
        return list(cells)
    pieces: dict[tuple[int, int, int], list[Cell]] = {}
    for number, base in base_rows.items():
        for piece in rows[number]:
            pieces.setdefault((base, piece.column, piece.colspan), []).append(piece)
    removed = sorted(base_rows)
    return [
        _without_rows(_with_pieces(cell, pieces.get((cell.row, cell.column, cell.colspan), ())), removed)
        for cell in cells
        if cell.row not in base_rows
    ]


def _base_rows(rows: dict[int, list[Cell]]) -> Iterator[tuple[int, int]]:
    """Yield each row that is only the rest of a row, with that row."""
    base = -1
    for number in sorted(rows):
        row = rows[number]
        label_end = max(
            (cell.row + cell.rowspan for cell in rows.get(base, ()) if _HAN.search(cell.text)), default=0
        )
        columns = {(cell.column, cell.colspan) for cell in rows.get(base, ())}
        is_rest = number < label_end and all(
            (cell.column, cell.colspan) in columns and not _HAN.search(cell.text) for cell in row
        )
        if is_rest and row[0].column and not _is_whole(rows[base], number):
            yield number, base
        else:
            base = number


def _is_whole(row: Sequence[Cell], number: int) -> bool:
    """Return whether only labels of the row above reach into row `number`: then it is a row of its own."""
    return not any(cell.row + cell.rowspan > number and not _HAN.search(cell.text) for cell in row)


def _with_pieces(cell: Cell, pieces: Sequence[Cell]) -> Cell:
    if not pieces:
        return cell
    texts = [piece.text for piece in (cell, *pieces) if piece.text.strip()]
    rowspan = sum(piece.rowspan for piece in (cell, *pieces))
    return structs.replace(cell, text=" | ".join(texts), rowspan=rowspan)


def _without_rows(cell: Cell, removed: Sequence[int]) -> Cell:
    """Return the cell where it is when the rows `removed` are taken out."""
    above = bisect_left(removed, cell.row)
    inside = bisect_left(removed, cell.row + cell.rowspan) - above
    return structs.replace(cell, row=cell.row - above, rowspan=cell.rowspan - inside)
