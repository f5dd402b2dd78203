"""Shares of reports that a crawl finds on portals written by others (`bench/portals`).

The size `small` crawls a seeded sample from the home pages; `full` crawls all portals, from the home pages
and from their columns. A report is found if its page or file is archived; a decoy archived as one
is false.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from urllib.parse import unquote

from archive.ledger import Ledger
from archive.model import Outcome, Role
from bench.crawling.url_identity import plain_address
from bench.measure import Measurement, Size
from bench.portals import PORTALS, ForeignPortal, serve_portals
from crawler import CrawlOptions, crawl
from crawler.registry import load_sources

# From `SIZE=full` on.
_FULL_SIZE_REPORTS = 600
_SAMPLE_PORTALS = 6
_SUFFIX = ".gov.cn.test"
_GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class PortalResult:
    """What a crawl found on one portal: counts of reports, requests, and the state of its source."""

    name: str
    reports: int
    found: int
    false_reports: int
    requests: int
    state: str

    @property
    def silently_missed(self) -> int:
        """Reports missed although the source is called fine."""
        return self.reports - self.found if self.state == "fine" else 0


def run(size: Size) -> Iterator[Measurement]:
    """Measure found, false and silently missed reports, and from columns the requests for each report."""
    if size.reports < _FULL_SIZE_REPORTS:
        sample = Random(size.seed).sample(PORTALS, _SAMPLE_PORTALS)
        yield from _measure("homes", sample, with_columns=False)
        return
    yield from _measure("homes", PORTALS, with_columns=False)
    yield from _measure("columns", PORTALS, with_columns=True)


def _measure(title: str, portals: Sequence[ForeignPortal], with_columns: bool) -> Iterator[Measurement]:
    results = crawl_portals(portals, with_columns)
    for result in results:
        if result.found < result.reports or result.false_reports:
            print(f"  {result.name}: {result.found} of {result.reports}, {result.state}", flush=True)
    reports, found = sum(result.reports for result in results), sum(result.found for result in results)
    false_reports, silent = (
        sum(result.false_reports for result in results),
        sum(result.silently_missed for result in results),
    )
    label = f"portals of others from {title}, {reports} reports"
    yield Measurement(label, found / reports, "found", "all", 1.0, "portals_found")
    yield Measurement(
        f"{false_reports} false", found / (found + false_reports), "true", "all", 1.0, "portals_true"
    )
    yield Measurement(
        f"{silent} missed on fine sources", 1 - silent / reports, "told", "all", 1.0, "portals_told"
    )
    requests = sum(result.requests for result in results)
    yield Measurement(f"{requests} requests", requests / max(1, found), "requests/report")


def crawl_portals(portals: Sequence[ForeignPortal], with_columns: bool) -> list[PortalResult]:
    """Crawl portals in a new process, from their home pages or their columns."""
    with serve_portals(portals) as running, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        registry, data = Path(folder) / "registry.toml", Path(folder) / "data"
        registry.write_text("\n".join(_registry_entries(portals, with_columns)), encoding="utf-8")
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            pool.submit(crawl_into, data, registry, running.hosts).result()
        return [_portal_result(number, portal, data, running.log) for number, portal in enumerate(portals)]


def crawl_into(data: Path, registry: Path, hosts: dict[str, str]) -> None:
    """Crawl every source of a registry into `data`, without delays."""
    options = CrawlOptions(hosts=hosts, suffixes=(_SUFFIX,), delay=0.0, log_level="CRITICAL")
    crawl(data, load_sources(registry), options)


def _registry_entries(portals: Sequence[ForeignPortal], with_columns: bool) -> Iterator[str]:
    for number, portal in enumerate(portals):
        values = {"id": _source_id(number), "name": portal.name, "home": portal.home, "family": "generic"}
        lists = {"hosts": list(portal.hosts), **({"columns": list(portal.columns)} if with_columns else {})}
        yield "[[source]]"
        yield from (
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in (values | lists).items()
        )


def _source_id(number: int) -> str:
    return f"portal{number:02}"


def _portal_result(
    number: int, portal: ForeignPortal, data: Path, log: Sequence[tuple[str, str]]
) -> PortalResult:
    with Ledger.open(data) as ledger:
        captures = list(ledger.captures.select([Role.REPORT, Role.ATTACHMENT]))
        health = ledger.health.by_source()[_source_id(number)]
    good = [
        capture
        for capture in captures
        if capture.source == _source_id(number) and capture.outcome in _GOOD_OUTCOMES
    ]
    archived = {_identity(capture.url) for capture in good}
    as_report = {_identity(capture.url) for capture in good if capture.role is Role.REPORT}
    reports = {_identity(report.url) for report in portal.reports}
    return PortalResult(
        name=f"{portal.name} ({portal.system})",
        reports=len(reports),
        found=len(reports & archived),
        false_reports=len(as_report & {_identity(url) for url in portal.decoys}),
        requests=sum(host in portal.hosts for host, _ in log),
        state=health.state,
    )


def _identity(url: str) -> str:
    return unquote(plain_address(url))
