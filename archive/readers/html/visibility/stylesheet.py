"""Reads the page's own <style> elements as far as they decide which text is seen.

Rules for other media than a screen, and of states (:hover), are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce

from lxml.etree import _Element as Element

from archive.readers.html.visibility.declarations import parse_declarations
from archive.readers.html.visibility.media_queries import (
    applies_on_screen,
    has_unknown_condition,
    matches_media,
)
from archive.readers.html.visibility.selectors import Selector, parse_selector, split_selectors

_MAX_CSS_CHARS = 1024 * 1024
_COMMENT = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?(?:\*/|$)|<!--|-->""", re.DOTALL
)
_TOKEN = re.compile(r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^{}"'])+|[{}"']""")
# Rules within rules; nobody writes more.
_MAX_NESTED_RULES, _MAX_OPEN_BLOCKS = 8, 16


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
    """The rules of a page in the order of their weight.

    `uncertain` are rules that may apply: their selector, or the condition around them, is not known in full.
    """

    rules: tuple[Rule, ...] = ()
    uncertain: tuple[Rule, ...] = ()
    _by_key: dict[str, list[Rule]] = field(default_factory=dict)

    @classmethod
    def from_rules(cls, rules: Sequence[Rule]) -> Stylesheet:
        """Return the rules with an index by tag, .class and #id."""
        ordered = tuple(
            sorted((rule for rule in rules if rule.selector.is_certain), key=lambda rule: rule.specificity)
        )
        by_key: dict[str, list[Rule]] = {}
        for rule in ordered:
            by_key.setdefault(selector_key(rule), []).append(rule)
        uncertain = tuple(rule for rule in rules if not rule.selector.is_certain and not rule.pseudo)
        return cls(ordered, uncertain, by_key)

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
        for key in element_keys(element):
            for rule in self._by_key.get(key, ()):
                if rule.pseudo == pseudo and rule.selector.matches(element):
                    yield rule


def selector_key(rule: Rule) -> str:
    """Return what to look the rule up by: id, class or tag of its last compound, else an asterisk."""
    return rule.selector.key()


def element_keys(element: Element) -> list[str]:
    """Return the keys of the rules that may select the element."""
    keys = ["*", str(element.tag), f"#{element.get('id')}"]
    return keys + [f".{name}" for name in (element.get("class") or "").split()]


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
    for selectors, body, is_certain in _blocks(_COMMENT.sub(lambda match: match["string"] or "", text)):
        style = parse_declarations(body)
        if style:
            parsed = map(parse_selector, split_selectors(selectors))
            rules += [_rule(selector, style, is_certain) for selector in parsed if selector is not None]
    return Stylesheet.from_rules(rules)


def _blocks(css: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the selectors and the declarations of each rule that applies on a screen of any size.

    The third value is False if a condition around the rule is not known. The declarations of a rule that
    contains others are yielded in pieces.
    """
    open_blocks: list[str] = []
    pieces: list[str] = []
    for token in _TOKEN.findall(css):
        if token not in "{}":
            pieces.append(token)
        else:
            text = "".join(pieces)
            pieces.clear()
            stated, _, opening = text.rpartition(";") if token == "{" else (text, "", "")
            if stated and 0 < len(open_blocks) <= _MAX_OPEN_BLOCKS:
                yield from _nested_rule(open_blocks, stated)
            if token == "{":
                open_blocks.append(opening.strip())
            elif open_blocks:
                open_blocks.pop()


def _nested_rule(open_blocks: Sequence[str], declarations: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the rule of the innermost block with the selectors of the blocks around it."""
    conditions = [block for block in open_blocks if block.startswith("@")]
    selectors = [block for block in open_blocks if not block.startswith("@")]
    unknown = [block for block in conditions if has_unknown_condition(block)]
    if not selectors or len(selectors) > _MAX_NESTED_RULES:
        return
    if all(applies_on_screen(block) for block in conditions if block not in unknown):
        yield reduce(_nested_selectors, selectors), declarations, not unknown


def _nested_selectors(outer: str, inner: str) -> str:
    """Return the selectors of a rule in a rule: `&` stands for the outer one, else it is in front."""
    parent = f":is({outer})" if "," in outer else outer
    nested = [
        selector.replace("&", parent) if "&" in selector else f"{parent} {selector.strip()}"
        for selector in split_selectors(inner)
    ]
    return ",".join(nested)


def _rule(selector: Selector, style: dict[str, str], is_certain: bool) -> Rule:
    if selector.is_certain and not is_certain:
        selector = replace(selector, is_certain=False)
    return Rule(selector, style, selector.specificity())
