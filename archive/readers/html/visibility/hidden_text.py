"""Removes from a tree what no reader of the page sees: hidden, struck out and raised text.

Blocks outside of cells are only marked as hidden: a hidden tab panel may contain the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
from archive.readers.html.visibility.custom_properties import has_reference
from archive.readers.html.visibility.declarations import WHITE, Colour, Style
from archive.readers.html.visibility.footnotes import has_footnote_links, is_footnote_link
from archive.readers.html.visibility.rearranged_text import (
    direction,
    mark_rearranged_text,
    mark_values,
    overrides_direction,
)
from archive.readers.html.visibility.removal import (
    has_other_text,
    hide_element,
    is_short,
    remove_raised_mark,
    remove_text,
    remove_unseen_element,
)
from archive.readers.html.visibility.styled_page import StyledPage
from archive.readers.html.visibility.stylesheet import Stylesheet

_Elements = list[Element]
_HIDDEN_XPATH = etree.XPath("/descendant::*[@hidden or @popover]")
_CLOSED_XPATH = etree.XPath("//td//details[not(@open)]/*[not(self::summary)]")
_STRUCK_TAGS, _RAISED_TAGS, _RUBY_TAGS = ("s", "del", "strike"), ("sup",), ("rt", "rp", "rtc")
_INHERITED_COLOUR = "color"
_BLACK: Colour = (0, 0, 0)
# What a variable can do to text: to hide it, or to give it the colour of its background.
_VARIABLE_NAMES = frozenset(
    ("display", "visibility", "opacity", "color", "font-size", "content-visibility", "text-decoration")
)


class _KnownClasses(DataRecord, frozen=True, kw_only=True):
    """The content of `known_classes.toml`."""

    unseen: frozenset[str]
    perhaps_unseen: frozenset[str]
    footnotes: frozenset[str]


def _known_classes() -> _KnownClasses:
    return load_data(__package__, "known_classes.toml", _KnownClasses)


def remove_unseen_text(root: Element, markup: str, sheet: Stylesheet) -> bool:
    """Remove from the tree of a page the text that is not seen; mark hidden blocks by their style.

    Return whether there may be elements that are hidden by their style.
    """
    hider = _Hider(StyledPage.from_root(root, sheet, markup))
    special: dict[str, _Elements] = {}
    for element in root.iter("dialog", "sub", "bdo", "details", *_STRUCK_TAGS, *_RUBY_TAGS, *_RAISED_TAGS):
        special.setdefault(element.tag, []).append(element)
    has_hidden = hider.hide_closed(root, markup, special)
    has_unseen = hider.remove_unseen()
    for element in chain.from_iterable(special.get(tag, ()) for tag in (*_STRUCK_TAGS, *_RUBY_TAGS)):
        if element.tag not in _STRUCK_TAGS or not hider.has_no_line(element):
            remove_text(element)
    links = list(root.iter("a")) if has_footnote_links(markup) else []
    lowered = [element for element in special.get("sub", ()) if nearest_cell(element) is not None]
    raised = chain.from_iterable(special.get(tag, ()) for tag in _RAISED_TAGS)
    for element in (*raised, *lowered, *filter(is_footnote_link, links)):
        if element.tag == "a" or not hider.is_on_the_line(element):
            remove_raised_mark(element)
        elif has_other_text(element):
            _mark_as_unknown(element)
    mark_rearranged_text(hider.page, has_direction="rtl" in markup or "RTL" in markup)
    hider.turn_overridden(special.get("bdo", ()))
    return has_unseen or has_hidden


@dataclass(slots=True)
class _Hider:
    """Removes what is not seen on one page."""

    page: StyledPage

    def hide_closed(self, root: Element, markup: str, special: Mapping[str, _Elements]) -> bool:
        """Hide what a browser does not display unless a style says so; return whether there is any."""
        closed = [element for element in special.get("dialog", ()) if element.get("open") is None]
        if " hidden" in markup or "popover" in markup:
            closed += cast(_Elements, _HIDDEN_XPATH(root))
        for element in closed:
            if not self.page.style(element).get("display") or element.get("hidden") == "until-found":
                hide_element(element)
        folded = cast(_Elements, _CLOSED_XPATH(root)) if "details" in special else []
        for element in folded:
            hide_element(element)
        for element in special.get("details", ()):
            if element.get("open") is None and nearest_cell(element) is not None:
                _remove_own_text(element)
        return bool(closed or folded)

    def remove_unseen(self) -> bool:
        """Remove what is not seen; return whether anything may be, or is hidden by its style."""
        known = _known_classes()
        classes = known.unseen | known.footnotes | known.perhaps_unseen
        candidates = self.page.find(may_hide, classes, ("font",))
        for element in candidates:
            if not is_detached(element, self.page.root):
                self._apply(element, self.page.style(element))
        for element in self.page.find_uncertain(may_hide):
            mark_values(element)
        return bool(candidates) or any(map(is_hiding_style, self.page.styles))

    def turn_overridden(self, elements: Iterable[Element]) -> None:
        """Turn the text of `elements` around, and that of styles, if it runs from right to left."""
        styled = self.page.find(overrides_direction)
        for element in dict.fromkeys((*elements, *styled)):
            is_overridden = element.tag == "bdo" or overrides_direction(self.page.style(element))
            is_text = element.tag in CELL_TAGS or is_short(element)
            if is_text and is_overridden and direction(self.page, element) == "rtl":
                reverse_text(element)

    def has_no_line(self, element: Element) -> bool:
        """Return whether a style takes away the line through struck out text."""
        style = self.page.style(element)
        stated = style.get("text-decoration", "") + style.get("text-decoration-line", "")
        return stated.startswith("none")

    def is_on_the_line(self, element: Element) -> bool:
        """Return whether a style puts a superscript or subscript on the line of the other text."""
        style = self.page.style(element)
        return style.get("vertical-align", "").startswith("baseline") and not declarations.is_raised(
            {**style, "font-size": style.get("font-size", "smaller")}
        )

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
        elif not classes.isdisjoint(_known_classes().perhaps_unseen) and self.page.has_external_sheets():
            _mark_as_unknown(element)

    def _blank_text(self, element: Element, name: str) -> None:
        """Remove the text that inherits the property; elements that set it themselves keep their text."""
        if name == "visibility" and element.tag not in CELL_TAGS and element.tag in BLOCK_TAGS:
            hide_element(element)
            return
        # Style sheets in other files may set the property for what is in a large container.
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
                if name not in self.page.style(child):
                    pending.append(child)

    def _has_colour_of_background(self, element: Element, style: Style) -> bool:
        stated = style.get("color", "") or (
            self._inherited_colour(element) if _has_black_ground(style) else ""
        )
        colour = declarations.parse_colour(stated)
        if declarations.background_of(style).startswith("currentcolor"):
            return True
        if colour is None:
            return False
        background = self._background(element)
        if background is None or not declarations.is_same_colour(colour, background):
            return False
        return self._states_background(element) or not self._may_have_other_background(element)

    def _inherited_colour(self, element: Element) -> str:
        """Return the colour of text that states none; links and other style sheets may have any."""
        if element.tag == "a" or self.page.has_external_sheets():
            return ""
        stated = (self.page.style(place).get("color") for place in element.iterancestors())
        return next(filter(None, stated), "black")

    def _states_background(self, element: Element) -> bool:
        return any(
            declarations.background_of(self.page.style(place)) or place.get("bgcolor")
            for place in (element, *element.iterancestors())
        )

    def _background(self, element: Element) -> Colour | None:
        """Return the nearest stated background, white if there is none, None for a picture."""
        for place in (element, *element.iterancestors()):
            stated = (
                declarations.background_of(self.page.style(place)) or (place.get("bgcolor") or "").lower()
            )
            if "url(" in stated or "gradient" in stated or place.get("background"):
                return None
            if stated:
                return declarations.parse_colour(stated) or declarations.parse_colour(stated.split()[0])
        return WHITE

    def _may_have_other_background(self, element: Element) -> bool:
        """Return whether a style sheet that we do not have may put a background behind the text.

        White text next to text of another colour is on a white page: nobody reads both on one background.
        """
        return self.page.has_external_sheets() and not has_other_text(element)


def _mark_as_unknown(element: Element) -> None:
    """Mark the cell around an element: whether its text is seen cannot be told."""
    if nearest_cell(element) is not None and is_short(element) and visible_text(element).strip():
        element.text = OBJECT_CHARACTER + (element.text or "")


def _remove_own_text(element: Element) -> None:
    """Remove the text of a closed element outside of its children."""
    element.text = None
    for child in element:
        child.tail = None


def may_hide(style: Style, colours: tuple[Colour, ...]) -> bool:
    """Return whether the declarations alone may keep text from being seen."""
    colour = declarations.parse_colour(style["color"]) if "color" in style else None
    return (
        declarations.is_not_displayed(style)
        or declarations.is_out_of_sight(style)
        or declarations.is_struck_out(style)
        or declarations.is_raised(style)
        or declarations.hiding_property(style) is not None
        or has_reference(style, _VARIABLE_NAMES)
        or _has_black_ground(style)
        or (colour is not None and any(declarations.is_same_colour(colour, other) for other in colours))
    )


def _has_black_ground(style: Style) -> bool:
    """Return whether text without a colour of its own is not seen on the background."""
    ground = declarations.background_of(style)
    if not ground:
        return False
    colour = declarations.parse_colour(ground.split()[0])
    return ground.startswith("currentcolor") or (
        colour is not None and declarations.is_same_colour(colour, _BLACK)
    )
