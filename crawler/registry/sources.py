"""The source registry: TOML files of `[[source]]` entries, read into checked values.

A mistake in a registry is said by file and entry, before anything is fetched.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.exceptions import SourceError
from crawler.families import FAMILIES
from crawler.registry.visit_hours import VisitHours

BUNDLED_SOURCES_DIR = Path(__file__).parent / "portals"
_ID_PATTERN = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_HOST_PATTERN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class Source:
    """One portal, or one column of one.

    `columns` are the lists that the reports stand in, where they are known, `family` the software that makes
    them; without either they are found from `home`.
    `hosts` are further hosts that belong to the portal; `checked` says whether somebody online has seen
    the entry work. `delay` in seconds, `daily_cap` in visits and `visit_hours` (`20:00-07:00`, Chinese time)
    hold where they ask for more restraint than the crawl's own. `cadence` in days goes before the schedule's
    pace; until the day `hold` (`2027-01-01`) a source is never due, for the reason that `note` gives.
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
    note: str = ""
    delay: float = 0.0
    daily_cap: int = 0
    visit_hours: str = ""
    cadence: int = 0
    hold: str = ""

    def all_hosts(self) -> tuple[str, ...]:
        """Every host that the entry names, the home's first."""
        named = (urlsplit(url).hostname or "" for url in (self.home, *self.columns))
        return tuple(dict.fromkeys((*named, *self.hosts)))

    def as_dict(self) -> dict[str, Any]:
        """The facts of the entry, as the release shows them."""
        return asdict(self)


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
    """Every entry of files and folders, in the order of file names; `SourceError` for the first mistake."""
    found: dict[str, Source] = {}
    origin: dict[str, Path] = {}
    for file in _registry_files([paths] if isinstance(paths, Path) else paths):
        for number, entry in enumerate(_read_entries(file), start=1):
            source = _to_source(file, number, entry)
            if source.id in found:
                raise SourceError(f"{file}：第 {number} 条的 id “{source.id}” 已见于 {origin[source.id]}")
            found[source.id], origin[source.id] = source, file
    return tuple(found.values())


def select_sources(sources: tuple[Source, ...], ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources of these ids, all of them when none is named; `SourceError` names unknown ids."""
    wanted = list(ids)
    unknown = sorted(set(wanted) - {source.id for source in sources})
    if unknown:
        raise SourceError(f"没有登记的来源：{'、'.join(unknown)}")
    return tuple(source for source in sources if not wanted or source.id in wanted)


def _registry_files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for place in paths:
        if not place.exists():
            raise SourceError(f"{place}：找不到来源登记文件")
        files += sorted(place.glob("*.toml")) if place.is_dir() else [place]
    return files


def _read_entries(file: Path) -> list[Any]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{file}：不是有效的 TOML（{error}）") from error
    unknown = sorted(set(data) - {"source"})
    entries = data.get("source", [])
    if unknown or not isinstance(entries, list):
        raise SourceError(f"{file}：只能有 [[source]] 条目，多出 {'、'.join(unknown) or 'source'}")
    return entries


def _to_source(file: Path, number: int, entry: Any) -> Source:
    if not isinstance(entry, Mapping):
        raise SourceError(f"{file}：第 {number} 条不是 [[source]] 条目")
    where = f"{file}：第 {number} 条（{entry.get('id', '无 id')}）"
    _check_keys(where, entry)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    source = Source(**values)
    _check_values(where, source)
    return source


def _check_keys(location: str, entry: Mapping[str, Any]) -> None:
    missing = [key for key in _REQUIRED_KEYS if key not in entry]
    unknown = sorted(set(entry) - set(_KEY_TYPES))
    if missing:
        raise SourceError(f"{location}缺少 {'、'.join(missing)}")
    if unknown:
        raise SourceError(f"{location}有不认识的键 {'、'.join(unknown)}")
    for key, value in entry.items():
        items = value if isinstance(value, list) else []
        if type(value) not in _KEY_TYPES[key] or any(not isinstance(item, str) for item in items):
            raise SourceError(f"{location}的 {key} 类型不对")


def _check_values(location: str, source: Source) -> None:
    if not _ID_PATTERN.fullmatch(source.id):
        raise SourceError(f"{location}的 id 只能用小写字母、数字和 . _ -")
    if source.family and source.family not in FAMILIES:
        raise SourceError(f"{location}的 family “{source.family}” 不认识；可用 {'、'.join(FAMILIES)}")
    if not source.name.strip():
        raise SourceError(f"{location}的 name 不能为空")
    for url in (source.home, *source.columns):
        wrong = url_error(url)
        if wrong:
            raise SourceError(f"{location}的网址 {url} 不可用：{wrong}")
    for host in source.hosts:
        if not _HOST_PATTERN.fullmatch(host):
            raise SourceError(f"{location}的 hosts 中 {host} 不是主机名")
    _check_limits(location, source)


def _check_limits(location: str, source: Source) -> None:
    if min(source.delay, source.daily_cap, source.cadence) < 0:
        raise SourceError(f"{location}的 delay、daily_cap 与 cadence 不能是负数")
    if source.hold and not _is_iso_date(source.hold):
        raise SourceError(f"{location}的 hold 要写成日期，如 2027-01-01")
    try:
        VisitHours.parse(source.visit_hours)
    except ValueError as error:
        raise SourceError(f"{location}的 visit_hours 不对：{error}") from error


def _is_iso_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def url_error(url: str) -> str:
    """What is wrong with an address, "" when nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "无法解析"
    if parts.scheme not in ("http", "https"):
        return "只接受 http 与 https"
    if parts.username is not None or parts.password is not None:
        return "不得带用户名或密码"
    if not parts.hostname or not _HOST_PATTERN.fullmatch(parts.hostname) or port == 0:
        return "主机名不对"
    return ""
