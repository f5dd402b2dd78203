"""Resolves the URL that a script of a page opens: `javascript:downFile('12')`, `onchange="go(this.value)"`.

Only what the page itself says is used: string literals that its inline functions join with their parameters.
No script is executed; what depends on anything else stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from crawler.pages.page import Page

# An expression is cut here: URLs are joined from a handful of short pieces.
_MAX_EXPRESSION = 1000
_MAX_BODY = 4000
_MAX_FUNCTIONS = 400
_MAX_DEPTH = 4
_MAX_SCRIPTS = 5000
_FUNCTION = re.compile(
    r"(?:\bfunction\s+([\w$]{1,60})\s*\(([^()]{0,200})\)"
    r"|\b([\w$]{1,60})\s*[:=]\s*function\s*[\w$]{0,60}\s*\(([^()]{0,200})\)"
    r"|\b([\w$]{1,60})\s*=\s*\(([^()]{0,200})\)\s*=>)\s*\{"
)
_CALL = re.compile(r"(?:^|[;{\s:.]|return\s)([\w$]{1,60})\s*\(([^;]{0,600}?)\)\s*(?:;|$|\})")
# Where the expression of a URL begins: location.href = …, window.open(…), location.replace(…), frame.src = …
_OPENING = re.compile(
    r"(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:assign|replace)\s*\(|(?<![\w$.])(?:window\.|parent\.|top\.)?open\s*\("
    r"|\.(?:src|href)\s*=(?!=)|\.attr\(\s*['\"](?:src|href)['\"]\s*,)\s*"
)
_VARIABLE = re.compile(r"\b(?:var|let|const)\s+([\w$]{1,60})\s*=(?!=)\s*")
_TOKEN = re.compile(
    r"\s*(?:(\+)|([()])|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`\\]*)`"
    r"|((?:encodeURI(?:Component)?|escape|String)(?=\s*\())"
    r"|([\w$]+\.options\[[\w$]+\.selectedIndex\]\.value|\$\([\w$]+\)\.val\(\)|[\w$]+(?:\.value)?))"
)
_NOTHING = re.compile(r"\s*(?:javascript:)?\s*(?:void\s*\(?\s*0?\s*\)?|return\s+false)?\s*;*\s*$")
_PLACEHOLDER = re.compile(r"\$\{([\w$]{1,60})\}")
_BOX_VALUES = ("{0}.value", "{0}.options[{0}.selectedIndex].value", "$({0}).val()")


class _Function(NamedTuple):
    parameters: tuple[str, ...]
    body: str


def called_url(page: Page, script: str, value: str = "") -> str:
    """The URL that `script`, a handler of an element, opens, as it is written; "" if it cannot be told.

    `value` is what `this.value` stands for. The URL still has to be resolved on the page.
    """
    if _NOTHING.match(script):
        return ""
    known = _box_values("this", value) if value else {}
    return _resolver(page).opened_url(script.strip().removeprefix("javascript:")[:_MAX_BODY], known)


@lru_cache(maxsize=4)
def _resolver(page: Page) -> _ScriptResolver:
    return _ScriptResolver(_functions(page))


def _functions(page: Page) -> Mapping[str, _Function]:
    """The functions that the inline scripts of a page define, by name."""
    functions: dict[str, _Function] = {}
    for element in page.tree.iter("script"):
        text = element.text or ""
        for match in islice(_FUNCTION.finditer(text), _MAX_FUNCTIONS):
            names, parameters = match[1] or match[3] or match[5], match[2] or match[4] or match[6] or ""
            body = text[match.end() : match.end() + _MAX_BODY]
            functions.setdefault(
                names, _Function(tuple(name.strip() for name in parameters.split(",")), _block(body))
            )
    return functions


def _block(text: str) -> str:
    """The text up to the brace that closes the block."""
    depth = 1
    for match in re.finditer(r"[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return text[: match.start()]
    return text


class _ScriptResolver:
    """Follows calls of the functions of one page, through at most `_MAX_SCRIPTS` pieces of script."""

    def __init__(self, functions: Mapping[str, _Function]) -> None:
        self._functions = functions
        self._scripts_left = _MAX_SCRIPTS

    def opened_url(self, script: str, values: Mapping[str, str], depth: int = 0) -> str:
        """The URL that a script opens with these variables, by itself or by the functions that it calls."""
        self._scripts_left -= 1
        if self._scripts_left < 0 or depth > _MAX_DEPTH:
            return ""
        known = _with_variables(script, values)
        opened = (_joined_text(script[match.end() :], known) for match in _OPENING.finditer(script))
        called = (self._called_url(match, known, depth) for match in _CALL.finditer(script))
        return next((url for urls in (opened, called) for url in urls if url), "")

    def _called_url(self, call: re.Match[str], known: Mapping[str, str], depth: int) -> str:
        function = self._functions.get(call[1])
        if function is None:
            return ""
        arguments = zip(function.parameters, _arguments(call[2], known), strict=False)
        bound = {name: text for name, text in arguments if text is not None}
        # A parameter may be the select box itself: go(this).
        for name, argument in zip(function.parameters, call[2].split(","), strict=False):
            if argument.strip() == "this" and "this.value" in known:
                bound |= _box_values(name, known["this.value"])
        return self.opened_url(function.body, bound, depth + 1)


def _box_values(name: str, value: str) -> dict[str, str]:
    """What scripts write for the value of the select box that has this name."""
    return {words.format(name): value for words in _BOX_VALUES}


def _with_variables(script: str, values: Mapping[str, str]) -> Mapping[str, str]:
    """The values with those of the variables that the script sets before it uses them."""
    known = dict(values)
    for match in _VARIABLE.finditer(script):
        value = _joined_text(script[match.end() :], known)
        if value is not None:
            known[match[1]] = value
    return known


def _arguments(text: str, known: Mapping[str, str]) -> list[str | None]:
    """The values of the arguments of a call, None for one that is not known."""
    arguments: list[str | None] = []
    position = 0
    while position <= len(text):
        value, end = _read_expression(text, position, known)
        arguments.append(value)
        comma = text.find(",", end)
        if comma < 0:
            return arguments
        position = comma + 1
    return arguments


def _joined_text(expression: str, known: Mapping[str, str]) -> str | None:
    return _read_expression(expression[:_MAX_EXPRESSION], 0, known)[0]


def _read_expression(text: str, position: int, known: Mapping[str, str]) -> tuple[str | None, int]:
    """The text that an expression joins, None if a part of it is unknown; and where it ends."""
    parts: list[str | None] = []
    depth = 0
    expects_value = True
    while match := _TOKEN.match(text, position):
        plus, bracket, *literals, function, name = match.groups()
        if (bracket == ")" and depth == 0) or (not expects_value and not plus and not bracket):
            break
        if bracket:
            depth += 1 if bracket == "(" else -1
        elif not plus and not function:
            literal = next((part for part in literals if part is not None), None)
            parts.append(_name_value(name, known) if literal is None else _fill_placeholders(literal, known))
        expects_value = bool(plus or function or bracket == "(")
        position = match.end()
    known_parts = [part for part in parts if part is not None]
    return ("".join(known_parts) if parts and len(known_parts) == len(parts) else None), position


def _name_value(name: str, known: Mapping[str, str]) -> str | None:
    if name.isdigit():
        return name
    return known.get(name)


def _fill_placeholders(literal: str, known: Mapping[str, str]) -> str | None:
    names = _PLACEHOLDER.findall(literal)
    if any(name not in known for name in names):
        return None
    return _PLACEHOLDER.sub(lambda match: known[match[1]], literal.replace("\\/", "/"))
