"""Joins the strokes of a page to rules and closes tables that a page end leaves open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfplumber import table as plumber

from archive.readers.fixed_layout.geometry import Bounds
from archive.readers.fixed_layout.page import Stroke

Edge = dict[str, Any]
_Point = tuple[float, float]

JOIN_TOLERANCE_POINTS = 3
"""Lines closer than this are one line drawn twice, or meet; pdfplumber's own default."""
# Fewer rules that end at one height are no table that a page end cuts.
_MIN_OPEN_RULES = 2
_MIN_OPEN_WIDTH_POINTS = 30.0


def page_rules(strokes: Sequence[Stroke]) -> list[Edge]:
    """Return the rules of a page as edges of pdfplumber.

    A table whose vertical rules run past its first or last horizontal rule is closed where they end.
    """
    edges = _merge([_to_edge(stroke) for stroke in strokes])
    closing = list(_closing_edges(edges))
    return _merge(edges + closing) if closing else edges


def _merge(edges: list[Edge]) -> list[Edge]:
    tolerance = JOIN_TOLERANCE_POINTS
    merged = plumber.merge_edges(edges, tolerance, tolerance, tolerance, tolerance)
    return [
        edge
        for edge in merged
        if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= JOIN_TOLERANCE_POINTS
    ]


def _to_edge(stroke: Stroke) -> Edge:
    """Return the stroke as an edge of pdfplumber."""
    if stroke.x1 - stroke.x0 > stroke.bottom - stroke.top:
        return _horizontal_edge(stroke.x0, stroke.x1, (stroke.top + stroke.bottom) / 2)
    x = (stroke.x0 + stroke.x1) / 2
    return {
        "orientation": "v",
        "width": 0,
        "height": stroke.bottom - stroke.top,
        "x0": x,
        "x1": x,
        "top": stroke.top,
        "bottom": stroke.bottom,
    }


def _horizontal_edge(x0: float, x1: float, y: float) -> Edge:
    """Return a horizontal edge of pdfplumber."""
    return {"orientation": "h", "width": x1 - x0, "height": 0, "x0": x0, "x1": x1, "top": y, "bottom": y}


def _closing_edges(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Yield a horizontal rule for each end of a table at which a vertical rule ends without one."""
    vertical = [edge for edge in edges if edge["orientation"] == "v"]
    horizontal = [edge for edge in edges if edge["orientation"] == "h"]
    for side in ("top", "bottom"):
        ends: dict[int, list[Edge]] = {}
        for edge in vertical:
            ends.setdefault(round(edge[side] / JOIN_TOLERANCE_POINTS), []).append(edge)
        for ending in ends.values():
            y = sum(edge[side] for edge in ending) / len(ending)
            x0, x1 = min(edge["x0"] for edge in ending), max(edge["x0"] for edge in ending)
            is_open = any(not _has_rule(horizontal, edge, side) for edge in ending)
            is_wide = len(ending) >= _MIN_OPEN_RULES and x1 - x0 >= _MIN_OPEN_WIDTH_POINTS
            if is_open and is_wide and not any(_crosses(edge, x0, x1, y) for edge in vertical):
                yield _horizontal_edge(x0, x1, y)


def _crosses(edge: Edge, x0: float, x1: float, y: float) -> bool:
    """Return whether a vertical rule continues on both sides of the line from x0 to x1 at y."""
    is_between = x0 <= edge["x0"] <= x1
    return bool(
        is_between and edge["top"] < y - JOIN_TOLERANCE_POINTS and edge["bottom"] > y + JOIN_TOLERANCE_POINTS
    )


def _has_rule(horizontal: Sequence[Edge], edge: Edge, side: str) -> bool:
    """Return whether a horizontal rule is at that end of a vertical one."""
    return any(
        abs(rule["top"] - edge[side]) <= JOIN_TOLERANCE_POINTS
        and rule["x0"] - JOIN_TOLERANCE_POINTS <= edge["x0"] <= rule["x1"] + JOIN_TOLERANCE_POINTS
        for rule in horizontal
    )


def smallest_cells(crossings: Mapping[_Point, Mapping[str, Sequence[Edge]]]) -> list[Bounds]:
    """Return the smallest rectangle that the rules draw below and right of each crossing, if there is one.

    The result is that of `pdfplumber.table.intersections_to_cells`, which takes far longer on long tables.
    """
    rules = {
        point: {id(edge) for edges in crossing.values() for edge in edges}
        for point, crossing in crossings.items()
    }
    rows: dict[float, list[_Point]] = {}
    columns: dict[float, list[_Point]] = {}
    for point in sorted(crossings):
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)
    cells = (_smallest_cell(point, columns[point[0]], rows[point[1]], rules) for point in sorted(crossings))
    return [cell for cell in cells if cell]


def _smallest_cell(
    corner: _Point, column: Sequence[_Point], row: Sequence[_Point], rules: Mapping[_Point, set[int]]
) -> Bounds | None:
    for below in column[bisect_right(column, corner) :]:
        if rules[corner].isdisjoint(rules[below]):
            continue
        for right in row[bisect_right(row, corner) :]:
            opposite = (right[0], below[1])
            if (
                opposite in rules
                and not rules[corner].isdisjoint(rules[right])
                and not rules[opposite].isdisjoint(rules[right])
                and not rules[opposite].isdisjoint(rules[below])
            ):
                return (*corner, *opposite)
    return None
