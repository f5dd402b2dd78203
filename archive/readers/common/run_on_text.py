"""Splits text without line breaks at the section titles inside it.

Seen at haining.gov.cn: the prose between two tables is one paragraph that contains the headings too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from archive.readers.common import section_titles
from archive.text import to_simplified

_ALL_SECTIONS = frozenset(range(6))
_MAX_CHARS = 1024 * 1024
_NUMERALS = "一二三四五六"
# A preamble may list the six titles with their numbers: there punctuation or a conjunction follows each.
_NOT_IN_LIST = r"(?![\s\u3000]*[,，、;；。.]|[\s\u3000]*(?:和|及|与|等|的|》|”|\)|）))"
_AFTER_SENTENCE = r"(?:(?<=[。！？!?；;:：\s\u3000])|^)"
_SIGNATURE = re.compile(
    r"(?<=[。！？!?])[\s\u3000]*([^\s，。；：、,;:]{3,40})[\s\u3000]+"
    r"(\d{4}[\s\u3000]*年[\s\u3000]*\d{1,2}[\s\u3000]*月[\s\u3000]*\d{1,2}[\s\u3000]*日)[\s\u3000]*$"
)
# Exactly as domain A.1 lists them; a title that only resembles one of these does not split a sentence.
_TITLE_PATTERNS = (
    r"总体(?:工作)?情况",
    r"(?:主动公开政府信息(?:的)?情况|政府信息主动公开(?:的)?情况|主动公开情况)",
    r"(?:收到和处理政府信息公开申请(?:的)?情况|依申请公开政府信息(?:的)?情况)",
    r"(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?行政复议(?:、|和|及)?(?:提起)?行政诉讼(?:的)?情况",
    r"(?:政府信息公开工作)?存在的?(?:主要)?问题及改进(?:情况|措施)",
    r"其他(?:需要)?报告的(?:事项|情况)",
)
_ANY_TITLE = re.compile(
    "|".join(
        rf"{_AFTER_SENTENCE}({_NUMERALS[section]}[、.．]?[\s\u3000]*{title}){_NOT_IN_LIST}"
        for section, title in enumerate(_TITLE_PATTERNS)
    )
)


def missing_sections(texts: Sequence[str]) -> frozenset[int]:
    """Return the sections (0 to 5) whose title is not one of the lines in `texts`."""
    return _ALL_SECTIONS - {section_titles.section_index(text) for text in texts}


def split_at_titles(text: str, sections: Collection[int]) -> list[str]:
    """Return `text` split around the titles of `sections` inside it, in the order of the form.

    A signature that ends the text after the last title is split into two lines. Without such a title the
    result is the text itself, and so it is for a text longer than any report.
    """
    if len(text) > _MAX_CHARS:
        return [text]
    cuts: list[tuple[int, int]] = []
    last_section = -1
    for match in _ANY_TITLE.finditer(to_simplified(text)):
        section = (match.lastindex or 0) - 1
        if section in sections and section > last_section:
            cuts.append(match.span())
            last_section = section
    if not cuts:
        return [text]
    pieces = [text[: cuts[0][0]]]
    for (start, end), (next_start, _) in zip(cuts, [*cuts[1:], (len(text), 0)], strict=True):
        pieces += [text[start:end], text[end:next_start]]
    pieces[-1:] = _split_signature(pieces[-1])
    return [piece for piece in (piece.strip(" \u3000:：") for piece in pieces) if piece]


def _split_signature(text: str) -> list[str]:
    """Return the text before a signature, the agency and the date, or the text alone."""
    match = _SIGNATURE.search(text)
    return [text[: match.start()], match.group(1), match.group(2)] if match else [text]
