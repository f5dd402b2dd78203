"""Recognises the titles of the six sections, and the title at the head of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.model import PICTURE, Block, Candidate, Paragraph, ParagraphKind
from archive.text import normalise_text

_MAX_TITLE_CHARS = 48
# Last characters of all titles, in both scripts: they exclude most lines at once.
_LAST_CHARACTERS = frozenset("况況项項施")
_TRAILING_CHARACTERS = " 。:：*#\t\u00a0\u3000"
_ORDINAL = r"(?:第?[一二三四五六七八九]部?分?|[(]?[一二三四五六七八九1-9][)]?)[、.:]?"
# One pattern for each section, in the order of the form, with the variants of domain.md A.1.
_TITLE_PATTERNS = (
    r"总体(?:工作)?情况",
    r"(?:政府信息)?主动公开(?:政府信息)?(?:的)?情况",
    r"(?:收到和处理)?(?:依)?(?:政府信息公开)?申请(?:公开)?(?:政府信息)?(?:处理|办理)?(?:的)?情况",
    r".{0,16}行政复议.{0,6}行政诉讼.{0,6}情况",
    r".{0,14}存在.{0,4}问题.{0,8}(?:情况|措施)",
    r"其他(?:需要)?(?:报告|说明)的(?:事项|情况)",
)
_ANY_TITLE = re.compile(rf"(?:{_ORDINAL})?(?:{'|'.join(f'({title})' for title in _TITLE_PATTERNS)})[:。]?")


def section_index(text: str) -> int | None:
    """Return which of the six sections (0 to 5) the line could be the title of, None if it is no title."""
    if (
        not 4 <= len(text) <= _MAX_TITLE_CHARS
        or text.rstrip(_TRAILING_CHARACTERS)[-1:] not in _LAST_CHARACTERS
    ):
        return None
    return _title_index(text)


@lru_cache(maxsize=1024)
def _title_index(text: str) -> int | None:
    match = _ANY_TITLE.fullmatch(normalise_text(text))
    return match.lastindex - 1 if match and match.lastindex else None


def is_section_title(text: str) -> bool:
    """Return whether the line could be the title of a section."""
    return section_index(text) is not None


def leading_heading(blocks: Sequence[Block]) -> tuple[Candidate, ...]:
    """Return the first block as a candidate for the report's title if it is a heading, else nothing."""
    first = next((block for block in blocks if block != PICTURE), None)
    if isinstance(first, Paragraph) and first.kind is ParagraphKind.HEADING:
        return (Candidate("title", first.text, "heading"),)
    return ()
