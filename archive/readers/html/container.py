"""Where on a page the report stands: in a container known of portals, else around the section titles."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml.etree import _Element as Element

from archive.model import Paragraph
from archive.readers.common import section_index
from archive.readers.html.dom import DomLine, DomWalk, Piece

_MIN_SECTIONS = 3
_TitleHits = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _KnownContainers:
    """The proposals of `containers.toml`: ids, beginnings of ids, and sets of class names."""

    ids: frozenset[str]
    id_prefixes: tuple[str, ...]
    classes: tuple[frozenset[str], ...]

    def matches(self, element: Element) -> bool:
        """Whether the element is one in which portals keep an article."""
        name, classes = element.get("id"), element.get("class")
        if name and (name in self.ids or name.startswith(self.id_prefixes)):
            return True
        return classes is not None and any(map(frozenset(classes.split()).issuperset, self.classes))


@lru_cache(maxsize=1)
def _known_containers() -> _KnownContainers:
    stated = tomllib.loads(files(__package__).joinpath("container.toml").read_text("utf-8"))["container"]
    return _KnownContainers(
        frozenset(entry["id"] for entry in stated if "id" in entry),
        tuple(entry["id_prefix"] for entry in stated if "id_prefix" in entry),
        tuple(frozenset(entry["class"].split()) for entry in stated if "class" in entry),
    )


def find_container(root: Element, walk: DomWalk) -> Element:
    """The element that holds the report.

    A known container counts only when it holds most of the section titles of the page: templates leave empty
    ones behind, and some keep only an abstract there. Without three titles the page is no report that we can
    see: then the fullest known container, or the whole page.
    """
    found = _section_titles(walk.pieces)
    known = [element for element in walk.bounds if _known_containers().matches(element)]
    if _section_count(found) < _MIN_SECTIONS:
        return max(known, key=lambda element: _character_count(walk, element), default=root)
    best = max(
        known,
        key=lambda element: (
            _section_count(_hits_within(found, walk.bounds[element])),
            -_piece_count(walk, element),
        ),
        default=None,
    )
    if best is not None and 2 * _section_count(_hits_within(found, walk.bounds[best])) > _section_count(
        found
    ):
        return best
    return _lowest_container(root, walk, found)


def _section_titles(pieces: Sequence[Piece]) -> _TitleHits:
    """Every line that could be a section title: which piece it is of, and which section it names."""
    return [
        (place, section)
        for place, piece in enumerate(pieces)
        for text in _piece_texts(piece)
        if (section := section_index(text)) is not None
    ]


def _piece_texts(piece: Piece) -> Iterator[str]:
    if isinstance(piece, DomLine):
        yield piece.text
    else:
        yield from (block.text for block in piece.blocks if isinstance(block, Paragraph))


def _section_count(hits: _TitleHits) -> int:
    return len({section for _, section in hits})


def _hits_within(hits: _TitleHits, bounds: tuple[int, int]) -> _TitleHits:
    return [(place, section) for place, section in hits if bounds[0] <= place < bounds[1]]


def _piece_count(walk: DomWalk, element: Element) -> int:
    return walk.bounds[element][1] - walk.bounds[element][0]


def _character_count(walk: DomWalk, element: Element) -> int:
    start, end = walk.bounds[element]
    return sum(len(piece.text) for piece in walk.pieces[start:end] if isinstance(piece, DomLine))


def _lowest_container(root: Element, walk: DomWalk, hits: _TitleHits) -> Element:
    """The lowest element that holds most titles in the order of the form, and three at least.

    A menu that names one more section than the report stands before it: that breaks the order.
    """
    # In order, so that of two elements that hold the same (html and body) the lower one is always taken.
    seats = dict.fromkeys(
        element
        for place, _ in hits
        for element in _self_and_ancestors(walk.pieces[place].element)
        if element in walk.bounds
    )
    ranked = [
        (_section_count(inside), -_piece_count(walk, element), element)
        for element in seats
        if (inside := _hits_within(hits, walk.bounds[element])) and _is_in_form_order(inside)
    ]
    most, _, element = max(ranked, key=lambda entry: entry[:2], default=(0, 0, root))
    return element if most >= _MIN_SECTIONS else root


def _self_and_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _is_in_form_order(hits: _TitleHits) -> bool:
    first = [
        section
        for place, (_, section) in enumerate(hits)
        if section not in {seen for _, seen in hits[:place]}
    ]
    return first == sorted(first)
