"""Loads and validates the source registry: TOML files of `[[source]]` entries.

Any mistake raises `SourceError` with file and entry, before anything is requested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomli

from archive.model import translate
from crawler.exceptions import SourceError
from crawler.families import FAMILIES
from crawler.registry.visit_hours import VisitHours

BUNDLED_SOURCES_DIR = Path(__file__).parent / "portals"
OWN_SOURCES_DIR = "sources"
"""Name of the folder of a data directory whose files replace the bundled ones."""
_ID_PATTERN = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
# Nearly all addresses; taking one apart costs ten times as much, and a registry may have many.
_PLAIN_URL = re.compile(r"https?://(?P<host>[a-z0-9.-]+)(?:/[!-Z^-~]*)?")
_HOST_PATTERN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class Source:
    """One portal, or one column of a portal.

    `columns` are the URLs of the lists of reports, if known, `family` the software of these lists; without
    them they are searched for from `home`. `hosts` are further hosts of the portal; `checked` says whether
    somebody has seen the entry work online, `checked_on` on which day (`2026-11-30`). `delay` (seconds),
    `daily_cap` (requests a day) and `visit_hours` (`20:00-07:00`, time in China) apply if they are stricter
    than the settings of the crawl. `cadence` (days) overrides the pace of the schedule; before the day `hold`
    (`2027-01-01`) a source is never due, for the reason in `note`.
    """

    id: str
    name: str
    home: str
    family: str = ""
    columns: tuple[str, ...] = ()
    agency: str = ""
    province: str = ""
    hosts: tuple[str, ...] = ()
    checked: bool = False
    checked_on: str = ""
    note: str = ""
    delay: float = 0.0
    daily_cap: int = 0
    visit_hours: str = ""
    cadence: int = 0
    hold: str = ""

    def all_hosts(self) -> tuple[str, ...]:
        """Every host that the entry names, that of `home` first."""
        url_hosts = (urlsplit(url).hostname or "" for url in (self.home, *self.columns))
        return tuple(dict.fromkeys((*url_hosts, *self.hosts)))

    def as_dict(self) -> dict[str, Any]:
        """The entry as the release publishes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A source with the file that it is in, and its number there."""

    file: Path
    number: int
    source: Source


_REQUIRED_KEYS = ("id", "name", "home")
_TOML_TYPES: dict[str, tuple[type, ...]] = {
    "tuple[str, ...]": (list,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str": (str,),
}
_KEY_TYPES = {field.name: _TOML_TYPES[str(field.type)] for field in fields(Source)}


def load_sources(paths: Path | Iterable[Path]) -> tuple[Source, ...]:
    """Every entry of files and folders, in the order of file names; raises `SourceError` on a mistake."""
    entries, mistakes = read_registry(paths)
    if mistakes:
        raise SourceError(mistakes[0])
    return tuple(entry.source for entry in entries)


def read_registry(paths: Path | Iterable[Path]) -> tuple[tuple[RegistryEntry, ...], tuple[str, ...]]:
    """Every valid entry of files and folders, and a line for each mistake in them.

    Raises `SourceError` if a path does not exist.
    """
    entries: dict[str, RegistryEntry] = {}
    mistakes: list[str] = []
    for file in _registry_files([paths] if isinstance(paths, Path) else paths):
        for candidate in _entries_or_mistakes(file):
            if isinstance(candidate, SourceError):
                mistakes.append(str(candidate))
                continue
            first = entries.setdefault(candidate.source.id, candidate)
            if first is not candidate:
                mistakes.append(
                    translate(
                        "{file}：第 {number} 条的 id “{id}” 已见于 {origin}",
                        file=file,
                        number=candidate.number,
                        id=candidate.source.id,
                        origin=first.file,
                    )
                )
    return tuple(entries.values()), tuple(mistakes)


def _entries_or_mistakes(file: Path) -> Iterator[RegistryEntry | SourceError]:
    try:
        values = _read_entries(file)
    except SourceError as error:
        yield error
        return
    for number, value in enumerate(values, start=1):
        try:
            yield RegistryEntry(file, number, _to_source(file, number, value))
        except SourceError as error:
            yield error


def registry_paths(configured: Sequence[Path], data: Path) -> tuple[Path, ...]:
    """The registry files that apply: the configured ones, else those of the data directory, else ours."""
    own = data / OWN_SOURCES_DIR
    return tuple(configured) or (own if own.is_dir() else BUNDLED_SOURCES_DIR,)


def select_sources(sources: tuple[Source, ...], ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources with these ids; all sources without any id. Raises `SourceError` for unknown ids."""
    selected = set(ids)
    unknown = sorted(selected - {source.id for source in sources})
    if unknown:
        raise SourceError(translate("没有登记的来源：{ids}", ids="、".join(unknown)))
    return tuple(source for source in sources if not selected or source.id in selected)


