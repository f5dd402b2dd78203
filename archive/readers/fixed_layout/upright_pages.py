"""Turns pages so that their text is upright; text in another direction becomes a view of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.readers.fixed_layout.geometry import Bounds, PageTransform, axis_aligned_boxes
from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke, TurnedView
from archive.readers.fixed_layout.ruled_tables import find_tables
from archive.readers.fixed_layout.small_marks import drop_raised_and_struck
from archive.readers.fixed_layout.text_lines import is_inside

# Characters may reach over the edge of the page by this much.
_EDGE_TOLERANCE_POINTS = 1.0


class RawGlyph(NamedTuple):
    """A character in points of the unrotated page, y upwards; `quarter_turns` is its rotation."""

    text: str
    box: Bounds
    baseline_origin: tuple[float, float]
    has_space_before: bool
    quarter_turns: int
    size: float


class RawPage(NamedTuple):
    """A page as its file describes it, in points from the bottom; `number` counts from 0.

    `visible_box` is the part of `box` that is shown; `segments` are straight lines from point to point;
    `pictures` are the boxes of pictures and drawings.
    """

    number: int
    box: Bounds
    visible_box: Bounds
    glyphs: Sequence[RawGlyph]
    segments: Sequence[Bounds]
    has_image: bool
    pictures: Sequence[Bounds] = ()


def to_upright_page(raw_page: RawPage) -> PrintedPage:
    """Return the page turned as most of its text outside tables is, without text beyond its edge."""
    glyphs = [glyph for glyph in raw_page.glyphs if _is_on_page(glyph, raw_page.visible_box)]
    by_turns: dict[int, list[RawGlyph]] = {}
    for glyph in glyphs:
        by_turns.setdefault(glyph.quarter_turns, []).append(glyph)
    views = {turns: _view(raw_page, turns, turned) for turns, turned in by_turns.items()}
    if len(views) < 2:
        return next(iter(views.values()), None) or _view(raw_page, 0, ())
    base = _main_direction(views)
    transform = PageTransform.from_mediabox(raw_page.box, base)
    upright = views.pop(base)
    return PrintedPage(
        upright.number,
        upright.width,
        upright.height,
        upright.glyphs,
        upright.strokes,
        upright.has_image,
        tuple(
            TurnedView(page, _centers_on(transform, PageTransform.from_mediabox(raw_page.box, turns), page))
            for turns, page in views.items()
        ),
        upright.pictures,
    )


def _is_on_page(glyph: RawGlyph, box: Bounds) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return (
        box[0] - _EDGE_TOLERANCE_POINTS <= x <= box[2] + _EDGE_TOLERANCE_POINTS
        and box[1] - _EDGE_TOLERANCE_POINTS <= y <= box[3] + _EDGE_TOLERANCE_POINTS
    )


def _view(raw_page: RawPage, quarter_turns: int, raw_glyphs: Iterable[RawGlyph]) -> PrintedPage:
    """Return the page with its text of one direction, which is turned by `quarter_turns`."""
    transform = PageTransform.from_mediabox(raw_page.box, quarter_turns)
    strokes = [Stroke(*box) for box in axis_aligned_boxes(raw_page.segments, transform)]
    glyphs = drop_raised_and_struck([_to_glyph(glyph, transform) for glyph in raw_glyphs], strokes)
    return PrintedPage(
        raw_page.number,
        transform.width,
        transform.height,
        tuple(glyphs),
        tuple(strokes),
        raw_page.has_image,
        pictures=tuple(Stroke(*transform.transform_box(*box)) for box in raw_page.pictures),
    )


def _to_glyph(raw_glyph: RawGlyph, transform: PageTransform) -> Glyph:
    return Glyph(
        raw_glyph.text,
        *transform.transform_box(*raw_glyph.box),
        transform.transform_point(*raw_glyph.baseline_origin)[1],
        raw_glyph.has_space_before,
        raw_glyph.size,
    )


def _main_direction(views: dict[int, PrintedPage]) -> int:
    """Return the direction of most text outside the tables; if there is none, of most text."""
    all_text: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    for turns, page in views.items():
        regions = find_tables(page, page.glyphs) or ()
        all_text[turns] = len(page.glyphs)
        outside[turns] = sum(not any(is_inside(glyph, region) for region in regions) for glyph in page.glyphs)
    counts = outside if outside.total() else all_text
    return max(counts, key=lambda turns: (counts[turns], all_text[turns]))


def _centers_on(
    upright: PageTransform, turned: PageTransform, page: PrintedPage
) -> tuple[tuple[float, float], ...]:
    """Return the centres of the page's glyphs on the upright page."""
    return tuple(
        upright.transform_point(
            *turned.original_point((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
        )
        for glyph in page.glyphs
    )
