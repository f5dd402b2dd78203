"""Mends labels around the values of their row, as text of a PDF has them: the values are on the middle line.

`5.要求行政机关确认或` / `0 0 0 0 0 0 0` / `重新出具已获取信息`. Pieces of a group's label may be in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

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


class _Candidate(NamedTuple):
    """A label, and the places of its pieces before and after the values."""

    text: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    is_next_to_values: bool


def _mend(before: _Run, after: _Run, known: KnownTexts) -> None:
    """Replace the pieces of a label at the end of `before` and the beginning of `after` by the label."""
    label = _only_label(list(_possible_labels(before, after if _is_unknown(after) else [], known)))
    if label is None:
        return
    line = before[-1].line
    before[:] = [cell for place, cell in enumerate(before) if place not in label.before]
    before.append(LooseCell(label.text, line, CellRole.ROW))
    after[:] = [cell for place, cell in enumerate(after) if place not in label.after]


def _only_label(labels: Sequence[_Candidate]) -> _Candidate | None:
    """Return the only possible label, or the only one that ends next to the values."""
    for found in (labels, [label for label in labels if label.is_next_to_values]):
        if len({normalise_text(label.text) for label in found}) == 1:
            return found[0]
    return None


def _possible_labels(
    before: Sequence[LooseCell], after: Sequence[LooseCell], known: KnownTexts
) -> Iterator[_Candidate]:
    """Yield the labels that pieces can make; pieces between them may belong to the label of a group."""
    places = range(max(0, len(before) - _MAX_PIECES_BEFORE), len(before))
    for size in range(1, len(places) + 1):
        for used in combinations(places, size):
            start = "".join(before[place].text for place in used)
            if normalise_text(start) not in known.beginnings:
                continue
            is_next = used[-1] == places[-1]
            for text, taken in _continued(start, after[:_MAX_PIECES_AFTER], known):
                if taken or is_next:
                    yield _Candidate(text, used, taken, is_next)


def _continued(
    start: str, pieces: Sequence[LooseCell], known: KnownTexts
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the labels that `start` and some of the pieces make, with the places of those."""
    open_texts: list[tuple[str, tuple[int, ...]]] = [(start, ())]
    for place, piece in enumerate(pieces):
        open_texts += [
            (text + piece.text, (*taken, place))
            for text, taken in open_texts
            if normalise_text(text + piece.text) in known.beginnings
        ]
    yield from (found for found in open_texts if normalise_text(found[0]) in known.rows)
