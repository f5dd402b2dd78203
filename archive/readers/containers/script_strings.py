"""Extracts the strings of JavaScript and JSON, with their escapes resolved.

JSON needs no reader of its own: a report is one of its strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import OBJECT_CHARACTER

# The closing quote is optional, so that a string without an end is passed over once and not again and again.
# One quote at a time: an apostrophe in a comment or a regular expression would hide all strings after it.
_LITERALS = (
    re.compile(r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)(")?(\s*:)?', re.DOTALL),
    re.compile(r"'([^'\\\n]*(?:\\.[^'\\\n]*)*)(')?(\s*:)?", re.DOTALL),
    re.compile(r"`([^`\\]*(?:\\.[^`\\]*)*)(`)?(\s*:)?", re.DOTALL),
)
# "…" + "…": one text over several lines. A pattern that starts with a character is found faster.
_CONCATENATIONS = (
    re.compile(r'"(?<!\\")\s*\+\s*"'),
    re.compile(r"'(?<!\\')\s*\+\s*'"),
    re.compile(r"`(?<!\\`)\s*\+\s*`"),
)
# "…" + variable + "…" and `…${variable}…`: a value that only the running script knows.
_VALUE = r"\s*\+\s*[\w$.\[\]()]{1,80}\s*\+\s*"
_VARIABLES = (
    re.compile(rf'"(?<!\\"){_VALUE}"'),
    re.compile(rf"'(?<!\\'){_VALUE}'"),
    re.compile(r"\$\{[^{}`]{0,200}\}"),
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_SIMPLE_ESCAPES = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "",
    "f": "\n",
    "v": "\n",
    "0": "",
    "\n": "",
    "\r\n": "",
}


def script_strings(script: str) -> Iterator[str]:
    """Yield every string that is no key: those in double quotes, then in single quotes, then in backticks.

    `OBJECT_CHARACTER` stands in them for the value of a variable.
    """
    for literal, concatenation, variable in zip(_LITERALS, _CONCATENATIONS, _VARIABLES, strict=True):
        for match in literal.finditer(variable.sub(OBJECT_CHARACTER, concatenation.sub("", script))):
            if match[2] and not match[3] and match[1]:
                yield unescape_string(match[1])


def unescape_string(text: str) -> str:
    """Return the text of a string literal; pairs of surrogates become one character."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescape, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _SIMPLE_ESCAPES.get(match[4], match[4])
