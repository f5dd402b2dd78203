"""What a page says about itself: meta tags, title, the fields above the article, the breadcrumb."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice, pairwise

from lxml.etree import _Element as Element

from archive.model import Candidate, Grid
from archive.readers.html.dom import Line, Piece, texts
from archive.text.normalise import compact, simplify, tidy

_LONGEST = 200
_NEAR = 15
_TITLE = re.compile(r".{0,50}\d{4}\s*年.{0,40}(?:报告|報告|年报|年報).{0,10}")
_FIELD = re.compile(
    r"[\[【(（]?\s*([\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,7}?)\s*[\]】)）]?\s*[:：]\s*(\S(?:[^\n]*\S)?)"
)
_NEXT = re.compile(r"\s{2,}|\s(?=[\u4e00-\u9fff]{2,6}[:：])|[|｜\u3000\]】]")
_PLACE = re.compile(r"(?:您?(?:的)?(?:当前|现在)?(?:所在)?的?位置|首\s*页\s*(?:>|›|»|→|/|-))")


@dataclass(frozen=True, slots=True)
class _Names:
    meta: dict[str, str]
    labels: dict[str, str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    stated = tomllib.loads(files(__package__).joinpath("metadata.toml").read_text("utf-8"))
    return _Names(stated["meta"], stated["labels"])


def candidates(root: Element, pieces: Sequence[Piece]) -> tuple[Candidate, ...]:
    """Everything the page states, the more formal statements first, each once."""
    found = [*_meta(root), *_fields(pieces), *_headings(root), *_breadcrumb(pieces)]
    return tuple(dict.fromkeys(candidate for candidate in found if candidate.value))


def above(pieces: Sequence[Piece]) -> tuple[Candidate, ...]:
    """The line right above the report's container that reads like its title: many templates put it there.

    Lists of links to other reports look the same, so a link is no title.
    """
    for piece in reversed(pieces[-_NEAR:]):
        if isinstance(piece, Line) and piece.linked < 0.5 and is_title(piece.text):
            return (Candidate("title", tidy(piece.text), "line above"),)
    return ()


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a report: a year, then 报告 or 年报 near its end."""
    return _TITLE.fullmatch(text) is not None


def _meta(root: Element) -> Iterator[Candidate]:
    fields = _names().meta
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        if name.lower() in fields:
            yield Candidate(
                fields[name.lower()], tidy(element.get("content") or "")[:_LONGEST], f"meta {name}"
            )


def _headings(root: Element) -> Iterator[Candidate]:
    for element in islice(root.iter("title"), 1):
        yield Candidate("title", tidy(element.text or "")[:_LONGEST], "title")
    for element in islice(root.iter("h1"), 3):
        yield Candidate("title", tidy("".join(texts(element)))[:_LONGEST], "h1")


def _fields(pieces: Sequence[Piece]) -> Iterator[Candidate]:
    """Fields such as 发布日期, in a line of their own or side by side in one, or in a 索引号 table."""
    for piece in pieces:
        if isinstance(piece, Line):
            if len(piece.text) <= _LONGEST and (":" in piece.text or "：" in piece.text):
                yield from _in_line(piece.text)
        else:
            for grid in piece.grids():
                if is_about(grid):
                    yield from _in_grid(grid)


def _in_line(text: str) -> Iterator[Candidate]:
    for part in filter(None, (part.strip() for part in _NEXT.split(text))):
        found = _FIELD.fullmatch(part)
        if found:
            yield from _candidate(found.group(1), found.group(2))


def _in_grid(grid: Grid) -> Iterator[Candidate]:
    for row in grid.lines():
        for label, value in pairwise(row):
            yield from _candidate(label.text.rstrip(":： "), value.text)
        for cell in row:
            yield from _in_line(cell.text)


def _candidate(label: str, value: str) -> Iterator[Candidate]:
    name = _label(label)
    field = _names().labels.get(name)
    if field:
        yield Candidate(field, tidy(value)[:_LONGEST], name)


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    return compact(simplify(text)).strip("[]【】()（）:：")


def is_about(grid: Grid) -> bool:
    """Whether the grid is a page's own table of 索引号, 发布机构 and the like, not one of the report."""
    if len(grid.cells) > 60:
        return False
    return sum(len(cell.text) <= 80 and _is_label(cell.text) for cell in grid.cells) >= 3


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    return _label(re.split("[:：]", text, maxsplit=1)[0]) in _names().labels


def _breadcrumb(pieces: Sequence[Piece]) -> Iterator[Candidate]:
    """The line that says where the page stands, with what follows it where the markup breaks it up."""
    for place, piece in enumerate(pieces):
        if isinstance(piece, Line) and len(piece.text) <= _LONGEST and _PLACE.match(piece.text):
            texts = [piece.text]
            for after in pieces[place + 1 : place + 9]:
                if not isinstance(after, Line) or after.linked < 0.5 or len(after.text) > 30:
                    break
                texts.append(after.text)
            yield Candidate("breadcrumb", tidy(" ".join(texts))[:_LONGEST], "breadcrumb")
            return
