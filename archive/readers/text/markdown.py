"""Reads Markdown as PDF converters write it: tables with a divider row, irregular heading levels, bold text.

Seed 002: heading levels go from # to #### within one report, headings contain bold text, and a page break
splits two sentences into two paragraphs each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import TypeGuard

from archive.model import OBJECT_CHARACTER, Block, Cell, Grid, GridKind, Paragraph, ParagraphKind
from archive.readers.common import clean_line, is_split_paragraph, matching_rule_id
from archive.readers.text import inline_html, pipe_tables
from archive.readers.text.unseen_marks import remove_unseen_marks
from archive.text import cache_short_texts

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
_HTML_TAG = re.compile(r"<(?!br\b)[a-z]", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_CELL_SEPARATOR = re.compile(r"(?<!\\)\|")
_BOLD_LINE = re.compile(r"\*\*[^*]+\*\*")


def can_read(lines: Sequence[str]) -> bool:
    """Return whether the trimmed lines are a table with a divider row in which pipes enclose every row."""
    return any(map(pipe_tables.is_divider_row, lines)) and all(
        len(line) > 1 and line[0] == line[-1] == "|" for line in lines
    )


def read(lines: Sequence[str]) -> Grid:
    """Return the run as a grid of all cells, including empty ones: Markdown cannot state merged cells."""
    rows = [line for line in lines if not pipe_tables.is_divider_row(line)]
    return Grid(
        GridKind.FLAT,
        tuple(
            Cell(cell_text(text), row=number, column=column)
            for number, line in enumerate(rows)
            for column, text in enumerate(_CELL_SEPARATOR.split(line)[1:-1])
        ),
    )


def is_markdown(lines: Iterable[str]) -> bool:
    """Return whether the text is Markdown; in other text an asterisk or # is taken as printed."""
    return any(
        _BOLD_LINE.search(line) is not None or (_HEADING.match(line) is not None and line.strip(" #") != "")
        for line in lines
    ) or any(pipe_tables.is_divider_row(line.strip()) for line in lines)


@cache_short_texts(maxsize=4096)
def cell_text(text: str) -> str:
    """Return what a cell shows: its text without marks, the object character for a picture.

    Tags other than <br> are read as in a page, because they may hide their text.
    """
    if "![" in text:
        text = _IMAGE.sub(_picture_text, text)
    if "<" in text and _HTML_TAG.search(text):
        text = inline_html.cell_text(remove_unseen_marks(text))
    return strip_markup(text)


def _picture_text(match: re.Match[str]) -> str:
    description = match[1].strip()
    return OBJECT_CHARACTER + (description if description.isdecimal() else "")


def strip_markup(text: str) -> str:
    """Return `text` without Markdown's marks, trimmed; <br> tags become line feeds."""
    text = remove_unseen_marks(text)
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", _LINE_BREAK_TAG.sub("\n", text))
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\1", _STRONG.sub("", text))
    return clean_line(_ESCAPE.sub(r"\1", text) if "\\" in text else text)


def to_paragraphs(line: str) -> list[Paragraph]:
    """Return the paragraphs of one line: none for a divider, several if a tag breaks the line."""
    if _DIVIDER.match(line):
        return []
    heading = _HEADING.match(line)
    text, kind = (
        (heading.group(2) or "", ParagraphKind.HEADING)
        if heading
        else (_QUOTE_PREFIX.sub("", line, 1), ParagraphKind.TEXT)
    )
    return [Paragraph(part, kind) for part in map(clean_line, strip_markup(text).split("\n")) if part]


def join_page_breaks(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with paragraphs joined that a page break split; no blank is inserted.

    A page number between the two parts is moved after the paragraph. Bullets are removed last, because a list
    item is never joined to the line before.
    """
    joined: list[Block] = []
    page_numbers: list[Block] = []
    for block in blocks:
        previous = joined[-1] if joined else None
        if _is_text_paragraph(block) and matching_rule_id(block.text, in_report=True):
            page_numbers.append(block)
        elif (
            _is_text_paragraph(block)
            and _is_text_paragraph(previous)
            and is_split_paragraph(previous.text, block.text)
        ):
            joined[-1] = Paragraph(previous.text + block.text)
        else:
            joined += [*page_numbers, block]
            page_numbers = []
    return [_strip_bullet(block) for block in joined + page_numbers]


def _strip_bullet(block: Block) -> Block:
    if _is_text_paragraph(block) and not matching_rule_id(block.text, in_report=True):
        return Paragraph(_BULLET.sub("", block.text, 1) if _BULLET.match(block.text) else block.text)
    return block


def _is_text_paragraph(block: Block | None) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.kind is ParagraphKind.TEXT
