"""The survey of a portal, on sample portals of each family, without a network."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest

from archive.model import Outcome
from archive.text.charset import decode_text
from crawler.discovery.survey import PagePurpose, Survey, SurveyPlanner, script_only_pages
from crawler.families import describe_signature
from crawler.pages.page import Page, RequestSpec
from crawler.pages.urls import same_portal
from samples.portals import PORTAL_FAMILIES
from samples.server.responses import PortalApp
from samples.world.world import World

SUFFIXES = (".gov.cn.test",)
# Lists that a script fills need a browser; `tests/gongkai/commands/test_probe.py` tests one.
STATIC = sorted(key for key, family in PORTAL_FAMILIES.items() if family.lists != "script")


def survey_world(world: World, path: str = "/", max_pages: int = 10, dead_part: str = "") -> Survey:
    """Return a survey of the world's first portal from `path`; URLs that contain `dead_part` fail."""
    portal = world.portals[0]
    app = PortalApp({portal.site.host: portal})
    home = portal.site.url(path)
    planner = SurveyPlanner(
        home, max_pages, lambda url: same_portal(url, home, (), SUFFIXES), has_browser=False
    )
    while survey_request := planner.next_request():
        parts = urlsplit(survey_request.spec.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        response = app.respond(parts.hostname or "", target, urlencode(survey_request.spec.form))
        if response.status == 200 and not (dead_part and dead_part in survey_request.spec.url):
            text, _ = decode_text(response.body, response.media_type)
            planner.on_page(
                survey_request, Outcome.OK, Page(survey_request.spec.url, text, survey_request.spec)
            )
        else:
            planner.on_failure(survey_request, Outcome.NOT_FOUND, "")
    return planner.to_survey()


def make_world(family: str, reports: int = 6) -> World:
    return World(7, reports, portals=1, families=(family,), carriers=("docx",))


@pytest.mark.parametrize("family", STATIC)
def test_a_survey_recognises_a_portal_from_at_most_ten_pages(family: str) -> None:
    sample = make_world(family)
    survey = survey_world(sample)
    assert len(survey.pages) <= 10
    assert survey.reports
    assert {row.url for row in survey.reports} & set(sample.truth)
    assert not {row.url for row in survey.reports} & set(sample.decoys)
    assert survey.columns
    assert all(column.link and column.link.reasons for column in survey.columns)
    assert survey.family in (PORTAL_FAMILIES[family].crawler_family, "generic")
    assert {file.url for file in survey.attachments} <= {
        truth.document_url for truth in sample.truth.values()
    }
    assert survey.attachments


def test_the_signature_is_quoted_from_the_page() -> None:
    survey = survey_world(make_world("trs"))
    page = next(visit.page for visit in survey.pages if visit.request.purpose is PagePurpose.COLUMN)
    assert page
    assert "createPageHTML(" in describe_signature("trs", page)


def test_the_url_of_a_column_is_recognised_as_a_column() -> None:
    sample = make_world("trs")
    path = sample.portals[0].site.columns[0].path
    survey = survey_world(sample, path)
    assert survey.columns[0].url == sample.portals[0].site.url(path)
    assert survey.pages[0].request.purpose is PagePurpose.COLUMN


def test_a_survey_requests_no_more_pages_than_allowed() -> None:
    survey = survey_world(make_world("trs", reports=12), max_pages=2)
    assert len(survey.pages) == 2
    assert survey.unvisited_links


def test_a_missing_column_is_a_failed_page_of_the_survey() -> None:
    sample = make_world("trs")
    path = sample.portals[0].site.columns[0].path
    survey = survey_world(sample, dead_part=path)
    assert not survey.columns
    assert Outcome.NOT_FOUND in {visit.outcome for visit in survey.pages}


def test_a_list_that_needs_a_browser_is_reported() -> None:
    sample = make_world("scripted")
    survey = survey_world(sample)
    column = sample.portals[0].site.columns[0]
    assert script_only_pages(survey.pages) == (sample.portals[0].site.url(column.path),)


def test_a_page_is_requested_once() -> None:
    survey = survey_world(make_world("hanweb", reports=12))
    specs: list[RequestSpec] = [visit.request.spec for visit in survey.pages]
    assert len(specs) == len(set(specs))
