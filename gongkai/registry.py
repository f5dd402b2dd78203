"""The registered sources of a data directory: those in its `sources/`, else the bundled ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.model import translate
from crawler import SourceError
from crawler.registry import BUNDLED_SOURCES_DIR, Source, load_sources, select_sources
from gongkai.data_dir import REGISTRY_DIR
from gongkai.errors import CommandError, UsageError


def registry_path(data: Path) -> Path:
    """Return the folder of registry files that applies to this data directory."""
    own = data / REGISTRY_DIR
    return own if own.is_dir() else BUNDLED_SOURCES_DIR


def registered_sources(data: Path) -> tuple[Source, ...]:
    """Return all registered sources; raises `SourceError` with file and entry if one is wrong."""
    return load_sources(registry_path(data))


def selected_sources(data: Path, source_ids: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources with these ids, all if there are none.

    Raises `CommandError` if nothing is registered, `UsageError` if an id is unknown.
    """
    sources = registered_sources(data)
    if not sources:
        raise CommandError(
            translate(
                "还没有登记任何来源（请把登记文件放进 {folder}/，每个来源一条 [[source]]）",
                folder=data / REGISTRY_DIR,
            )
        )
    try:
        return select_sources(sources, source_ids)
    except SourceError as error:
        raise UsageError(
            translate("{error}（登记文件在 {folder}）", error=error, folder=registry_path(data))
        ) from error
