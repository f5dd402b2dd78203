"""Extracts identity candidates from a page: meta tags, title, labelled fields, breadcrumb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from lxml.etree import _Element as Element

from archive.model import Candidate, DataRecord, Grid, load_data
from archive.readers.html.dom import DomLine, Piece, text_nodes
from archive.text import collapse_whitespace, remove_whitespace, to_simplified

_MAX_VALUE_CHARS = 200
_MAX_PIECES_ABOVE = 15
_REPORT_TITLE = re.compile(r".{0,50}\d{4}\s*年.{0,40}(?:报告|報告|年报|年報).{0,10}")
_LABELLED_FIELD = re.compile(
    r"[\[【(（]?\s*([\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,7}?)\s*[\]】)）]?\s*[:：]\s*(\S(?:[^\n]*\S)?)"
)
_FIELD_SEPARATOR = re.compile(r"\s{2,}|\s(?=[\u4e00-\u9fff]{2,6}[:：])|[|｜\u3000\]】]")
_BREADCRUMB_START = re.compile(r"(?:您?(?:的)?(?:当前|现在)?(?:所在)?的?位置|首\s*页\s*(?:>|›|»|→|/|-))")


class _FieldNames(DataRecord, frozen=True):
    """Field of the identity by name of a meta tag or by label; empty if the label is known but not used."""

    meta: dict[str, str]
    labels: dict[str, str]


def _field_names() -> _FieldNames:
    return load_data(__package__, "metadata.toml", _FieldNames)


def page_candidates(root: Element, pieces: Sequence[Piece]) -> tuple[Candidate, ...]:
    """Return everything the page states about itself, more formal statements first, each once."""
    candidates = [
        *_meta_tag_candidates(root),
        *_field_candidates(pieces),
        *_title_candidates(root),
        *_breadcrumb_candidates(pieces),
    ]
    return tuple(dict.fromkeys(candidate for candidate in candidates if candidate.value))


def title_above(pieces: Sequence[Piece]) -> tuple[Candidate, ...]:
    """Return the closest line above the report's container that reads like its title, or nothing.

    Many templates put the title there. Links are skipped: lists of links to other reports look the same.
    """
    for piece in reversed(pieces[-_MAX_PIECES_ABOVE:]):
        if isinstance(piece, DomLine) and piece.link_share < 0.5 and is_report_title(piece.text):
            return (Candidate("title", collapse_whitespace(piece.text), "line above"),)
    return ()


def is_report_title(text: str) -> bool:
    """Return whether a line reads like the title of a report: a year, then 报告 or 年报 near its end."""
    return _REPORT_TITLE.fullmatch(text) is not None


def _meta_tag_candidates(root: Element) -> Iterator[Candidate]:
    fields = _field_names().meta
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        if name.lower() in fields:
            yield Candidate(
                fields[name.lower()],
                collapse_whitespace(element.get("content") or "")[:_MAX_VALUE_CHARS],
                f"meta {name}",
            )


def _title_candidates(root: Element) -> Iterator[Candidate]:
    for element in islice(root.iter("title"), 1):
        yield Candidate("title", collapse_whitespace(element.text or "")[:_MAX_VALUE_CHARS], "title")
    for element in islice(root.iter("h1"), 3):
        yield Candidate("title", collapse_whitespace("".join(text_nodes(element)))[:_MAX_VALUE_CHARS], "h1")


def _field_candidates(pieces: Sequence[Piece]) -> Iterator[Candidate]:
    """Yield fields such as 发布日期, one or several in a line, or in a 索引号 table."""
    for piece in pieces:
        if isinstance(piece, DomLine):
            if len(piece.text) <= _MAX_VALUE_CHARS and (":" in piece.text or "：" in piece.text):
                yield from _line_candidates(piece.text)
        else:
            for grid in piece.grids():
                if is_metadata_table(grid):
                    yield from _grid_candidates(grid)


def _line_candidates(text: str) -> Iterator[Candidate]:
    for part in filter(None, (part.strip() for part in _FIELD_SEPARATOR.split(text))):
        match = _LABELLED_FIELD.fullmatch(part)
        if match:
            yield from _label_candidate(match.group(1), match.group(2))


def _grid_candidates(grid: Grid) -> Iterator[Candidate]:
    for row in grid.rows():
        for label, value in pairwise(row):
            yield from _label_candidate(label.text.rstrip(":： "), value.text)
        for cell in row:
            yield from _line_candidates(cell.text)


def _label_candidate(label: str, value: str) -> Iterator[Candidate]:
    name = _normalise_label(label)
    field = _field_names().labels.get(name)
    if field:
        yield Candidate(field, collapse_whitespace(value)[:_MAX_VALUE_CHARS], name)


@lru_cache(maxsize=4096)
def _normalise_label(text: str) -> str:
    return remove_whitespace(to_simplified(text)).strip("[]【】()（）:：")


def is_metadata_table(grid: Grid) -> bool:
    """Return whether the grid is the page's own table of 索引号, 发布机构 …, not one of the report."""
    if len(grid.cells) > 60:
        return False
    return sum(len(cell.text) <= 80 and _is_field_label(cell.text) for cell in grid.cells) >= 3


@lru_cache(maxsize=4096)
def _is_field_label(text: str) -> bool:
    return _normalise_label(re.split("[:：]", text, maxsplit=1)[0]) in _field_names().labels


def _breadcrumb_candidates(pieces: Sequence[Piece]) -> Iterator[Candidate]:
    """Yield the breadcrumb line, joined with the links after it if the markup splits it."""
    for index, piece in enumerate(pieces):
        if (
            isinstance(piece, DomLine)
            and len(piece.text) <= _MAX_VALUE_CHARS
            and _BREADCRUMB_START.match(piece.text)
        ):
            texts = [piece.text]
            for next_piece in pieces[index + 1 : index + 9]:
                if (
                    not isinstance(next_piece, DomLine)
                    or next_piece.link_share < 0.5
                    or len(next_piece.text) > 30
                ):
                    break
                texts.append(next_piece.text)
            yield Candidate(
                "breadcrumb", collapse_whitespace(" ".join(texts))[:_MAX_VALUE_CHARS], "breadcrumb"
            )
            return
