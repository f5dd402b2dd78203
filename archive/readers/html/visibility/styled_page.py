"""A page with its own style sheets: finds elements whose style has an effect, computes their styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from archive.readers.html.visibility import declarations
from archive.readers.html.visibility.custom_properties import resolve_properties
from archive.readers.html.visibility.declarations import WHITE, Colour, Style
from archive.readers.html.visibility.stylesheet import (
    Rule,
    Stylesheet,
    element_keys,
    selector_key,
)

_Elements = list[Element]
# Strings are cheap, elements are not: most pages have no style or class that has an effect.
_STYLES_XPATH = etree.XPath("/descendant::*/@style", smart_strings=False)
_CLASSES_XPATH = etree.XPath("/descendant::*/@class", smart_strings=False)
_GROUNDS_XPATH = etree.XPath("/descendant::*/@bgcolor", smart_strings=False)
_STYLED_XPATH = etree.XPath("/descendant::*[@style]")
_CLASSED_XPATH = etree.XPath("/descendant::*[@class]")
_IDENTIFIED_XPATH = etree.XPath("/descendant::*[@id]")
_EXTERNAL_STYLE_XPATH = etree.XPath(
    "boolean(//link[contains(translate(@rel, 'STYLEH', 'styleh'), 'stylesheet')])"
)

Effect = Callable[[Style, tuple[Colour, ...]], bool]
"""Whether declarations may have the effect that is looked for, on a page with these backgrounds."""


@dataclass(slots=True)
class StyledPage:
    """A page with its style sheet; `colours` are white and the backgrounds that the page states.

    `styles` are the different style attributes.
    """

    root: Element
    styles: frozenset[str]
    sheet: Stylesheet
    colours: tuple[Colour, ...]
    _has_external_sheets: bool | None = None
    _stated: dict[Element, dict[str, str]] = field(default_factory=dict)
    _computed: dict[Element, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def from_root(cls, root: Element, sheet: Stylesheet, markup: str) -> StyledPage:
        """Return the page; `sheet` has the rules of its style elements."""
        styles = frozenset(cast("list[str]", _STYLES_XPATH(root)))
        grounds = cast("list[str]", _GROUNDS_XPATH(root)) if "bgcolor" in markup else ()
        stated = [{"background": value.lower()} for value in set(grounds)]
        inline = _stated_backgrounds((*map(declarations.parse_declarations, styles), *stated))
        return cls(root, styles, sheet, tuple(dict.fromkeys((*_sheet_colours(sheet), *inline))))

    def style(self, element: Element) -> dict[str, str]:
        """Return the declarations for the element, with the values of its variables."""
        if element not in self._computed:
            self._computed[element] = resolve_properties(
                element, self._stated_style(element), self._stated_style
            )
        return self._computed[element]

    def _stated_style(self, element: Element) -> dict[str, str]:
        """Return the declarations for the element with references to variables."""
        if element not in self._stated:
            style = self.sheet.style(element)
            if element.tag == "font" and "color" not in style:
                style["color"] = (element.get("color") or "").lower()
            self._stated[element] = style
        return self._stated[element]

    def find(self, effect: Effect, classes: Iterable[str] = (), tags: Iterable[str] = ()) -> list[Element]:
        """Return the elements with a style, class, id or tag that may have the effect, each once.

        `classes` and `tags` are looked for whatever the style sheet says.
        """
        keys = _effective_keys(self.sheet, effect, self.colours) if self.sheet.rules else frozenset()
        if not (keys or self.styles or classes or tags):
            return []
        found = dict.fromkeys(self._with_style(effect))
        found.update(
            dict.fromkeys(self._with_class({key[1:] for key in keys if key[0] == "."}.union(classes)))
        )
        ids = {key[1:] for key in keys if key[0] == "#"}
        for element in cast(_Elements, _IDENTIFIED_XPATH(self.root)) if ids else ():
            if element.get("id") in ids:
                found[element] = None
        names = {*tags, *(key for key in keys if key[0] not in ".#*")}
        found.update(dict.fromkeys(self.root.iter(*names) if names else ()))
        if "*" in keys:
            rules = [
                rule
                for rule in _effective_rules(self.sheet, effect, self.colours)
                if selector_key(rule) == "*"
            ]
            found.update(dict.fromkeys(self._matching(rules)))
        return list(found)

    def find_uncertain(self, effect: Effect) -> Iterator[Element]:
        """Yield the elements that a rule may select which is not known in full, if it may have the effect."""
        rules = [rule for rule in self.sheet.uncertain if effect(rule.style, self.colours)]
        yield from self._matching(rules) if rules else ()

    def has_external_sheets(self) -> bool:
        """Return whether the page has style sheets in other files."""
        if self._has_external_sheets is None:
            self._has_external_sheets = bool(_EXTERNAL_STYLE_XPATH(self.root))
        return self._has_external_sheets

    def _with_style(self, effect: Effect) -> Iterator[Element]:
        effective = {style for style in self.styles if _has_effect(style, effect, self.colours)}
        for element in cast(_Elements, _STYLED_XPATH(self.root)) if effective else ():
            if element.get("style") in effective:
                yield element

    def _with_class(self, classes: set[str]) -> Iterator[Element]:
        stated = set(cast("list[str]", _CLASSES_XPATH(self.root))) if classes else ()
        effective = {names for names in stated if not classes.isdisjoint(names.split())}
        for element in cast(_Elements, _CLASSED_XPATH(self.root)) if effective else ():
            if element.get("class") in effective:
                yield element

    def _matching(self, rules: Iterable[Rule]) -> Iterator[Element]:
        by_key: dict[str, list[Rule]] = {}
        for rule in rules:
            by_key.setdefault(selector_key(rule), []).append(rule)
        for element in self.root.iter():
            found = chain.from_iterable(by_key.get(key, ()) for key in element_keys(element))
            if any(rule.selector.matches(element) for rule in found):
                yield element


@lru_cache(maxsize=8192)
def _has_effect(style: str, effect: Effect, colours: tuple[Colour, ...]) -> bool:
    parsed = declarations.parse_declarations(style)
    return bool(parsed) and effect(parsed, colours)


@lru_cache(maxsize=32)
def _sheet_colours(sheet: Stylesheet) -> tuple[Colour, ...]:
    return (WHITE, *_stated_backgrounds(rule.style for rule in sheet.rules))


def _stated_backgrounds(styles: Iterable[Style]) -> list[Colour]:
    stated = filter(None, map(declarations.background_of, styles))
    colours = (declarations.parse_colour(value.split()[0]) for value in stated)
    return sorted({colour for colour in colours if colour is not None})


@lru_cache(maxsize=64)
def _effective_keys(sheet: Stylesheet, effect: Effect, colours: tuple[Colour, ...]) -> frozenset[str]:
    return frozenset(map(selector_key, _effective_rules(sheet, effect, colours)))


@lru_cache(maxsize=64)
def _effective_rules(sheet: Stylesheet, effect: Effect, colours: tuple[Colour, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in sheet.rules if not rule.pseudo and effect(rule.style, colours))
