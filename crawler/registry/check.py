"""Checks registry files: mistakes, entries with the same host, entries never checked or out of date.

A crawl refuses a registry at its first mistake; here all of them are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from pathlib import Path

from archive.ledger import SourceHealth
from archive.model import DataRecord, SourceState, load_data, translate
from crawler.pages import canonical_key, url_host
from crawler.registry.sources import RegistryEntry, Source, read_registry


class RemarkKind(StrEnum):
    """What a remark is about; all but `SHARED_HOST` and `NEVER_CHECKED` are wrong and need an edit."""

    MISTAKE = "mistake"
    DUPLICATE = "duplicate"
    SHARED_HOST = "shared_host"
    STALE = "stale"
    NEVER_CHECKED = "never_checked"

    @property
    def is_wrong(self) -> bool:
        """Whether the registry has to be edited."""
        return self not in (RemarkKind.SHARED_HOST, RemarkKind.NEVER_CHECKED)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about one entry, or several; `sources` are their ids, empty for a mistake."""

    kind: RemarkKind
    text: str
    sources: tuple[str, ...] = ()


class _CheckRules(DataRecord, frozen=True, kw_only=True):
    """The content of `check.toml`."""

    max_age_days: int
    stale_states: tuple[SourceState, ...]


def check_registry(
    paths: Iterable[Path], health: Mapping[str, SourceHealth], today: date
) -> tuple[int, tuple[Remark, ...]]:
    """Return the number of valid entries, and the remarks by kind.

    `health` is what crawls have stored about sources, empty if there was none. Raises `SourceError` if a path
    does not exist.
    """
    entries, mistakes = read_registry(paths)
    remarks = [Remark(RemarkKind.MISTAKE, mistake) for mistake in mistakes]
    remarks += _host_remarks(entries)
    for entry in entries:
        remarks += _age_remarks(entry, health.get(entry.source.id), today)
    order = list(RemarkKind)
    return len(entries), tuple(sorted(remarks, key=lambda remark: order.index(remark.kind)))


def _host_remarks(entries: Iterable[RegistryEntry]) -> Iterator[Remark]:
    """Yield a remark for each pair of entries that overlap, and for each host of entries that do not."""
    by_host: dict[str, list[RegistryEntry]] = defaultdict(list)
    for entry in entries:
        for host in dict.fromkeys(url_host(url).removeprefix("www.") for url in _urls(entry.source)):
            by_host[host].append(entry)
    reported: set[tuple[str, str]] = set()
    for host, sharing in by_host.items():
        apart: dict[str, RegistryEntry] = {}
        for first, second in combinations(sharing, 2):
            ids = (first.source.id, second.source.id)
            overlap = _overlap(first.source, second.source)
            if not overlap:
                apart |= {first.source.id: first, second.source.id: second}
            elif ids not in reported:
                reported.add(ids)
                places = _places((first, second))
                text = translate("{host}：{places}：{overlap}", host=host, places=places, overlap=overlap)
                yield Remark(RemarkKind.DUPLICATE, text, ids)
        if apart:
            text = translate("{host}：{places}，栏目不同", host=host, places=_places(apart.values()))
            yield Remark(RemarkKind.SHARED_HOST, text, tuple(apart))


def _urls(source: Source) -> tuple[str, ...]:
    return (source.home, *source.columns)


def _places(entries: Iterable[RegistryEntry]) -> str:
    return "、".join(f"{entry.source.id}（{entry.file}）" for entry in entries)


def _overlap(first: Source, second: Source) -> str:
    """Return what two entries with one host would both crawl, empty if their columns are different."""
    keys = {canonical_key(url) for url in first.columns}
    common = [url for url in second.columns if canonical_key(url) in keys]
    if common:
        return translate("同一栏目 {url}", url=common[0])
    if not first.columns or not second.columns:
        without = first.id if not first.columns else second.id
        return translate("{source} 没有栏目，会搜索整个门户", source=without)
    return ""


def _age_remarks(entry: RegistryEntry, health: SourceHealth | None, today: date) -> Iterator[Remark]:
    """Yield at most one remark: why the entry is out of date, or that nobody has checked it."""
    source, rules = entry.source, load_data(__package__, "check.toml", _CheckRules)
    place = f"{source.id}（{entry.file}）"
    oldest = today - timedelta(days=rules.max_age_days)
    checked_on = date.fromisoformat(source.checked_on) if source.checked_on else None
    if health and health.state in rules.stale_states:
        reason = translate("最近一次抓取：{cause}", cause=health.cause or health.state)
    elif health and health.last_success and date.fromisoformat(health.last_success[:10]) < oldest:
        reason = translate("最近一次抓到是 {day}", day=health.last_success[:10])
    elif source.checked and checked_on and checked_on < oldest:
        reason = translate("核对于 {day}，已过 {days} 天", day=checked_on, days=(today - checked_on).days)
    elif source.checked and not checked_on:
        reason = translate("核对日期不明（请写 checked_on）")
    elif not source.checked:
        text = translate("{place}从未核对：{note}", place=place, note=source.note or translate("没有备注"))
        yield Remark(RemarkKind.NEVER_CHECKED, text, (source.id,))
        return
    else:
        return
    yield Remark(RemarkKind.STALE, f"{place}：{reason}", (source.id,))
