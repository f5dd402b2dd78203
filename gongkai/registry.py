"""Which sources there are: the registry under the data directory, else the one that comes along."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crawler.sources import SHIPPED, Source, SourceError, chosen, load
from gongkai.exits import Misuse, Trouble

FOLDER = "sources"


def place(data: Path) -> Path:
    """The folder of TOML files that counts for this data directory."""
    own = data / FOLDER
    return own if own.is_dir() else SHIPPED


def registered(data: Path) -> tuple[Source, ...]:
    """Every registered source; a mistake in a file is said by file and entry."""
    return load(place(data))


def wanted(data: Path, names: Iterable[str]) -> tuple[Source, ...]:
    """The sources of these ids, or all; asking for one that is not registered is a slip of the hand."""
    known = registered(data)
    if not known:
        raise Trouble(f"还没有登记任何来源（请把登记文件放进 {data / FOLDER}/，每个来源一条 [[source]]）")
    try:
        return chosen(known, names)
    except SourceError as error:
        raise Misuse(f"{error}（登记文件在 {place(data)}）") from error
