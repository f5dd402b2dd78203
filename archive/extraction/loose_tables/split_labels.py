"""Mends labels around the values of their row, as text of a PDF has them: the values are on the middle line.

`5.要求行政机关确认或` / `0 0 0 0 0 0 0` / `重新出具已获取信息`. Pieces of a group's label may be in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

from archive.extraction.loose_tables.known_texts import KnownTexts
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.text import normalise_text

_MAX_PIECES_BEFORE = 8
_MAX_PIECES_AFTER = 8

_Run = list[LooseCell]


def mend_labels(cells: Sequence[LooseCell], known: KnownTexts) -> list[LooseCell]:
    """Return the cells, with one label before the values where its pieces were around them."""
    runs = [list(run) for _, run in groupby(cells, key=lambda cell: cell.role)]
    for before, values, after in zip(runs, runs[1:], [*runs[2:], []], strict=False):
        if values and values[0].role is CellRole.VALUE and _is_unknown(before):
            _mend(before, after, known)
    return [cell for run in runs for cell in run]


def _is_unknown(run: _Run) -> bool:
    return bool(run) and run[0].role is CellRole.UNKNOWN


def _mend(before: _Run, after: _Run, known: KnownTexts) -> None:
    """Replace the pieces of a label at the end of `before` and the beginning of `after` by the label."""
    pieces_after = after if _is_unknown(after) else []
    labels = list(_possible_labels(before, pieces_after, known))
    if len({normalise_text(text) for text, _, _ in labels}) != 1:
        return
    text, used, taken = labels[0]
    line = before[-1].line
    before[:] = [cell for place, cell in enumerate(before) if place not in used]
    before.append(LooseCell(text, line, CellRole.ROW))
    del after[:taken]


def _possible_labels(
    before: Sequence[LooseCell], after: Sequence[LooseCell], known: KnownTexts
) -> Iterator[tuple[str, tuple[int, ...], int]]:
    """Yield the labels that pieces can make, the places of those before the values, and how many after."""
    places = range(max(0, len(before) - _MAX_PIECES_BEFORE), len(before))
    for size in range(1, len(places) + 1):
        for used in combinations(places, size):
            start = "".join(before[place].text for place in used)
            if normalise_text(start) not in known.beginnings:
                continue
            for taken in range(min(len(after), _MAX_PIECES_AFTER) + 1):
                text = start + "".join(cell.text for cell in after[:taken])
                is_next_to_values = taken > 0 or used[-1] == places[-1]
                if is_next_to_values and normalise_text(text) in known.rows:
                    yield text, used, taken
