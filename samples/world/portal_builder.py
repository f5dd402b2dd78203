"""Builds one portal of a world: its agencies, their reports, decoys and attachments."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.portals import (
    HTML_TYPE,
    PDF_VIEWER_PATH,
    PORTAL_FAMILIES,
    ArticleWriter,
    Portal,
    PortalColumn,
    Resource,
    Site,
    UrlScheme,
    with_entry_points,
    with_navigation_pages,
)
from samples.renderers import RENDERERS
from samples.reports import (
    HOST_SUFFIX,
    Agency,
    Carrier,
    Length,
    ReportOptions,
    decoys,
    places,
    systems,
    write_reports,
)
from samples.world.faults import compatible_decoys, without_dropped_report

YEARS = range(2019, 2025)
_COLUMN_NAMES = ("政府信息公开年报", "政府信息公开工作年度报告", "信息公开年报")
_LENGTHS: tuple[Length, ...] = ("usual", "brief", "usual", "long")
_FIRST_COLUMN_NUMBER = 1200


@dataclass(frozen=True, slots=True)
class PortalPlan:
    """One portal to build: the `number`-th of its world, with one report for each of `carriers`.

    `structure` names the navigation from the front page to the columns, `fault` a fault (empty: none).
    """

    seed: int
    number: int
    family: str
    carriers: tuple[Carrier, ...]
    structure: str = "direct"
    fault: str = ""


def build_portal(plan: PortalPlan) -> Portal:
    """The portal with everything that it serves."""
    place = places()[plan.number]
    family = PORTAL_FAMILIES[plan.family]
    random = Random(f"{plan.seed}/portal/{place.code}")
    agencies = _choose_agencies(plan)
    columns: list[PortalColumn] = []
    for index, agency in enumerate(agencies):
        carriers = plan.carriers[index :: len(agencies)]
        columns.append(
            _build_column(
                _ColumnContext(plan, agency, family.url_scheme, random),
                _FIRST_COLUMN_NUMBER + index,
                carriers,
            )
        )
    has_one_agency = len(agencies) == 1
    label = agencies[0].label if has_one_agency else "www"
    site = Site(
        host=f"{label}.{place.host_label}{HOST_SUFFIX}",
        name=agencies[0].name if has_one_agency else f"{place.name}人民政府",
        family=family.url_scheme.key,
        place=place,
        code=f"{place.code}{random.randint(1, 99):04d}",
        columns=tuple(columns),
    )
    return _with_attachments(
        with_navigation_pages(family.build(with_entry_points(site, plan.structure)), plan.structure)
    )


def _choose_agencies(plan: PortalPlan) -> list[Agency]:
    """As many as the reports need; every third portal is a government's, with at least two of them."""
    report_count = len(plan.carriers)
    count = max(-(-report_count // len(YEARS)), min(report_count, 2) if plan.number % 3 == 1 else 1, 1)
    all_systems = systems()
    place = places()[plan.number]
    return [Agency(place, all_systems[(plan.number + offset) % len(all_systems)]) for offset in range(count)]


@dataclass(frozen=True, slots=True)
class _ColumnContext:
    """What the articles of a column depend on."""

    plan: PortalPlan
    agency: Agency
    addresses: UrlScheme
    random: Random


def _build_column(context: _ColumnContext, number: int, carriers: tuple[Carrier, ...]) -> PortalColumn:
    """The agency's reports of consecutive years, among one decoy of every kind."""
    random, agency = context.random, context.agency
    count = len(carriers)
    first = YEARS.stop - count - random.randint(0, len(YEARS) - count)
    style = context.addresses.style
    options = [ReportOptions(random.choice(_LENGTHS), carrier, style) for carrier in carriers]
    reports = write_reports(agency, range(first, first + count), options, context.plan.seed)
    path = context.addresses.column(number, agency.label)
    writer = ArticleWriter(context.addresses, agency, path, RENDERERS)
    listed_decoys = compatible_decoys(decoys(agency, YEARS, random), context.plan.fault)
    articles = without_dropped_report(writer.articles(reports, listed_decoys, random), context.plan.fault)
    return PortalColumn(number, agency, path, random.choice(_COLUMN_NAMES), articles)


def _with_attachments(portal: Portal) -> Portal:
    """The portal with its attachments, and a viewer for those that are shown in a frame."""
    for column in portal.site.columns:
        for article in column.articles:
            if file := article.attachment:
                portal.resources[file.path] = Resource(file.media_type, file.body, article.published)
    portal.resources[PDF_VIEWER_PATH] = Resource(
        HTML_TYPE, lambda: b"<!DOCTYPE html><title>PDF.js viewer</title>"
    )
    return portal