def _registry_files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise SourceError(translate("{file}：找不到来源登记文件", file=path))
        files += sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return files


def _read_entries(file: Path) -> list[Any]:
    try:
        data = tomli.loads(file.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(translate("{file}：不是有效的 TOML（{error}）", file=file, error=error)) from error
    unknown = sorted(set(data) - {"source"})
    entries = data.get("source", [])
    if unknown or not isinstance(entries, list):
        raise SourceError(
            translate(
                "{file}：只能有 [[source]] 条目，多出 {keys}", file=file, keys="、".join(unknown) or "source"
            )
        )
    return entries


@dataclass(frozen=True, slots=True)
class _EntryLocation:
    """Where an entry is; as text, which is only made for a mistake, "sources.toml：第 3 条（yueyang）"."""

    file: Path
    number: int
    entry: Mapping[str, Any]

    def __str__(self) -> str:
        return translate(
            "{file}：第 {number} 条（{id}）",
            file=self.file,
            number=self.number,
            id=self.entry.get("id", translate("无 id")),
        )


def _to_source(file: Path, number: int, entry: Any) -> Source:
    if not isinstance(entry, Mapping):
        raise SourceError(translate("{file}：第 {number} 条不是 [[source]] 条目", file=file, number=number))
    location = _EntryLocation(file, number, entry)
    _check_keys(location, entry)
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    source = Source(**values)
    _check_values(location, source)
    return source


def _check_keys(location: _EntryLocation, entry: Mapping[str, Any]) -> None:
    missing = [key for key in _REQUIRED_KEYS if key not in entry]
    unknown = sorted(set(entry) - set(_KEY_TYPES))
    if missing:
        raise SourceError(translate("{entry}缺少 {keys}", entry=location, keys="、".join(missing)))
    if unknown:
        raise SourceError(translate("{entry}有不认识的键 {keys}", entry=location, keys="、".join(unknown)))
    for key, value in entry.items():
        items = value if isinstance(value, list) else []
        if type(value) not in _KEY_TYPES[key] or any(not isinstance(item, str) for item in items):
            raise SourceError(translate("{entry}的 {key} 类型不对", entry=location, key=key))


def _check_values(location: _EntryLocation, source: Source) -> None:
    if not _ID_PATTERN.fullmatch(source.id):
        raise SourceError(translate("{entry}的 id 只能用小写字母、数字和 . _ -", entry=location))
    if source.family and source.family not in FAMILIES:
        raise SourceError(
            translate(
                "{entry}的 family “{family}” 不认识；可用 {families}",
                entry=location,
                family=source.family,
                families="、".join(FAMILIES),
            )
        )
    if not source.name.strip():
        raise SourceError(translate("{entry}的 name 不能为空", entry=location))
    for url in (source.home, *source.columns):
        problem = url_error(url)
        if problem:
            raise SourceError(
                translate("{entry}的网址 {url} 不可用：{problem}", entry=location, url=url, problem=problem)
            )
    for host in source.hosts:
        if not _HOST_PATTERN.fullmatch(host):
            raise SourceError(translate("{entry}的 hosts 中 {host} 不是主机名", entry=location, host=host))
    _check_limits(location, source)


def _check_limits(location: _EntryLocation, source: Source) -> None:
    if min(source.delay, source.daily_cap, source.cadence) < 0:
        raise SourceError(translate("{entry}的 delay、daily_cap 与 cadence 不能是负数", entry=location))
    for key, day in (("hold", source.hold), ("checked_on", source.checked_on)):
        if day and not _is_iso_date(day):
            raise SourceError(translate("{entry}的 {key} 要写成日期，如 2027-01-01", entry=location, key=key))
    try:
        VisitHours.parse(source.visit_hours)
    except ValueError as error:
        raise SourceError(
            translate("{entry}的 visit_hours 不对：{error}", entry=location, error=error)
        ) from error


def _is_iso_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def url_error(url: str) -> str:
    """Why an address cannot be requested, in Chinese; "" if it can."""
    plain = _PLAIN_URL.fullmatch(url)
    if plain and _HOST_PATTERN.fullmatch(plain["host"]):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return translate("无法解析")
    if parts.scheme not in ("http", "https"):
        return translate("只接受 http 与 https")
    if parts.username is not None or parts.password is not None:
        return translate("不得带用户名或密码")
    if not parts.hostname or not _HOST_PATTERN.fullmatch(parts.hostname) or port == 0:
        return translate("主机名不对")
    return ""
