"""Cleans lines of text and decides whether two lines belong to one paragraph."""

from __future__ import annotations

import re

_BLANK_CHARACTERS = " \t\r\n\v\f\u00a0\u2002\u2003\u2009\u3000\u200b\u200c\u200d\u2060\ufeff"
# Remains of Word's markup in converted text (seed 003: "[bookmark: _GoBack]2021年…").
_WORD_NOISE = re.compile(
    r"\[bookmark:[^\]\n]{0,80}\]|\[endif\]|<!--\[(?:if|endif)[^\n]{0,200}?-->|<!\[endif\]-->"
)

_CLAUSE_MARK = re.compile(r"[,，。;；:：]")
_CLOSING_PUNCTUATION = re.compile(r"[。！？!?；;：:…][”’」』）)》】]*$")
_SENTENCE = re.compile(r"[，。；！？]|[。！？；]$")
# A line that begins with a number, a bullet or the mark of a note begins a paragraph, however the line
# before it ended.
_LIST_ITEM_START = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}(?:[)）、．]|\.(?!\d))|第[一二三四五六七八九十\d]{1,3}[部条章节]"
    r"|[①-⑳]|[-*+•·●■]\s|注[:：]|附[件:：]"
)


def clean_line(text: str) -> str:
    """Return `text` without Word's remains and without blanks (also U+3000, zero-width) at both ends."""
    if "[" in text or "<" in text:
        text = _WORD_NOISE.sub("", text)
    return text.strip(_BLANK_CHARACTERS)


def is_split_paragraph(first: str, second: str) -> bool:
    """Return whether a page break splits one paragraph into `first` and `second`.

    True if the first part has a clause and no closing punctuation, and the second continues in sentences. So
    the name of an agency above its date, or a caption above a sentence, are not joined.
    """
    if not _CLAUSE_MARK.search(first) or has_closing_punctuation(first):
        return False
    return bool(_SENTENCE.search(second)) and not starts_list_item(second)


def has_closing_punctuation(text: str) -> bool:
    """Return whether the text ends with punctuation that closes a sentence or opens a list."""
    return _CLOSING_PUNCTUATION.search(text) is not None


def starts_list_item(text: str) -> bool:
    """Return whether the text begins with a number, a bullet or the mark of a note."""
    return _LIST_ITEM_START.match(text) is not None
