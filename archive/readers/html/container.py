"""Where on a page the report stands: in a container known of portals, else around the section titles."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml.etree import _Element as Element

from archive.model import Paragraph
from archive.readers.common import section_titles
from archive.readers.html.dom import Line, Piece, Walk

_ENOUGH = 3
_Found = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Known:
    """The proposals of `containers.toml`: ids, beginnings of ids, and sets of class names."""

    ids: frozenset[str]
    id_prefixes: tuple[str, ...]
    classes: tuple[frozenset[str], ...]

    def names(self, element: Element) -> bool:
        """Whether the element is one in which portals keep an article."""
        name, classes = element.get("id"), element.get("class")
        if name and (name in self.ids or name.startswith(self.id_prefixes)):
            return True
        return classes is not None and any(map(frozenset(classes.split()).issuperset, self.classes))


@lru_cache(maxsize=1)
def _known() -> _Known:
    stated = tomllib.loads(files(__package__).joinpath("container.toml").read_text("utf-8"))[
        "container"
    ]
    return _Known(
        frozenset(entry["id"] for entry in stated if "id" in entry),
        tuple(entry["id_prefix"] for entry in stated if "id_prefix" in entry),
        tuple(frozenset(entry["class"].split()) for entry in stated if "class" in entry),
    )


def container(root: Element, walk: Walk) -> Element:
    """The element that holds the report.

    A known container counts only when it holds most of the section titles of the page: templates leave empty
    ones behind, and some keep only an abstract there. Without three titles the page is no report that we can
    see: then the fullest known container, or the whole page.
    """
    found = _titles(walk.pieces)
    known = [element for element in walk.bounds if _known().names(element)]
    if _distinct(found) < _ENOUGH:
        return max(known, key=lambda element: _letters(walk, element), default=root)
    best = max(
        known,
        key=lambda element: (_distinct(_within(found, walk.bounds[element])), -_size(walk, element)),
        default=None,
    )
    if best is not None and 2 * _distinct(_within(found, walk.bounds[best])) > _distinct(found):
        return best
    return _lowest(root, walk, found)


def _titles(pieces: Sequence[Piece]) -> _Found:
    """Every line that could be a section title: which piece it is of, and which section it names."""
    return [
        (place, section)
        for place, piece in enumerate(pieces)
        for text in _texts(piece)
        if (section := section_titles.section_of(text)) is not None
    ]


def _texts(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Line):
        yield piece.text
    else:
        yield from (block.text for block in piece.blocks if isinstance(block, Paragraph))


def _distinct(found: _Found) -> int:
    return len({section for _, section in found})


def _within(found: _Found, bounds: tuple[int, int]) -> _Found:
    return [(place, section) for place, section in found if bounds[0] <= place < bounds[1]]


def _size(walk: Walk, element: Element) -> int:
    return walk.bounds[element][1] - walk.bounds[element][0]


def _letters(walk: Walk, element: Element) -> int:
    start, end = walk.bounds[element]
    return sum(len(piece.text) for piece in walk.pieces[start:end] if isinstance(piece, Line))


def _lowest(root: Element, walk: Walk, found: _Found) -> Element:
    """The lowest element that holds most titles in the order of the form, and three at least.

    A menu that names one more section than the report stands before it: that breaks the order.
    """
    # In order, so that of two elements that hold the same (html and body) the lower one is always taken.
    seats = dict.fromkeys(
        element
        for place, _ in found
        for element in _ancestors(walk.pieces[place].owner)
        if element in walk.bounds
    )
    ranked = [
        (_distinct(inside), -_size(walk, element), element)
        for element in seats
        if (inside := _within(found, walk.bounds[element])) and _is_ordered(inside)
    ]
    most, _, element = max(ranked, key=lambda entry: entry[:2], default=(0, 0, root))
    return element if most >= _ENOUGH else root


def _ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _is_ordered(found: _Found) -> bool:
    first = [
        section
        for place, (_, section) in enumerate(found)
        if section not in {seen for _, seen in found[:place]}
    ]
    return first == sorted(first)
