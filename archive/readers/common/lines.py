"""What a line of prose is: trimmed as printed, and rejoined where a page break cut it."""

from __future__ import annotations

import re

_BLANK_CHARACTERS = " \t\r\n\v\f\u00a0\u2002\u2003\u2009\u3000\u200b\u200c\u200d\u2060\ufeff"
# Leftovers of Word in converted text (seed 003: "[bookmark: _GoBack]2021年…").
_WORD_NOISE = re.compile(
    r"\[bookmark:[^\]\n]{0,80}\]|\[endif\]|<!--\[(?:if|endif)[^\n]{0,200}?-->|<!\[endif\]-->"
)

_CLAUSE_MARK = re.compile(r"[,，。;；:：]")
_CLOSING_PUNCTUATION = re.compile(r"[。！？!?；;：:…][”’」』）)》】]*$")
_SENTENCE = re.compile(r"[，。；！？]|[。！？；]$")
# A paragraph that opens with its own number, bullet or note starts afresh, however the one before it ended.
_LIST_ITEM_START = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}(?:[)）、．]|\.(?!\d))|第[一二三四五六七八九十\d]{1,3}[部条章节]"
    r"|[①-⑳]|[-*+•·●■]\s|注[:：]|附[件:：]"
)


def clean_line(text: str) -> str:
    """`text` without Word's leftovers and without blanks at its ends, U+3000 and zero-width ones included."""
    if "[" in text or "<" in text:
        text = _WORD_NOISE.sub("", text)
    return text.strip(_BLANK_CHARACTERS)


def is_split_paragraph(first: str, second: str) -> bool:
    """Whether a page break stands between the two halves of one paragraph.

    The first half holds a clause and ends without closing punctuation, the second goes on in sentences:
    so an agency's name above its date, or a caption above a sentence, stay apart.
    """
    if not _CLAUSE_MARK.search(first) or has_closing_punctuation(first):
        return False
    return bool(_SENTENCE.search(second)) and not starts_list_item(second)


def has_closing_punctuation(text: str) -> bool:
    """Whether the text ends with punctuation that closes a sentence or opens a list."""
    return _CLOSING_PUNCTUATION.search(text) is not None


def starts_list_item(text: str) -> bool:
    """Whether the text opens with a number of its own, a bullet or the mark of a note."""
    return _LIST_ITEM_START.match(text) is not None
