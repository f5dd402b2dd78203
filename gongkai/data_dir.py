"""What lies where in the data directory, and how local files are read.

`sources/` holds the registry (the bundled one is used if it does not exist), `warc/` the archive, and
`current/archive.db` the database of the current release.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.model import UnreadableFile, describe_os_error, translate
from crawler import SourceError
from crawler.registry import BUNDLED_SOURCES_DIR, Source, load_sources, select_sources
from gongkai.errors import CommandError, UsageError

REGISTRY_DIR = "sources"
# The largest report known to us, a scanned PDF, has about 30 MB; a film given by mistake has more.
MAX_FILE_BYTES = 200 * 1024 * 1024
_MEGABYTE = 1024 * 1024


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


def require_archive(data: Path) -> None:
    """Raise `CommandError` if the data directory holds no archive yet."""
    if not (data / "warc").is_dir():
        raise CommandError(
            translate("{data} 里没有档案（请先运行 gongkai crawl 或 gongkai import）", data=data)
        )


def current_database(data: Path) -> Path:
    """Return the database of the current release; raises `CommandError` if nothing was published yet."""
    database = data / "current" / "archive.db"
    if not database.is_file():
        raise CommandError(translate("{data} 里还没有发布过版本（请先运行 gongkai build）", data=data))
    return database


def read_file(file: Path) -> bytes:
    """Return the bytes of a local file; raises `UnreadableFile` if it is empty, too large or not readable."""
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableFile(
                translate(
                    "文件过大（{size} MB，上限 {limit} MB）",
                    size=size // _MEGABYTE,
                    limit=MAX_FILE_BYTES // _MEGABYTE,
                )
            )
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(translate("无法打开（{reason}）", reason=describe_os_error(error))) from error
    if not data:
        raise UnreadableFile(translate("文件是空的"))
    return data
