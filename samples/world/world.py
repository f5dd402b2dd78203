"""The sample web as a whole: reports distributed to portals, determined by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import cycle, islice

from samples.portals import PORTAL_FAMILIES, Article, Portal, Site
from samples.reports import Agency, Carrier, SampleReport, expected_json, places, systems
from samples.world.faults import ActiveFault, activate_fault
from samples.world.portal_builder import YEARS, PortalPlan, build_portal

DEFAULT_FAMILIES = ("trs", "hanweb", "scripted", "trs", "hanweb", "trs")
"""Families of a world's portals, over and over; scripted lists cost a browser, and are the fewest."""

ALL_FAMILIES = tuple(PORTAL_FAMILIES)
"""Every family that a portal of a world can run."""

DEFAULT_CARRIERS: tuple[Carrier, ...] = ("page", "page", "docx", "page", "page", "pdf", "page")
"""What holds the reports, over and over."""

_REPORTS_PER_PORTAL = 25
_MIN_PORTALS = 6


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth on a report: address of its page, address of the report file, true values.

    `fault` is the key of the fault that makes it unavailable, empty if it is available.
    """

    url: str
    document_url: str
    host: str
    expected: dict[str, object]
    fault: str = ""


class World:
    """A web of `reports` reports. Equal arguments give equal worlds, to the byte.

    `portals` says on how many hosts they stand (0: about 25 reports each, at least six hosts), `families`
    which software those run, `carriers` which files hold the reports; both are dealt out in turn.
    """

    def __init__(
        self,
        seed: int,
        reports: int,
        portals: int = 0,
        families: tuple[str, ...] = DEFAULT_FAMILIES,
        carriers: tuple[Carrier, ...] = DEFAULT_CARRIERS,
    ) -> None:
        hosts = portals or max(min(_MIN_PORTALS, reports), -(-reports // _REPORTS_PER_PORTAL))
        shares = [reports // hosts + (number < reports % hosts) for number in range(hosts)]
        max_reports = len(systems()) * len(YEARS)
        if hosts > len(places()) or shares[0] > max_reports:
            raise ValueError(f"a world has at most {len(places())} portals with {max_reports} reports each")
        carrier_cycle = cycle(carriers)
        self._plans = [
            PortalPlan(seed, number, families[number % len(families)], tuple(islice(carrier_cycle, share)))
            for number, share in enumerate(shares)
        ]
        self._family_count = len(families)

    def with_structures(self, structures: tuple[str, ...]) -> World:
        """The same world, whose front pages lead to their columns in these ways, dealt out in turn.

        Each round of the families begins one way further, so that every family meets every way.
        """
        world = World.__new__(World)
        world._family_count = self._family_count
        world._plans = [
            replace(
                plan, structure=structures[sum(divmod(plan.number, self._family_count)) % len(structures)]
            )
            for plan in self._plans
        ]
        return world

    def with_faults(self, faults: tuple[str, ...]) -> World:
        """The same world with these faults, one a portal, from the first portal on."""
        if len(faults) > len(self._plans):
            raise ValueError(f"{len(faults)} faults are more than {len(self._plans)} portals")
        world = World.__new__(World)
        world._family_count = self._family_count
        keys = (*faults, *[""] * (len(self._plans) - len(faults)))
        world._plans = [replace(plan, fault=key) for plan, key in zip(self._plans, keys, strict=True)]
        return world

    @property
    def faults(self) -> dict[str, ActiveFault]:
        """The fault of each host that has one, in its initial state."""
        pairs = zip(self._plans, self.portals, strict=True)
        return {portal.site.host: activate_fault(plan.fault, portal) for plan, portal in pairs if plan.fault}

    @cached_property
    def portals(self) -> tuple[Portal, ...]:
        """Every portal, ready to be served."""
        return tuple(build_portal(plan) for plan in self._plans)

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Every agency that publishes here."""
        return tuple(column.agency for portal in self.portals for column in portal.site.columns)

    @property
    def reports(self) -> tuple[SampleReport, ...]:
        """Every report, portal by portal, as the lists show them."""
        return tuple(article.report for _, article in self._articles() if article.report)

    @property
    def decoys(self) -> tuple[str, ...]:
        """The address of every page that is in a list and is no report."""
        published = self._articles()
        return tuple(portal.site.url(article.path) for portal, article in published if not article.report)

    @cached_property
    def truth(self) -> dict[str, Truth]:
        """The truth by the address of each report's page."""
        truths = {}
        faults = self.faults
        for portal, article in self._articles():
            if article.report:
                host, url = portal.site.host, portal.site.url(article.path)
                document = _document_url(portal.site, article)
                active_fault = faults.get(host)
                fault = (
                    active_fault.fault.key if active_fault and active_fault.is_unavailable(article) else ""
                )
                truths[url] = Truth(url, document, host, expected_json(article.report), fault)
        return truths

    def _articles(self) -> Iterator[tuple[Portal, Article]]:
        for portal in self.portals:
            for column in portal.site.columns:
                for article in column.articles:
                    yield portal, article


def _document_url(site: Site, article: Article) -> str:
    file = article.attachment
    return site.url(file.path, file.host) if file else site.url(article.path)
