"""How much of a sample web a crawl found, compared with the truth: for the tests and the bench only."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from archive.ledger.ledger import Ledger
from archive.model import Outcome, Role
from samples.portals.site_structures import SITE_STRUCTURES
from samples.world.faults import FAULTS
from samples.world.registry import source_id
from samples.world.world import ALL_FAMILIES, World

FAULTY_WEB_SETTINGS = {
    "DOWNLOAD_MAXSIZE": 4 << 20,
    "DOWNLOAD_TIMEOUT": 20,
    "RETRY_TIMES": 1,
    # A busy machine opens a page slowly, which is not a fault of the page.
    "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 60_000,
}
"""For a crawl of a web with faults: lower size limit and fewer retries before a fault is recorded."""

_GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class MissedReport:
    """A report that was not found; `explanation` is the cause that `status` gives for its source, or "".

    `fault` names the portal's fault that makes it unavailable, or "" if it is available.
    """

    url: str
    family: str
    fault: str
    explanation: str


@dataclass(frozen=True, slots=True)
class DiscoveryResult:
    """How many reports of a sample web were found with their files, and how many pages that took.

    `available` counts the reports that can be downloaded; `false_reports` are pages wrongly taken for one.
    `missed` includes the unavailable reports, which have to be explained as well. `requested_pages` counts
    all pages requested, `rendered_pages` those that the browser opened.
    """

    available: int
    found: int
    false_reports: tuple[str, ...]
    missed: tuple[MissedReport, ...]
    requested_pages: int
    rendered_pages: int

    @property
    def recall(self) -> float:
        """Return the share of the available reports that was found."""
        return self.found / self.available

    @property
    def precision(self) -> float:
        """Return the share of the pages taken for reports that are reports."""
        return self.found / (self.found + len(self.false_reports))

    @property
    def plain_share(self) -> float:
        """Return the share of the pages that needed no browser."""
        return 1 - self.rendered_pages / self.requested_pages

    @property
    def unexplained(self) -> tuple[MissedReport, ...]:
        """Return the missed reports without an explanation."""
        return tuple(miss for miss in self.missed if not miss.explanation)

    def summary(self) -> str:
        """Return the missed reports by family, and the false reports, to find the cause of a failure."""
        lost = [miss for miss in self.missed if not (miss.fault and miss.explanation)]
        missed = Counter(miss.family for miss in lost)
        first = [f"{miss.family} {miss.fault} {miss.url} {miss.explanation}" for miss in lost[:10]]
        return "\n".join((f"missed {dict(missed)}", *first, f"false {self.false_reports[:10]}"))


SMALL_WEB = (60, 900)
"""Portals and reports of a web with every family and fault, and with portals without a fault."""


def complete_world(portals: int, reports: int, seed: int = 1) -> World:
    """Return a web of every family, site structure and fault; more portals have more faults."""
    faults = tuple(FAULTS) * max(1, portals // 100)
    return (
        World(8 + seed, reports, portals=portals, families=ALL_FAMILIES)
        .with_structures(SITE_STRUCTURES)
        .with_faults(faults)
    )


def measure_discovery(world: World, data: Path) -> DiscoveryResult:
    """Compare the archive under `data` with `world`."""
    with Ledger.open(data) as ledger:
        captures = list(ledger.captures.select())
        health = ledger.health.by_source()
    good = [capture for capture in captures if capture.outcome in _GOOD_OUTCOMES]
    documents = {
        _without_changing_part(world, capture.url)
        for capture in good
        if capture.role in (Role.REPORT, Role.ATTACHMENT)
    }
    found = {
        url
        for url in (
            _without_changing_part(world, capture.url) for capture in good if capture.role is Role.REPORT
        )
        if url not in world.truth or world.truth[url].document_url in documents
    }
    available = {url for url, truth in world.truth.items() if not truth.fault}
    families = {portal.site.host: portal.site.family for portal in world.portals}
    missed = [
        MissedReport(url, families[truth.host], truth.fault, health[source_id(truth.host)].cause)
        for url, truth in world.truth.items()
        if url not in found
    ]
    requested = [capture for capture in captures if capture.role not in (Role.ROBOTS, Role.SUBRESOURCE)]
    return DiscoveryResult(
        available=len(available),
        found=len(available & found),
        false_reports=tuple(sorted(found - set(world.truth))),
        missed=tuple(missed),
        requested_pages=len({(capture.url.partition("#")[0], capture.form) for capture in requested}),
        rendered_pages=len(
            {capture.url.partition("#")[0] for capture in requested if capture.role is Role.RENDERED}
        ),
    )


def _without_changing_part(world: World, url: str) -> str:
    """Return the address without a random query or session id: some portals put a new one into every link."""
    bare = re.split("[?;]", url, maxsplit=1)[0]
    return bare if url not in world.truth and bare in world.truth else url
