"""Finds the element of a page that contains the report, by known containers or by the section titles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
from lxml.etree import _Element as Element

from archive.model import DataRecord, Paragraph, load_data
from archive.readers.common import section_index
from archive.readers.html.dom import DomLine, DomWalk, Piece

_MIN_SECTIONS = 3
_TitleHits = list[tuple[int, ...]]


class _ContainerEntry(DataRecord, frozen=True, kw_only=True):
    """An element by its id, by the beginning of its id, or by its class names: exactly one of these."""

    id: str = ""
    id_prefix: str = ""
    class_names: str = msgspec.field(name="class", default="")

    def __post_init__(self) -> None:
        if [self.id, self.id_prefix, self.class_names].count("") != 2:
            raise ValueError("exactly one of id, id_prefix, class")


class _ContainerFile(DataRecord, frozen=True):
    container: tuple[_ContainerEntry, ...]


@dataclass(frozen=True, slots=True)
class _KnownContainers:
    """The entries of `container.toml`: ids, prefixes of ids, and sets of class names."""

    ids: frozenset[str]
    id_prefixes: tuple[str, ...]
    classes: tuple[frozenset[str], ...]

    def matches(self, element: Element) -> bool:
        """Return whether portals are known to keep articles in such an element."""
        element_id, classes = element.get("id"), element.get("class")
        if element_id and (element_id in self.ids or element_id.startswith(self.id_prefixes)):
            return True
        return classes is not None and any(map(frozenset(classes.split()).issuperset, self.classes))


@cache
def _known_containers() -> _KnownContainers:
    entries = load_data(__package__, "container.toml", _ContainerFile).container
    return _KnownContainers(
        frozenset(entry.id for entry in entries if entry.id),
        tuple(entry.id_prefix for entry in entries if entry.id_prefix),
        tuple(frozenset(entry.class_names.split()) for entry in entries if entry.class_names),
    )


def find_container(root: Element, walk: DomWalk) -> Element:
    """Return the element that contains the report.

    A known container is used only if it has most of the section titles of the page: some templates leave
    empty containers, others put only an abstract there. A page with fewer than three titles is no report as
    far as we can see: then the known container with the most text is used, or the whole page.
    """
    hits = _section_titles(walk.pieces)
    known = [element for element in walk.bounds if _known_containers().matches(element)]
    if _section_count(hits) < _MIN_SECTIONS:
        return max(known, key=lambda element: _character_count(walk, element), default=root)
    best = max(
        known,
        key=lambda element: (
            _section_count(_hits_within(hits, walk.bounds[element])),
            -_piece_count(walk, element),
        ),
        default=None,
    )
    if best is not None and 2 * _section_count(_hits_within(hits, walk.bounds[best])) > _section_count(hits):
        return best
    return _lowest_container(root, walk, hits)


def _section_titles(pieces: Sequence[Piece]) -> _TitleHits:
    """Return every line that could be a section title as index of its piece and number of the section."""
    return [
        (index, section)
        for index, piece in enumerate(pieces)
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
    """Return the titles of the pieces from the first to before the second index; they are in order."""
    return hits[bisect_left(hits, (bounds[0],)) : bisect_left(hits, (bounds[1],))]


def _piece_count(walk: DomWalk, element: Element) -> int:
    return walk.bounds[element][1] - walk.bounds[element][0]


def _character_count(walk: DomWalk, element: Element) -> int:
    start, end = walk.bounds[element]
    return sum(len(piece.text) for piece in walk.pieces[start:end] if isinstance(piece, DomLine))


def _lowest_container(root: Element, walk: DomWalk, hits: _TitleHits) -> Element:
    """Return the lowest element with most titles in the order of the form, `root` if none has three.

    A menu that names one more section than the report comes before it and thereby breaks the order.
    """
    # A dict keeps the order: of two elements with the same pieces (html and body) the lower one wins.
    candidates = dict.fromkeys(
        element
        for index, _ in hits
        for element in _self_and_ancestors(walk.pieces[index].element)
        if element in walk.bounds
    )
    ranked = [
        (_section_count(own_hits), -_piece_count(walk, element), element)
        for element in candidates
        if (own_hits := _hits_within(hits, walk.bounds[element])) and _is_in_form_order(own_hits)
    ]
    title_count, _, element = max(ranked, key=lambda entry: entry[:2], default=(0, 0, root))
    return element if title_count >= _MIN_SECTIONS else root


def _self_and_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _is_in_form_order(hits: _TitleHits) -> bool:
    first_occurrences = list(dict.fromkeys(section for _, section in hits))
    return first_occurrences == sorted(first_occurrences)
