"""The frozen portals of others answer at every address that they name."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from bench.portals import PORTALS, ForeignPortal, Request


def status_of(portal: ForeignPortal, url: str) -> int:
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return portal.respond(Request("GET", parts.netloc, target, {}, b"")).status


def test_there_are_thousands_of_reports_on_portals_of_many_systems() -> None:
    assert len(PORTALS) == len({portal.system for portal in PORTALS}) == 32
    assert sum(len(portal.reports) for portal in PORTALS) == 3821
    assert sum(len(portal.decoys) for portal in PORTALS) == 398


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.system)
def test_every_report_decoy_and_column_answers(portal: ForeignPortal) -> None:
    reports = [report.url for report in portal.reports]
    assert len(set(reports)) == len(reports)
    urls = [*reports[::9], *portal.decoys[::5], *portal.columns[::5], portal.home]
    assert {status_of(portal, url) for url in urls} <= {200, 302}
