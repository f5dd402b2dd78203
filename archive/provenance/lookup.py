"""Which report, and which of its figures, somebody means by the words he gives."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import cache

from archive.forms import FormRow, FormTable, Term, figure_keys, form
from archive.model import ReportError
from archive.text.normalise import normalise_text

_PATH_SEPARATOR_PATTERN = re.compile(r"[·．/>\s]+")
_ORDINAL_PATTERN = re.compile(r"^(?:\([一二三四五六七]\)|[一二三四]、|\d)")
_YEAR_SUFFIX_PATTERN = re.compile(r"(?<=\d{4})年度?$")


class NotFound(ReportError):
    """Nothing is meant by these words, or several things are; `candidates` are lines to choose from."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class _FigurePath:
    """A figure with the names on the way to it: table, groups, row, column."""

    key: str
    path: tuple[frozenset[str], ...]


def find_report(connection: sqlite3.Connection, words: str) -> int:
    """The id of the report that `words` mean: its number, or pieces of its label. Raises `NotFound`."""
    found = connection.execute("SELECT id, label, agency, year FROM reports ORDER BY label").fetchall()
    if words.strip().isdigit() and int(words) in {row[0] for row in found}:
        return int(words)
    pieces = [normalise_text(_YEAR_SUFFIX_PATTERN.sub("", piece)) for piece in words.split()]
    exact = [row for row in found if pieces == [normalise_text(row[2]), str(row[3])]]
    fitting = exact or [
        row for row in found if pieces and all(piece in normalise_text(row[1]) for piece in pieces)
    ]
    if len(fitting) == 1:
        return int(fitting[0][0])
    if not fitting:
        raise NotFound(f"当前版本里没有年报“{words}”（可给编号、机关和年度，或名称的一部分）")
    raise NotFound(
        f"“{words}”可以是 {len(fitting)} 份年报，请再说清楚些",
        tuple(f"{row[0]}  {row[1]}" for row in fitting),
    )


def find_figure(form_id: str, words: str) -> str:
    """The key of the figure that `words` mean in a form: `table.row.column`, or Chinese labels on the way."""
    keys = {".".join(parts) for parts in figure_keys(form_id)}
    if words in keys:
        return words
    parts = [normalise_text(part) for part in _PATH_SEPARATOR_PATTERN.split(words) if part]
    named = _figure_paths(form_id)
    exact = [one.key for one in named if parts and _matches_path(parts, one.path, exact=True)]
    fitting = exact or [one.key for one in named if parts and _matches_path(parts, one.path, exact=False)]
    fitting = fitting or sorted(key for key in keys if words and key.startswith(f"{words}."))
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise NotFound(f"{form_id} 表式里没有指标“{words}”（如 requests.granted.total 或 予以公开·总计）")
    raise NotFound(f"“{words}”可以是 {len(fitting)} 个指标，请再说清楚些", tuple(fitting))


def _matches_path(parts: list[str], path: tuple[frozenset[str], ...], *, exact: bool) -> bool:
    """Whether the parts name places on the path in its order, the last of them its end."""
    *before, last = parts
    if not _matches_name(last, path[-1], exact=exact):
        return False
    places = iter(path[:-1])
    return all(any(_matches_name(part, names, exact=exact) for names in places) for part in before)


def _matches_name(part: str, names: frozenset[str], *, exact: bool) -> bool:
    return part in names if exact else any(part in name for name in names)


@cache
def _figure_paths(form_id: str) -> tuple[_FigurePath, ...]:
    return tuple(
        _FigurePath(
            f"{table.key}.{row.key}.{column.key}", (*_label_path(table, row), _term_names(column.term))
        )
        for table in form(form_id).tables
        for row in table.rows
        for column in row.columns
    )


def _label_path(table: FormTable, row: FormRow) -> tuple[frozenset[str], ...]:
    title = frozenset((table.key, *(normalise_text(part) for part in table.zh.split())))
    return (title, *map(_term_names, row.groups), _term_names(row.term))


def _term_names(term: Term) -> frozenset[str]:
    labels = {normalise_text(label) for label in term.labels}
    return frozenset({*labels, *(_ORDINAL_PATTERN.sub("", label) for label in labels), term.key})
