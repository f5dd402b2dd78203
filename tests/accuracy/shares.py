"""How much of a sample web a crawl found, held against the truth: for the tests and the bench alone."""

from __future__ import annotations

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
    # A machine that is busy with other things opens a page slowly; that is no fault of the page.
    "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 60_000,
}
"""For a crawl of a spoiled web: less to receive and to wait for before a fault is believed."""

_GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class MissedReport:
    """A report that was not found; `explained` is what `status` says of its source, "" for nothing.

    `fault` names what its portal does so that nobody can have it, "" where somebody could.
    """

    url: str
    family: str
    fault: str
    explanation: str


@dataclass(frozen=True, slots=True)
class DiscoveryResult:
    """What of a sample web was found, and at what cost.

    `to_be_had` counts the reports that the portals hand out, `false` what was taken for one and is none.
    `missed` names those that nobody can have, too: they have to be explained as well. `pages` counts every
    page that was asked for, `rendered` those that the browser opened.
    """

    available: int
    found: int
    false_reports: tuple[str, ...]
    missed: tuple[MissedReport, ...]
    requested_pages: int
    rendered_pages: int

    @property
    def recall(self) -> float:
        """The share of the reports that was found."""
        return self.found / self.available

    @property
    def precision(self) -> float:
        """The share of what was taken for a report that is one."""
        return self.found / (self.found + len(self.false_reports))

    @property
    def plain_share(self) -> float:
        """The share of the pages that needed no browser."""
        return 1 - self.rendered_pages / self.requested_pages

    @property
    def unexplained(self) -> tuple[MissedReport, ...]:
        """The misses that nobody would hear of."""
        return tuple(miss for miss in self.missed if not miss.explanation)

    def summary(self) -> str:
        """The misses and the false ones by family, for who looks for the cause."""
        lost = [miss for miss in self.missed if not (miss.fault and miss.explanation)]
        missed = Counter(miss.family for miss in lost)
        first = [f"{miss.family} {miss.fault} {miss.url} {miss.explanation}" for miss in lost[:10]]
        return "\n".join((f"missed {dict(missed)}", *first, f"false {self.false_reports[:10]}"))


def complete_world(portals: int, reports: int, seed: int = 1) -> World:
    """A web of every family, every way from a front page, and every fault; more faults on more portals."""
    faults = tuple(FAULTS) * max(1, portals // 100)
    return (
        World(8 + seed, reports, portals=portals, families=ALL_FAMILIES)
        .with_structures(SITE_STRUCTURES)
        .with_faults(faults)
    )


def measure_discovery(world: World, data: Path) -> DiscoveryResult:
    """What the archive under `data` holds of `world`."""
    with Ledger.open(data) as ledger:
        captures = list(ledger.captures.select())
        health = ledger.health.by_source()
    taken = {
        _without_random_query(world, capture.url)
        for capture in captures
        if capture.role is Role.REPORT and capture.outcome in _GOOD_OUTCOMES
    }
    to_be_had = {url for url, truth in world.truth.items() if not truth.fault}
    families = {portal.site.host: portal.site.family for portal in world.portals}
    missed = [
        MissedReport(url, families[truth.host], truth.fault, health[source_id(truth.host)].cause)
        for url, truth in world.truth.items()
        if url not in taken
    ]
    asked = [capture for capture in captures if capture.role not in (Role.ROBOTS, Role.SUBRESOURCE)]
    return DiscoveryResult(
        available=len(to_be_had),
        found=len(to_be_had & taken),
        false_reports=tuple(sorted(taken - set(world.truth))),
        missed=tuple(missed),
        requested_pages=len({(capture.url.partition("#")[0], capture.form) for capture in asked}),
        rendered_pages=len(
            {capture.url.partition("#")[0] for capture in asked if capture.role is Role.RENDERED}
        ),
    )


def _without_random_query(world: World, url: str) -> str:
    """The address without a query that is no part of it: some portals put a new one into every link."""
    bare = url.partition("?")[0]
    return bare if url not in world.truth and bare in world.truth else url
