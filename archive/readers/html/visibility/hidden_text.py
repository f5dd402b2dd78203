"""Removes from a tree what no reader of the page sees: hidden, struck out and raised text.

Blocks outside of cells are only marked as hidden: a hidden tab panel may contain the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER, DataRecord, load_data
from archive.readers.html.dom import is_hiding_style
from archive.readers.html.elements import (
    BLOCK_TAGS,
    CELL_TAGS,
    is_detached,
    nearest_cell,
    reverse_text,
    visible_text,
)
from archive.readers.html.visibility import declarations
from archive.readers.html.visibility.declarations import WHITE, Colour, Style
from archive.readers.html.visibility.footnotes import has_footnote_links, is_footnote_link
from archive.readers.html.visibility.removal import (
    has_other_text,
    hide_element,
    is_short,
    remove_raised_mark,
    remove_text,
    remove_unseen_element,
)
from archive.readers.html.visibility.stylesheet import Rule, Stylesheet, page_stylesheet, selector_key

_Elements = list[Element]
# Strings are cheap, elements are not: most pages have no style or class that hides anything.
_STYLES_XPATH = etree.XPath("/descendant::*/@style", smart_strings=False)
_CLASSES_XPATH = etree.XPath("/descendant::*/@class", smart_strings=False)
_STYLED_XPATH = etree.XPath("/descendant::*[@style]")
_CLASSED_XPATH = etree.XPath("/descendant::*[@class]")
_IDENTIFIED_XPATH = etree.XPath("/descendant::*[@id]")
_HIDDEN_XPATH = etree.XPath("/descendant::*[@hidden]")
_EXTERNAL_STYLE_XPATH = etree.XPath(
    "boolean(//link[contains(translate(@rel, 'STYLEH', 'styleh'), 'stylesheet')])"
)
_STRUCK_TAGS, _RAISED_TAGS, _RUBY_TAGS = ("s", "del", "strike"), ("sup",), ("rt", "rp", "rtc")
_INHERITED_COLOUR = "color"


class _KnownClasses(DataRecord, frozen=True, kw_only=True):
    """The content of `known_classes.toml`."""

    unseen: frozenset[str]
    perhaps_unseen: frozenset[str]
    footnotes: frozenset[str]


def _known_classes() -> _KnownClasses:
    return load_data(__package__, "known_classes.toml", _KnownClasses)


def remove_unseen_text(root: Element, markup: str) -> bool:
    """Remove from the tree of a page the text that is not seen; mark hidden blocks by their style.

    Return whether there may be elements that are hidden by their style.
    """
    not_displayed = list(cast(_Elements, _HIDDEN_XPATH(root))) if " hidden" in markup else []
    special: dict[str, _Elements] = {}
    for element in root.iter("dialog", "sub", *_STRUCK_TAGS, *_RUBY_TAGS, *_RAISED_TAGS):
        special.setdefault(element.tag, []).append(element)
    not_displayed += special.get("dialog", ())
    for element in not_displayed:
        if element.get("open") is None:
            hide_element(element)
    has_unseen = _StyledPage.from_root(root).remove_unseen()
    for element in chain.from_iterable(special.get(tag, ()) for tag in (*_STRUCK_TAGS, *_RUBY_TAGS)):
        remove_text(element)
    links = list(root.iter("a")) if has_footnote_links(markup) else []
    lowered = [element for element in special.get("sub", ()) if nearest_cell(element) is not None]
    raised = chain.from_iterable(special.get(tag, ()) for tag in _RAISED_TAGS)
    for element in (*raised, *lowered, *filter(is_footnote_link, links)):
        remove_raised_mark(element)
    return has_unseen or bool(not_displayed)


@dataclass(slots=True)
class _StyledPage:
    """A page with its style sheet; `colours` are white and the backgrounds that the page states.

    `styles` are the different style attributes.
    """

    root: Element
    styles: frozenset[str]
    sheet: Stylesheet
    colours: tuple[Colour, ...]
    has_other_sheets: bool | None = None
    _computed: dict[Element, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def from_root(cls, root: Element) -> _StyledPage:
        sheet = page_stylesheet(root)
        styles = frozenset(cast("list[str]", _STYLES_XPATH(root)))
        return cls(root, styles, sheet, _sheet_colours(sheet))

    def remove_unseen(self) -> bool:
        """Remove what is not seen; return whether anything may be, or is hidden by its style."""
        candidates = list(self._candidates())
        for element in candidates:
            if not is_detached(element, self.root):
                self._apply(element, self._style(element))
        return bool(candidates) or any(map(is_hiding_style, self.styles))

    def _candidates(self) -> Iterator[Element]:
        """Yield the elements with a style attribute, a class, an id or a tag that may hide text."""
        keys = _risky_keys(self.sheet)
        yield from self._hiding_by_attribute()
        yield from self._hiding_by_class({key[1:] for key in keys if key[0] == "."})
        ids = {key[1:] for key in keys if key[0] == "#"}
        for element in cast(_Elements, _IDENTIFIED_XPATH(self.root)) if ids else ():
            if element.get("id") in ids:
                yield element
        yield from self.root.iter("font", *(key for key in keys if key[0] not in ".#*"))
        if "*" in keys:
            yield from self._hiding_by_any_name()

    def _hiding_by_attribute(self) -> Iterator[Element]:
        parsed = map(declarations.parse_declarations, self.styles)
        colours = (*self.colours, *_stated_backgrounds(parsed))
        hiding_styles = {style for style in self.styles if _may_hide_inline(style, colours)}
        for element in cast(_Elements, _STYLED_XPATH(self.root)) if hiding_styles else ():
            if element.get("style") in hiding_styles:
                yield element

    def _hiding_by_class(self, classes: set[str]) -> Iterator[Element]:
        known = _known_classes()
        classes |= known.unseen | known.footnotes | known.perhaps_unseen
        stated = set(cast("list[str]", _CLASSES_XPATH(self.root)))
        hiding_classes = {names for names in stated if not classes.isdisjoint(names.split())}
        for element in cast(_Elements, _CLASSED_XPATH(self.root)) if hiding_classes else ():
            if element.get("class") in hiding_classes:
                yield element

    def _hiding_by_any_name(self) -> Iterator[Element]:
        rules = [rule for rule in _risky_rules(self.sheet) if selector_key(rule) == "*"]
        for element in self.root.iter():
            if any(rule.selector.matches(element) for rule in rules):
                yield element

    def _style(self, element: Element) -> dict[str, str]:
        if element not in self._computed:
            style = self.sheet.style(element)
            if element.tag == "font" and "color" not in style:
                style["color"] = (element.get("color") or "").lower()
            self._computed[element] = style
        return self._computed[element]

    def _apply(self, element: Element, style: Style) -> None:
        classes = set((element.get("class") or "").split())
        if declarations.is_not_displayed(style) or not classes.isdisjoint(_known_classes().unseen):
            hide_element(element)
        elif declarations.is_out_of_sight(style):
            remove_unseen_element(element)
        elif declarations.is_struck_out(style):
            remove_text(element)
        elif declarations.is_raised(style) or not classes.isdisjoint(_known_classes().footnotes):
            remove_raised_mark(element)
        else:
            self._apply_to_text(element, style, classes)

    def _apply_to_text(self, element: Element, style: Style, classes: set[str]) -> None:
        """Change the text of an element that is displayed."""
        if (name := declarations.hiding_property(style)) is not None:
            self._blank_text(element, name)
        elif self._has_colour_of_background(element, style):
            self._blank_text(element, _INHERITED_COLOUR)
        elif declarations.is_reversed(style):
            reverse_text(element)
        elif not classes.isdisjoint(_known_classes().perhaps_unseen) and self._has_external_sheets():
            _mark_as_unknown(element)

    def _blank_text(self, element: Element, name: str) -> None:
        """Remove the text that inherits the property, but not the text of elements that set it anew."""
        if name == "visibility" and element.tag not in CELL_TAGS and element.tag in BLOCK_TAGS:
            hide_element(element)
            return
        # The files of styles that we do not have may set the property anew for what is in a large container.
        if element.tag not in CELL_TAGS and not is_short(element):
            return
        if "style" in element.attrib and name == "visibility":
            del element.attrib["style"]
        pending = [element]
        while pending:
            holder = pending.pop()
            holder.text = None
            for child in holder:
                child.tail = None
                if name not in self._style(child):
                    pending.append(child)

    def _has_colour_of_background(self, element: Element, style: Style) -> bool:
        colour = declarations.parse_colour(style.get("color", ""))
        if colour is None:
            return False
        background = self._background(element)
        if background is None or not declarations.is_same_colour(colour, background):
            return False
        return self._states_background(element) or not self._may_have_other_background(element)

    def _states_background(self, element: Element) -> bool:
        return any(
            declarations.background_of(self._style(place)) or place.get("bgcolor")
            for place in (element, *element.iterancestors())
        )

    def _background(self, element: Element) -> Colour | None:
        """Return the nearest stated background, white if there is none, None for a picture."""
        for place in (element, *element.iterancestors()):
            stated = declarations.background_of(self._style(place)) or (place.get("bgcolor") or "").lower()
            if "url(" in stated or "gradient" in stated or place.get("background"):
                return None
            if stated:
                return declarations.parse_colour(stated) or declarations.parse_colour(stated.split()[0])
        return WHITE

    def _may_have_other_background(self, element: Element) -> bool:
        """Return whether a style sheet that we do not have may put a background behind the text.

        White text next to text of another colour is on a white page: nobody reads both on one background.
        """
        return self._has_external_sheets() and not has_other_text(element)

    def _has_external_sheets(self) -> bool:
        if self.has_other_sheets is None:
            self.has_other_sheets = bool(_EXTERNAL_STYLE_XPATH(self.root))
        return self.has_other_sheets


def _mark_as_unknown(element: Element) -> None:
    """Mark the cell around an element: whether its text is seen cannot be told."""
    if nearest_cell(element) is not None and is_short(element) and visible_text(element).strip():
        element.text = OBJECT_CHARACTER + (element.text or "")


@lru_cache(maxsize=4096)
def _may_hide_inline(style: str, colours: tuple[Colour, ...]) -> bool:
    parsed = declarations.parse_declarations(style)
    return bool(parsed) and may_hide(parsed, colours)


def may_hide(style: Style, colours: tuple[Colour, ...]) -> bool:
    """Return whether the declarations alone may keep text from being seen."""
    colour = declarations.parse_colour(style["color"]) if "color" in style else None
    return (
        declarations.is_not_displayed(style)
        or declarations.is_out_of_sight(style)
        or declarations.is_struck_out(style)
        or declarations.is_raised(style)
        or declarations.is_reversed(style)
        or declarations.hiding_property(style) is not None
        or (colour is not None and any(declarations.is_same_colour(colour, other) for other in colours))
    )


@lru_cache(maxsize=32)
def _sheet_colours(sheet: Stylesheet) -> tuple[Colour, ...]:
    return (WHITE, *_stated_backgrounds(rule.style for rule in sheet.rules))


def _stated_backgrounds(styles: Iterable[Style]) -> list[Colour]:
    stated = filter(None, map(declarations.background_of, styles))
    colours = (declarations.parse_colour(value.split()[0]) for value in stated)
    return sorted({colour for colour in colours if colour is not None})


def _risky_keys(sheet: Stylesheet) -> frozenset[str]:
    return frozenset(map(selector_key, _risky_rules(sheet)))


@lru_cache(maxsize=32)
def _risky_rules(sheet: Stylesheet) -> tuple[Rule, ...]:
    colours = _sheet_colours(sheet)
    return tuple(rule for rule in sheet.rules if not rule.pseudo and may_hide(rule.style, colours))
