"""Reads the page's own <style> elements as far as they decide which text is seen.

Rules for other media than a screen, and of states (:hover), are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element as Element

from archive.readers.html.visibility.declarations import parse_declarations
from archive.readers.html.visibility.media_queries import applies_on_screen, matches_media
from archive.readers.html.visibility.selectors import Selector, parse_selector, split_selectors

_MAX_CSS_CHARS = 1024 * 1024
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_TOKEN = re.compile(r"[^{}]+|[{}]")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One selector with its declarations and its weight."""

    selector: Selector
    style: dict[str, str]
    specificity: int

    @property
    def pseudo(self) -> str:
        """Before, after or empty."""
        return self.selector.pseudo


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
        keys = ["*", str(element.tag), f"#{element.get('id')}"]
        keys += [f".{name}" for name in (element.get("class") or "").split()]
        for key in keys:
            for rule in self._by_key.get(key, ()):
                if rule.pseudo == pseudo and rule.selector.matches(element):
                    yield rule


def selector_key(rule: Rule) -> str:
    """Return what to look the rule up by: id, class or tag of its last compound, else an asterisk."""
    return rule.selector.key()


def _override(merged: dict[str, str], style: dict[str, str]) -> None:
    for name, value in style.items():
        if "!important" not in merged.get(name, "") or "!important" in value:
            merged[name] = value


def page_stylesheet(root: Element) -> Stylesheet:
    """Return the rules of the page's <style> elements for the screen."""
    texts = [
        element.text or "" for element in root.iter("style") if matches_media(element.get("media") or "all")
    ]
    return parse_css("\n".join(texts)[:_MAX_CSS_CHARS]) if texts else Stylesheet()


@lru_cache(maxsize=32)
def parse_css(text: str) -> Stylesheet:
    """Return the rules of a style sheet; pages of one portal share theirs."""
    rules: list[Rule] = []
    for selectors, body in _blocks(_COMMENT.sub("", text)):
        style = parse_declarations(body)
        if style:
            rules += filter(None, (_rule(selector, style) for selector in split_selectors(selectors)))
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
            if not selectors.startswith("@") and all(map(applies_on_screen, open_blocks)):
                yield selectors, text
        text = token if token not in "{}" else ""


def _rule(text: str, style: dict[str, str]) -> Rule | None:
    selector = parse_selector(text)
    return None if selector is None else Rule(selector, style, selector.specificity())
