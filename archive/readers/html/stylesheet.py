"""Reads the page's own <style> elements as far as they decide which text is seen.

Simple selectors of tags, classes and ids, with ancestors; no states (:hover), no attributes, no neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element as Element

from archive.readers.html.declarations import parse_declarations

_MAX_CSS_CHARS = 1024 * 1024
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_TOKEN = re.compile(r"[^{}]+|[{}]")
_COMPOUND = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<names>(?:[.#][\w-]+)*)", re.IGNORECASE)
_PSEUDO_ELEMENT = re.compile(r"::?(before|after)$", re.IGNORECASE)
_SCREEN_MEDIA = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must be: its tag, all of its classes, its id."""

    tag: str
    classes: frozenset[str]
    element_id: str

    def matches(self, element: Element) -> bool:
        return (
            self.tag in ("", element.tag)
            and (not self.element_id or self.element_id == element.get("id"))
            and (not self.classes or self.classes.issubset((element.get("class") or "").split()))
        )

    def specificity(self) -> int:
        return 100 * bool(self.element_id) + 10 * len(self.classes) + bool(self.tag)


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations; `pseudo` is before, after or empty.

    `ancestors` are the compounds in front of the last one, nearest first.
    """

    last: _Compound
    ancestors: tuple[tuple[str, _Compound], ...]
    pseudo: str
    style: dict[str, str]
    specificity: int

    def matches(self, element: Element) -> bool:
        """Return whether the selector selects the element."""
        if not self.last.matches(element):
            return False
        place: Element | None = element
        for combinator, compound in self.ancestors:
            place = None if place is None else place.getparent()
            while combinator == " " and place is not None and not compound.matches(place):
                place = place.getparent()
            if place is None or not compound.matches(place):
                return False
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Stylesheet:
    """The rules of a page in the order of their weight."""

    rules: tuple[Rule, ...] = ()
    _by_key: dict[str, list[Rule]] = field(default_factory=dict)

    @classmethod
    def from_rules(cls, rules: Sequence[Rule]) -> Stylesheet:
        """Return the rules with an index by tag, .class and #id."""
        ordered = tuple(sorted(rules, key=lambda rule: rule.specificity))
        by_key: dict[str, list[Rule]] = {}
        for rule in ordered:
            by_key.setdefault(selector_key(rule), []).append(rule)
        return cls(ordered, by_key)

    def style(self, element: Element, pseudo: str = "") -> dict[str, str]:
        """Return the declarations for the element itself or for its ::before or ::after.

        Rules of more weight override others; the style attribute overrides rules without `!important`.
        """
        merged: dict[str, str] = {}
        for rule in sorted(self._matching(element, pseudo), key=lambda rule: rule.specificity):
            _override(merged, rule.style)
        if not pseudo:
            _override(merged, parse_declarations(element.get("style") or ""))
        return merged

    def _matching(self, element: Element, pseudo: str) -> Iterator[Rule]:
        keys = [str(element.tag), f"#{element.get('id')}"]
        keys += [f".{name}" for name in (element.get("class") or "").split()]
        for key in keys:
            for rule in self._by_key.get(key, ()):
                if rule.pseudo == pseudo and rule.matches(element):
                    yield rule


def selector_key(rule: Rule) -> str:
    """Return what to look the rule up by: the id, a class or the tag of its last compound."""
    if rule.last.element_id:
        return f"#{rule.last.element_id}"
    return f".{min(rule.last.classes)}" if rule.last.classes else rule.last.tag


def _override(merged: dict[str, str], style: dict[str, str]) -> None:
    for name, value in style.items():
        if "!important" not in merged.get(name, "") or "!important" in value:
            merged[name] = value


def page_stylesheet(root: Element) -> Stylesheet:
    """Return the rules of the page's <style> elements for the screen."""
    texts = [
        element.text or ""
        for element in root.iter("style")
        if (element.get("media") or "all").strip().lower() in ("all", "screen")
    ]
    return parse_css("\n".join(texts)[:_MAX_CSS_CHARS]) if texts else Stylesheet()


@lru_cache(maxsize=32)
def parse_css(text: str) -> Stylesheet:
    """Return the rules of a style sheet; pages of one portal share theirs."""
    rules: list[Rule] = []
    for selectors, body in _blocks(_COMMENT.sub("", text)):
        style = parse_declarations(body)
        if style:
            rules += filter(None, (_rule(selector, style) for selector in selectors.split(",")))
    return Stylesheet.from_rules(rules)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of each rule that applies on a screen of any size."""
    open_blocks: list[str] = []
    text = ""
    for token in _TOKEN.findall(css):
        if token == "{":
            open_blocks.append(text.rpartition(";")[2].strip())
        elif token == "}":
            selectors = open_blocks.pop() if open_blocks else "@"
            if not selectors.startswith("@") and all(map(_SCREEN_MEDIA.match, open_blocks)):
                yield selectors, text
        text = token if token not in "{}" else ""


def _rule(selector: str, style: dict[str, str]) -> Rule | None:
    selector = selector.strip()
    pseudo = _PSEUDO_ELEMENT.search(selector)
    words = selector[: pseudo.start() if pseudo else None].replace(">", " > ").split()
    compounds: list[tuple[str, _Compound]] = []
    combinator = " "
    for word in reversed(words):
        if word == ">":
            combinator = ">"
            continue
        compound = _compound(word)
        if compound is None:
            return None
        compounds.append((combinator, compound))
        combinator = " "
    if not compounds:
        return None
    last = compounds[0][1]
    if not (last.tag or last.classes or last.element_id):
        return None
    specificity = sum(compound.specificity() for _, compound in compounds)
    return Rule(last, tuple(compounds[1:]), pseudo[1].lower() if pseudo else "", style, specificity)


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None or not text:
        return None
    names = re.findall(r"[.#][\w-]+", match["names"])
    ids = [name[1:] for name in names if name[0] == "#"]
    tag = (match["tag"] or "").lower()
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    return _Compound("" if tag == "*" else tag, classes, ids[0] if ids else "")
