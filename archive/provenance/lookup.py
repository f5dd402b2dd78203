"""Finds the report and the figure that a user's words refer to."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from functools import cache

from archive.forms import FormRow, FormTable, Term, figure_keys, form
from archive.model import ReportError, translate
from archive.text import normalise_text

_PATH_SEPARATOR_PATTERN = re.compile(r"[·．/>\s]+")
_ORDINAL_PATTERN = re.compile(r"^(?:\([一二三四五六七]\)|[一二三四]、|\d)")
_YEAR_SUFFIX_PATTERN = re.compile(r"(?<=\d{4})年度?$")


class NotFound(ReportError):
    """The words match nothing, or more than one thing; `candidates` are lines to choose from."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class _FigurePath:
    """A figure with the names of the table, groups, row and column that lead to it."""

    key: str
    path: tuple[frozenset[str], ...]


def find_report(connection: sqlite3.Connection, words: str) -> int:
    """The id of the report that `words` refer to: its number, or parts of its label.

    Raises `NotFound` if no report or more than one report matches.
    """
    reports = connection.execute("SELECT id, label, agency, year FROM reports ORDER BY label").fetchall()
    if words.strip().isdigit() and int(words) in {row[0] for row in reports}:
        return int(words)
    parts = [normalise_text(_YEAR_SUFFIX_PATTERN.sub("", part)) for part in words.split()]
    exact = [row for row in reports if parts == [normalise_text(row[2]), str(row[3])]]
    matches = exact or [
        row for row in reports if parts and all(part in normalise_text(row[1]) for part in parts)
    ]
    if len(matches) == 1:
        return int(matches[0][0])
    if not matches:
        raise NotFound(
            translate("当前版本里没有年报“{words}”（可给编号、机关和年度，或名称的一部分）", words=words)
        )
    raise NotFound(
        translate("“{words}”符合 {count} 份年报，请写得更具体", words=words, count=len(matches)),
        tuple(f"{row[0]}  {row[1]}" for row in matches),
    )


def find_figure(form_id: str, words: str) -> str:
    """The key of the figure that `words` refer to: `table.row.column`, or Chinese labels that lead to it.

    Raises `NotFound` if no figure or more than one figure of the form matches.
    """
    keys = {".".join(key_parts) for key_parts in figure_keys(form_id)}
    if words in keys:
        return words
    parts = [normalise_text(part) for part in _PATH_SEPARATOR_PATTERN.split(words) if part]
    figures = _figure_paths(form_id)
    exact = [figure.key for figure in figures if parts and _matches_path(parts, figure.path, exact=True)]
    matches = exact or [
        figure.key for figure in figures if parts and _matches_path(parts, figure.path, exact=False)
    ]
    matches = matches or sorted(key for key in keys if words and key.startswith(f"{words}."))
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise NotFound(
            translate(
                "{form} 表式里没有指标“{words}”（如 requests.granted.total 或 予以公开·总计）",
                form=form_id,
                words=words,
            )
        )
    raise NotFound(
        translate("“{words}”符合 {count} 个指标，请写得更具体", words=words, count=len(matches)),
        tuple(matches),
    )


def _matches_path(parts: list[str], path: tuple[frozenset[str], ...], *, exact: bool) -> bool:
    """True if the last part names the end of the path, and the others name steps of it in their order."""
    *ancestors, last = parts
    if not _matches_name(last, path[-1], exact=exact):
        return False
    steps = iter(path[:-1])
    return all(any(_matches_name(part, names, exact=exact) for names in steps) for part in ancestors)


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
