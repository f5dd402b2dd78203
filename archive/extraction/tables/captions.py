"""Reads the lines around a table that can say whose it is, and for which year.

Captions are short lines before the grid, or across its first row. Remarks say it in other places: a sentence
that introduces the table, a heading above other text, a corner of the header, a row or a line below it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from archive.extraction.cells import is_value
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.doubtful_captions import is_own_department
from archive.model import Cell, DataRecord, load_data
from archive.text import cache_short_texts, normalise_text

_CLAUSE_MARK = re.compile("[,:]")


class CaptionRules(DataRecord, frozen=True, kw_only=True):
    """The rules of `captions.toml`."""

    max_length: int
    sentence: re.Pattern[str]
    sentence_end: re.Pattern[str]
    introduction: re.Pattern[str]
    bare_year: re.Pattern[str]
    about_above: re.Pattern[str]
    about_table: re.Pattern[str]
    aside: re.Pattern[str]
    with_others: re.Pattern[str]
    other_year: re.Pattern[str]
    year: re.Pattern[str]
    other_body: re.Pattern[str]
    body: re.Pattern[str]
    no_body: re.Pattern[str]
    own: re.Pattern[str]


@cache
def caption_rules() -> CaptionRules:
    """The rules of `captions.toml`."""
    return load_data(__package__, "captions.toml", CaptionRules)


@cache_short_texts(maxsize=2048)
def plain_caption(text: str) -> str:
    """The normalised text without what is not about its table: when it was filled in, notices."""
    rules = caption_rules()
    return rules.aside.sub("", rules.with_others.sub(r"\1", normalise_text(text)))


def caption_lines(placed_grid: PlacedGrid) -> Iterator[str]:
    """Yield the normalised lines that can be a caption of the grid."""
    title_row = _texts(placed_grid.lines[0]) if placed_grid.lines else []
    for text in (*placed_grid.caption, *(title_row if len(title_row) == 1 else ())):
        line = plain_caption(text)
        if _is_short(line) and not caption_rules().about_above.search(line):
            yield line


def remark_lines(placed_grid: PlacedGrid, known_texts: Collection[str]) -> Iterator[str]:
    """Yield the normalised lines in other places that can say whose table the grid is.

    `known_texts` are texts of the form, which say nothing about it.
    """
    for text in placed_grid.caption:
        yield from _introductions(plain_caption(text))
    for text in (placed_grid.heading, *_header_remarks(placed_grid), *_last_rows(placed_grid)):
        if text and normalise_text(text) not in known_texts:
            line = plain_caption(text)
            if _is_short(line):
                yield line
    for text in placed_grid.notes:
        line = plain_caption(text)
        rules = caption_rules()
        if rules.about_above.search(line) or rules.about_table.search(line):
            yield line.rstrip("。)")


def _is_short(line: str) -> bool:
    rules = caption_rules()
    return len(line) <= rules.max_length and not rules.sentence.search(line)


def _introductions(line: str) -> Iterator[str]:
    """Yield the clauses of the last sentence of a line that introduce the table: 2022年情况如下."""
    rules = caption_rules()
    sentences = [sentence for sentence in rules.sentence_end.split(line) if sentence]
    if sentences and rules.introduction.search(sentences[-1]):
        clauses = [clause for clause in _CLAUSE_MARK.split(sentences[-1]) if clause]
        yield from clauses[-1:]
        yield from (clause for clause in clauses[:-1] if rules.bare_year.search(clause))


def _header_remarks(placed_grid: PlacedGrid) -> Iterator[str]:
    """Yield the texts above the values that name no column: in the corner, across the grid, with a colon."""
    width = max((cell.column + cell.colspan for line in placed_grid.lines[:1] for cell in line), default=0)
    for line in placed_grid.lines:
        if any(cell.text.strip() and is_value(cell.text) for cell in line):
            return
        for cell in line:
            is_across = cell.column == 0 or cell.colspan * 2 >= width or ":" in cell.text or "：" in cell.text
            if is_across and cell.text.strip():
                yield cell.text


def _last_rows(placed_grid: PlacedGrid) -> Iterator[str]:
    """Yield the texts of rows below the values that have only one text."""
    for line in reversed(placed_grid.lines):
        texts = _texts(line)
        if len(texts) > 1 or any(map(is_value, texts)):
            return
        yield from texts


def _texts(line: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in line if cell.text.strip()]


def any_names_other_report(captions: Iterable[str], agency: str | None, year: int | None) -> bool:
    """True if the normalised lines say that a table is of another body or another year.

    Lines with this and another year are the tabs of a page, or the years of two tables.
    """
    lines = list(captions)
    if any(_names_other_body(line, agency) for line in lines):
        return True
    has_own_year = year is not None and any(str(year) in line for line in lines)
    return not has_own_year and any(_names_other_year(line, year) for line in lines)


def names_other_year(captions: Sequence[str], year: int | None) -> bool:
    """True if one of the lines names another year, whatever the others name."""
    return any(_names_other_year(line, year) for line in captions)


def line_names_other_report(text: str, agency: str | None, year: int | None) -> bool:
    """True if a line across a table names another year or, unless it is a sentence, another body."""
    line = plain_caption(text)
    return _names_other_year(line, year) or (
        not caption_rules().sentence.search(line) and _names_other_body(line, agency)
    )


def names_year_or_body(text: str) -> bool:
    """True if a line has the name of a body or a year, so that it may say whose table follows."""
    rules = caption_rules()
    line = normalise_text(text)
    patterns = (rules.other_year, rules.year, rules.other_body, rules.body)
    return len(line) <= rules.max_length and any(pattern.search(line) for pattern in patterns)


def _names_other_year(line: str, year: int | None) -> bool:
    rules = caption_rules()
    if rules.other_year.search(line):
        return True
    if year is None:
        return False
    # Tables are filled in, checked and dated in the year after that of the report.
    undated = re.sub(rf"{year + 1}年\d{{1,2}}月(?:\d{{1,2}}日)?", "", line)
    years = {int(found) for found in rules.year.findall(undated)}
    return bool(years) and year not in years


def _names_other_body(line: str, agency: str | None) -> bool:
    rules = caption_rules()
    if rules.other_body.search(line):
        return True
    own = normalise_text(agency or "")
    if not own or rules.own.search(line):
        return False
    names = [name for name in rules.body.findall(line) if not rules.no_body.search(name)]
    return any(name not in own and own not in name and not is_own_department(name, own) for name in names)
