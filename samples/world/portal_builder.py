"""Builds one portal of a world: its agencies, their reports, decoys among them, files that hang on pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from samples.portals import (
    generic,
    gkmlpt,
    hanweb,
    hanweb_annual,
    jpaas,
    longxun,
    nfcms,
    scripted,
    site_channel,
    trs,
    ucap,
    vsb,
)
from samples.portals.articles import VIEWER, Addresses, Writer
from samples.portals.site import HTML, Column, Portal, Resource, Site
from samples.portals.site_structures import laid, sent
from samples.renderers import RENDERERS
from samples.reports.agencies import SUFFIX, Agency, places, systems
from samples.reports.decoys import decoys
from samples.reports.prose import Length
from samples.reports.report import Carrier, Manner, write_reports
from samples.world.faults import decoys_beside, kept

YEARS = range(2019, 2025)
_COLUMN_NAMES = ("政府信息公开年报", "政府信息公开工作年度报告", "信息公开年报")
_LENGTHS: tuple[Length, ...] = ("usual", "brief", "usual", "long")
_FIRST_COLUMN = 1200

FAMILIES: dict[str, tuple[Addresses, Callable[[Site], Portal]]] = {
    "trs": (trs.TrsAddresses(), trs.portal),
    "hanweb": (hanweb.HanwebAddresses(), hanweb.portal),
    "hanweb_annual": (hanweb_annual.HanwebAnnualAddresses(), hanweb_annual.portal),
    "hanweb_annual_plain": (hanweb_annual.LastYearAddresses(), hanweb_annual.portal),
    "jpaas": (jpaas.JpaasAddresses(), jpaas.portal),
    "jpaas_unit": (jpaas.UnitAddresses(), jpaas.unit_portal),
    "ucap": (ucap.UcapAddresses(), ucap.portal),
    "ucap_search": (ucap.SearchAddresses(), ucap.search_portal),
    "gkmlpt": (gkmlpt.GkmlptAddresses(), gkmlpt.portal),
    "scripted": (scripted.ScriptedAddresses(), scripted.portal),
    "nfcms": (nfcms.NfcmsAddresses(), nfcms.portal),
    "vsb": (vsb.VsbAddresses(), vsb.portal),
    "vsb_asked": (vsb.AskedAddresses(), vsb.asked_portal),
    "longxun": (longxun.LongxunAddresses(), longxun.portal),
    "site_channel": (site_channel.SiteChannelAddresses(), site_channel.portal),
    **{key: (generic.GenericAddresses(key), make) for key, make in generic.PORTALS.items()},
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One portal to build: the `number`-th of its world, with one report for each of `carriers`.

    `way` names how its front page leads to its columns, `fault` what it does to its visitors, "" for nothing.
    """

    seed: int
    number: int
    family: str
    carriers: tuple[Carrier, ...]
    way: str = "direct"
    fault: str = ""


def build(plan: Plan) -> Portal:
    """The portal with everything that it serves."""
    place = places()[plan.number]
    addresses, make = FAMILIES[plan.family]
    random = Random(f"{plan.seed}/portal/{place.code}")
    agencies = _agencies(plan)
    columns: list[Column] = []
    for step, agency in enumerate(agencies):
        carriers = plan.carriers[step :: len(agencies)]
        columns.append(_column(_Desk(plan, agency, addresses, random), _FIRST_COLUMN + step, carriers))
    alone = len(agencies) == 1
    label = agencies[0].label if alone else "www"
    site = Site(
        host=f"{label}.{place.spelling}{SUFFIX}",
        name=agencies[0].name if alone else f"{place.name}人民政府",
        family=addresses.key,
        place=place,
        code=f"{place.code}{random.randint(1, 99):04d}",
        columns=tuple(columns),
    )
    return _with_files(laid(make(sent(site, plan.way)), plan.way))


def _agencies(plan: Plan) -> list[Agency]:
    """As many as the reports need; every third portal is a government's, with at least two of them."""
    share = len(plan.carriers)
    count = max(-(-share // len(YEARS)), min(share, 2) if plan.number % 3 == 1 else 1, 1)
    lines = systems()
    place = places()[plan.number]
    return [Agency(place, lines[(plan.number + step) % len(lines)]) for step in range(count)]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who fills a column, with what, and from which source of chance."""

    plan: Plan
    agency: Agency
    addresses: Addresses
    random: Random


def _column(desk: _Desk, number: int, carriers: tuple[Carrier, ...]) -> Column:
    """The agency's reports of consecutive years, among one decoy of every kind."""
    random, agency = desk.random, desk.agency
    count = len(carriers)
    first = YEARS.stop - count - random.randint(0, len(YEARS) - count)
    style = desk.addresses.style
    manners = [Manner(random.choice(_LENGTHS), carrier, style) for carrier in carriers]
    reports = write_reports(agency, range(first, first + count), manners, desk.plan.seed)
    path = desk.addresses.column(number, agency.label)
    writer = Writer(desk.addresses, agency, path, RENDERERS)
    beside = decoys_beside(decoys(agency, YEARS, random), desk.plan.fault)
    articles = kept(writer.articles(reports, beside, random), desk.plan.fault)
    return Column(number, agency, path, random.choice(_COLUMN_NAMES), articles)


def _with_files(portal: Portal) -> Portal:
    """The portal with its attachments, and a viewer for those that are shown in a frame."""
    for column in portal.site.columns:
        for article in column.articles:
            if file := article.attachment:
                portal.resources[file.path] = Resource(file.media_type, file.body, article.published)
    portal.resources[VIEWER] = Resource(HTML, lambda: b"<!DOCTYPE html><title>PDF.js viewer</title>")
    return portal
