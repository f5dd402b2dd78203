"""Markdown as PDF converters write it: tables with a row of dashes, headings of wandering levels, bold runs.

Seed 002: levels go from # to #### within one report, headings are bold inside, and two sentences are cut by
a page break into two paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeGuard

from archive.model import Block, Cell, Grid, GridKind, Paragraph, ParagraphKind
from archive.readers.common import clean_line, is_split_paragraph, matching_rule_id
from archive.readers.text import pipe_tables

NAME = "markdown"

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?\s*#*\s*$")
_DIVIDER = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,}|```.*)$")
_QUOTE_PREFIX = re.compile(r"\s*(?:>\s?)*")
_BULLET = re.compile(r"[-*+]\s+(?=\S)")
_STRONG = re.compile(r"\*\*|(?<![\w_])__(?=\S)|(?<=\S)__(?![\w_])")
_EMPHASIS = re.compile(r"(?<![*\\])\*(?=[^\s*])([^*\n]{1,400}?)(?<=[^\s*])\*(?!\*)")
_IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\]\n]{1,400})\]\([^)\n]{0,500}\)")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:span|sup|sub|b|i|u|em|strong|center|p|div|a)(?:\s[^<>\n]{0,200})?>|<!--.{0,200}?-->",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_CELL_SEPARATOR = re.compile(r"(?<!\\)\|")
_BOLD_LINE = re.compile(r"\*\*[^*]+\*\*")


def can_read(lines: Sequence[str]) -> bool:
    """Whether this dialect can read the run of (trimmed) lines: a row of dashes, every row within pipes."""
    return any(map(pipe_tables.is_divider_row, lines)) and all(
        len(line) > 1 and line[0] == line[-1] == "|" for line in lines
    )


def read(lines: Sequence[str]) -> Grid:
    """The run as a grid of every cell as written, empty ones too: Markdown cannot say what is merged."""
    rows = [line for line in lines if not pipe_tables.is_divider_row(line)]
    return Grid(
        GridKind.FLAT,
        tuple(
            Cell(strip_markup(text), row=number, column=place)
            for number, line in enumerate(rows)
            for place, text in enumerate(_CELL_SEPARATOR.split(line)[1:-1])
        ),
    )


def is_markdown(lines: Iterable[str]) -> bool:
    """Whether the text is Markdown at all; elsewhere an asterisk or a # is just what was printed."""
    return any(
        _BOLD_LINE.search(line) is not None or (_HEADING.match(line) is not None and line.strip(" #") != "")
        for line in lines
    ) or any(pipe_tables.is_divider_row(line.strip()) for line in lines)


def strip_markup(text: str) -> str:
    """`text` without Markdown's marks, line breaks written as tags made line feeds, trimmed."""
    if "<" in text:
        text = _TAG.sub("", _LINE_BREAK_TAG.sub("\n", text))
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\1", _STRONG.sub("", text))
    return clean_line(_ESCAPE.sub(r"\1", text) if "\\" in text else text)


def to_paragraphs(line: str) -> list[Paragraph]:
    """The paragraphs of one line of prose: none for a divider, several where a tag breaks the line."""
    if _DIVIDER.match(line):
        return []
    heading = _HEADING.match(line)
    text, mark = (
        (heading.group(2) or "", ParagraphKind.HEADING)
        if heading
        else (_QUOTE_PREFIX.sub("", line, 1), ParagraphKind.TEXT)
    )
    return [Paragraph(part, mark) for part in map(clean_line, strip_markup(text).split("\n")) if part]


def join_page_breaks(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with paragraphs that a page break cut made one again, without a blank between.

    The number of the page may stand in the cut: it is put behind. Bullets go last: a list item joins nothing.
    """
    whole: list[Block] = []
    numbers: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if _is_text_paragraph(block) and matching_rule_id(block.text, in_report=True):
            numbers.append(block)
        elif (
            _is_text_paragraph(block)
            and _is_text_paragraph(last)
            and is_split_paragraph(last.text, block.text)
        ):
            whole[-1] = Paragraph(last.text + block.text)
        else:
            whole += [*numbers, block]
            numbers = []
    return [_strip_bullet(block) for block in whole + numbers]


def _strip_bullet(block: Block) -> Block:
    if _is_text_paragraph(block) and not matching_rule_id(block.text, in_report=True):
        return Paragraph(_BULLET.sub("", block.text, 1) if _BULLET.match(block.text) else block.text)
    return block


def _is_text_paragraph(block: Block | None) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.kind is ParagraphKind.TEXT
