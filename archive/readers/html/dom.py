"""Converts an HTML tree to lines and tables in document order.

One pass over the tree, without recursion. A line ends where a block element begins or ends, or at a <br>.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER, Block, Grid
from archive.readers.common import clean_line
from archive.readers.html.elements import HEADING_TAGS, TEXT_BLOCK_TAGS
from archive.readers.html.pictures import may_be_table

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# fmt: off
_SKIPPED_TAGS = (
    "script", "style", "head", "template", "noscript", "iframe", "object", "embed", "svg", "math", "audio",
    "video", "canvas", "map",
)
# fmt: on
_INLINE, _BLOCK, _BREAK, _SKIPPED, _HEADING, _TABLE, _LINK, _CONTROL, _VERBATIM, _PICTURE = range(10)
_KIND_BY_TAG: dict[object, int] = {
    **dict.fromkeys(TEXT_BLOCK_TAGS, _BLOCK),
    **dict.fromkeys(("br", "hr"), _BREAK),
    **dict.fromkeys(_SKIPPED_TAGS, _SKIPPED),
    **dict.fromkeys(HEADING_TAGS, _HEADING),
    **dict.fromkeys(("select", "button", "textarea", "datalist"), _CONTROL),
    "table": _TABLE,
    "a": _LINK,
    "pre": _VERBATIM,
    "img": _PICTURE,
}


_TEXT_KINDS = (_INLINE, _BLOCK, _LINK)


@dataclass(frozen=True, slots=True)
class DomLine:
    """One line of text as printed, with what the markup around it says; without text a large picture.

    `link_share` is the share of its characters that are in links, 0 to 1; `is_form_control` marks the text of
    a control in a form.
    """

    text: str
    element: Element
    is_heading: bool = False
    is_hidden: bool = False
    is_form_control: bool = False
    link_share: float = 0.0


@dataclass(frozen=True, slots=True)
class DomTable:
    """A table of figures at its position in the page, already read into blocks."""

    element: Element
    blocks: Sequence[Block]
    is_hidden: bool = False

    def grids(self) -> list[Grid]:
        """Return its grids, without the paragraphs that were framed into it."""
        return [block for block in self.blocks if isinstance(block, Grid)]


Piece = DomLine | DomTable
TableCallback = Callable[[Element], Sequence[Block] | None]


@dataclass(slots=True)
class DomWalk:
    """The pieces of a tree; `bounds` maps each block element to the first and end index of its pieces.

    `keeps_objects` says whether a line of only `OBJECT_CHARACTER` is kept: in a cell, not in prose.
    `may_hide`: elements may be hidden by their style; False saves looking at each style.
    """

    read_table: TableCallback
    keeps_objects: bool = False
    may_hide: bool = True
    pieces: list[Piece] = field(default_factory=list)
    bounds: dict[Element, tuple[int, int]] = field(default_factory=dict)
    _text_parts: list[str] = field(default_factory=list)
    _linked_chars: int = 0
    _depth_by_kind: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(10), 0))
    _hidden_depth: int = 0
    _current_element: Element = field(init=False)

    def run(self, root: Element) -> DomWalk:
        """Collect the pieces of `root` and return this walk."""
        self._current_element = root
        stack: list[tuple[Element, int, int]] = [(root, _BLOCK, -1)]
        while stack:
            element, kind, start = stack.pop()
            if start >= 0:
                self._leave(element, kind, start)
            elif self._enter(element, kind):
                stack.append((element, kind, len(self.pieces)))
                stack.extend(
                    [(child, _KIND_BY_TAG.get(child.tag, _INLINE), -1) for child in reversed(element)]
                )
                continue
            if element is not root and element.tail:
                self._add_text(element.tail)
        self._end_line()
        return self

    def split_lines(self, split: Callable[[str], Sequence[str]]) -> None:
        """Replace each line by the lines that `split` returns for its text."""
        pieces: list[Piece] = []
        new_indexes: list[int] = []
        for piece in self.pieces:
            new_indexes.append(len(pieces))
            if isinstance(piece, DomLine) and piece.text:
                pieces += [replace(piece, text=text) for text in split(piece.text)]
            else:
                pieces.append(piece)
        new_indexes.append(len(pieces))
        self.pieces = pieces
        self.bounds = {
            element: (new_indexes[start], new_indexes[end]) for element, (start, end) in self.bounds.items()
        }

    def _enter(self, element: Element, kind: int) -> bool:
        """Return whether the children of the element must be visited."""
        if kind == _SKIPPED or (
            kind == _INLINE and self.may_hide and is_hidden(element) and not _has_blocks(element)
        ):
            return False
        if kind == _INLINE and not len(element):
            self._add_text(element.text)
            return False
        if kind == _PICTURE:
            self._add_picture(element)
            return False
        if kind == _BREAK or (kind == _TABLE and self._add_table(element)):
            self._end_line()
            return False
        self._depth_by_kind[kind] += 1
        if kind not in (_INLINE, _LINK):
            self._end_line()
            self._current_element = element
            self._hidden_depth += self.may_hide and is_hidden(element)
        self._add_text(element.text)
        return True

    def _leave(self, element: Element, kind: int, start: int) -> None:
        if kind in (_INLINE, _LINK):
            self._depth_by_kind[kind] -= 1
            return
        self._end_line()
        self._depth_by_kind[kind] -= 1
        self._hidden_depth -= self.may_hide and is_hidden(element)
        parent = element.getparent()
        self._current_element = element if parent is None else parent
        self.bounds[element] = (start, len(self.pieces))

    def _add_table(self, element: Element) -> bool:
        """Add the element as a table and return True, or return False if it only serves the layout."""
        blocks = self.read_table(element)
        if blocks is None:
            return False
        self._end_line()
        is_hidden_table = self._hidden_depth > 0 or (self.may_hide and is_hidden(element))
        self.pieces.append(DomTable(element, blocks, is_hidden_table))
        self.bounds[element] = (len(self.pieces) - 1, len(self.pieces))
        return True

    def _add_picture(self, element: Element) -> None:
        """Add a picture between lines that may be a table; those in cells are marked in their cells."""
        is_seen = not (self.keeps_objects or self._hidden_depth or (self.may_hide and is_hidden(element)))
        if is_seen and may_be_table(element):
            self._end_line()
            self.pieces.append(DomLine("", self._current_element))

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        if self._depth_by_kind[_LINK]:
            self._linked_chars += len(text.strip())
        if self._depth_by_kind[_VERBATIM] and "\n" in text:
            *ended_lines, text = text.split("\n")
            for line in ended_lines:
                self._text_parts.append(line)
                self._end_line()
        self._text_parts.append(text)

    def _end_line(self) -> None:
        if not self._text_parts:
            return
        text = clean_line(_BLANKS.sub(" ", "".join(self._text_parts)))
        if text and (text != OBJECT_CHARACTER or self.keeps_objects):
            self.pieces.append(
                DomLine(
                    text,
                    self._current_element,
                    is_heading=self._depth_by_kind[_HEADING] > 0 and len(text) <= 80,
                    is_hidden=self._hidden_depth > 0,
                    is_form_control=self._depth_by_kind[_CONTROL] > 0,
                    link_share=min(1.0, self._linked_chars / len(text)),
                )
            )
        self._text_parts.clear()
        self._linked_chars = 0


def is_hidden(element: Element) -> bool:
    """Return whether the element's own style hides it; a hidden tab panel may contain the report."""
    style = element.get("style")
    return style is not None and is_hiding_style(style)


