"""Which sources there are: the registry under the data directory, else the one that comes along."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.model import UnreadableFile
from crawler import SourceError
from crawler.registry import BUNDLED_SOURCES_DIR, Source, load_sources, select_sources
from gongkai.errors import CommandError, UsageError

# The largest report known to us, a scanned PDF, has about 30 MB; a film dropped here by mistake has more.
MAX_FILE_BYTES = 200 * 1024 * 1024


def read_file(file: Path) -> bytes:
    """The bytes of one file; UnreadableFile when it is empty, far too large, or closed to us."""
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableFile(f"文件过大（{size // 1024**2} MB，上限 {MAX_FILE_BYTES // 1024**2} MB）")
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"无法打开（{error.strerror}）") from error
    if not data:
        raise UnreadableFile("文件是空的")
    return data


def current_database(data: Path) -> Path:
    """The database of the current release; without one, the line that says how to get it."""
    database = data / "current" / "archive.db"
    if not database.is_file():
        raise CommandError(f"{data} 里还没有发布过版本（请先运行 gongkai build）")
    return database


REGISTRY_DIR = "sources"


def registry_path(data: Path) -> Path:
    """The folder of TOML files that counts for this data directory."""
    own = data / REGISTRY_DIR
    return own if own.is_dir() else BUNDLED_SOURCES_DIR


def registered_sources(data: Path) -> tuple[Source, ...]:
    """Every registered source; a mistake in a file is said by file and entry."""
    return load_sources(registry_path(data))


def selected_sources(data: Path, source_ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources of these ids, or all; asking for one that is not registered is a slip of the hand."""
    known = registered_sources(data)
    if not known:
        raise CommandError(
            f"还没有登记任何来源（请把登记文件放进 {data / REGISTRY_DIR}/，每个来源一条 [[source]]）"
        )
    try:
        return select_sources(known, source_ids)
    except SourceError as error:
        raise UsageError(f"{error}（登记文件在 {registry_path(data)}）") from error
