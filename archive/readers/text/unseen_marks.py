"""Removes from Markdown what is no part of the printed text: struck text, raised marks, references to notes.

`1^2^` and `1<sup>2</sup>` are 1 with a mark, not 12.
"""

from __future__ import annotations

import re

_STRUCK = re.compile(
    r"~~(?=\S)[^~\n]{1,400}~~|<(?P<tag>del|s|strike)\b[^<>\n]{0,200}>[^<>\n]{0,400}</(?P=tag)>", re.IGNORECASE
)
_RUBY = re.compile(r"<(?P<tag>rt|rp|rtc)\b[^<>\n]{0,200}>[^<>\n]{0,100}</(?P=tag)>", re.IGNORECASE)
# ^2^ of pandoc, ^{2} of Org, <sup>2</sup>; the character before it says whether it is the power of a unit.
_RAISED = re.compile(
    r"(?P<before>\S)(?:\^(?P<caret>[^\s^{}]{1,10})\^|\^\{(?P<brace>[^{}\n]{1,10})\}"
    r"|<sup\b[^<>\n]{0,200}>(?P<tag>[^<>\n]{1,40})</sup>)",
    re.IGNORECASE,
)
_LOWERED = re.compile(r"(?<=\d)(?:~[^\s~]{1,10}~|<sub\b[^<>\n]{0,200}>[^<>\n]{1,40}</sub>)", re.IGNORECASE)
_NOTE = re.compile(
    r"(?<=\S)(?:\[\^[^\]\s]{1,20}\]"
    r"|\[(?:[^\[\]\n\\]|\\?\[[^\[\]\n\\]{0,10}\\?\]|\\.){1,20}\]"
    r"\(#_?(?:ftn|edn|fn|note|footnote|endnote|cite_note|zhu)[^)\n]{0,100}\))",
    re.IGNORECASE,
)
_POWERS = {"2": "²", "3": "³"}
_UNIT = re.compile(r"[A-Za-z米]")
_SIGNS = ("^", "~", "<", "[")


def remove_unseen_marks(text: str) -> str:
    """Return the text without them; the power of a unit becomes ² or ³."""
    if not any(sign in text for sign in _SIGNS):
        return text
    text = _RUBY.sub("", _STRUCK.sub("", text))
    return _LOWERED.sub("", _RAISED.sub(_raised_text, _NOTE.sub("", text)))


def _raised_text(match: re.Match[str]) -> str:
    raised = (match["caret"] or match["brace"] or match["tag"]).strip()
    if _UNIT.match(match["before"]):
        return match["before"] + _POWERS.get(raised, raised)
    return match["before"]