def is_hiding_style(style: str) -> bool:
    """Return whether a style attribute hides its element."""
    return ("none" in style or "hidden" in style) and _HIDDEN_STYLE.search(style) is not None


def _has_blocks(element: Element) -> bool:
    return next(element.iter("p", "div", "table"), None) is not None


def cell_text(element: Element, *, may_hide: bool = True) -> str:
    """Return the visible lines of a cell, including those of tables inside it; hidden text is left out."""
    if not len(element):
        return _clean_text(element.text)
    while len(element) == 1:
        child = element[0]
        kind = _KIND_BY_TAG.get(child.tag, _INLINE)
        if kind not in _TEXT_KINDS or _has_text(element.text) or _has_text(child.tail):
            break
        if may_hide and is_hidden(child):
            return ""
        element = child
    return "\n".join(_cell_lines(element, may_hide)) if len(element) else _clean_text(element.text)


def _cell_lines(element: Element, may_hide: bool) -> list[str]:
    if all(_KIND_BY_TAG.get(child.tag) == _BREAK for child in element):
        texts = [element.text, *(child.tail for child in element)]
        return [line for line in map(_clean_text, texts) if line]
    walk = DomWalk(lambda table: None, keeps_objects=True, may_hide=may_hide).run(element)
    return [piece.text for piece in walk.pieces if isinstance(piece, DomLine) and not piece.is_hidden]


def _clean_text(text: str | None) -> str:
    if text is None or text.isalnum():
        return text or ""
    return clean_line(_BLANKS.sub(" ", text))


def text_nodes(element: Element) -> Iterator[str]:
    """Return every text node in the element, in order."""
    return cast(Iterator[str], element.itertext())


def _has_text(text: str | None) -> bool:
    return text is not None and not text.isspace()
