"""The look at a portal, on the sample portals of each family, without a network."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest

from archive.model import Outcome
from archive.text.charset import text_of
from crawler.discovery.survey import Explorer, Step, Survey, waiting
from crawler.families import FAMILIES
from crawler.families.signatures import signature, words
from crawler.pages.page import Ask, Page
from crawler.pages.urls import same_portal
from samples.server.responses import Shop
from samples.world.portal_builder import FAMILIES as SAMPLE_FAMILIES
from samples.world.world import World

SUFFIXES = (".gov.cn.test",)
# What only a script shows is a browser's to look at; `tests/gongkai/commands/test_probe.py` has one.
STATIC = sorted(set(SAMPLE_FAMILIES) - {"scripted"})


def explore(world: World, path: str = "/", most: int = 10, dead: str = "") -> Survey:
    """The survey of a world's first portal from `path`; what `dead` stands in is not answered."""
    portal = world.portals[0]
    shop = Shop({portal.site.host: portal})
    home = portal.site.url(path)
    explorer = Explorer(home, most, lambda url: same_portal(url, home, (), SUFFIXES), has_browser=False)
    while errand := explorer.next():
        parts = urlsplit(errand.ask.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = shop.answer(parts.hostname or "", target, urlencode(errand.ask.form))
        if answer.status == 200 and not (dead and dead in errand.ask.url):
            text, _ = text_of(answer.body, answer.media_type)
            explorer.came(errand, Outcome.OK, Page(errand.ask.url, text, errand.ask))
        else:
            explorer.failed(errand, Outcome.NOT_FOUND, "")
    return explorer.survey()


def world(family: str, reports: int = 6) -> World:
    return World(7, reports, portals=1, families=(family,), carriers=("docx",))


@pytest.mark.parametrize("family", STATIC)
def test_a_portal_is_known_by_a_few_of_its_pages(family: str) -> None:
    sample = world(family)
    survey = explore(sample)
    assert len(survey.looks) <= 10
    assert survey.reports
    assert {row.url for row in survey.reports} & set(sample.truth)
    assert not {row.url for row in survey.reports} & set(sample.decoys)
    assert survey.columns
    assert all(column.lead and column.lead.reasons for column in survey.columns)
    # A sample family may be one of several ways of a software: `vsb_asked` is VSB.
    assert family.startswith(survey.family) or survey.family == "generic"
    assert {file.url for file in survey.files} <= {truth.document for truth in sample.truth.values()}
    assert survey.files


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_signature_of_every_family_has_words(family: str) -> None:
    assert words()[family]["says"]
    assert signature(family, Page("http://www.qinghe.gov.cn/", ""))


def test_the_signature_is_quoted_from_the_page() -> None:
    survey = explore(world("trs"))
    page = next(look.page for look in survey.looks if look.errand.step is Step.COLUMN)
    assert page
    assert "createPageHTML(" in signature("trs", page)


def test_the_address_of_a_column_is_known_for_one() -> None:
    sample = world("trs")
    path = sample.portals[0].site.columns[0].path
    survey = explore(sample, path)
    assert survey.columns[0].url == sample.portals[0].site.url(path)
    assert survey.looks[0].errand.step is Step.COLUMN


def test_no_more_pages_are_looked_at_than_allowed() -> None:
    survey = explore(world("trs", reports=12), most=2)
    assert len(survey.looks) == 2
    assert survey.unseen


def test_a_column_that_is_gone_is_a_look_that_failed() -> None:
    sample = world("trs")
    path = sample.portals[0].site.columns[0].path
    survey = explore(sample, dead=path)
    assert not survey.columns
    assert Outcome.NOT_FOUND in {look.outcome for look in survey.looks}


def test_a_list_that_only_a_browser_fills_is_named() -> None:
    sample = world("scripted")
    survey = explore(sample)
    column = sample.portals[0].site.columns[0]
    assert waiting(survey.looks) == (sample.portals[0].site.url(column.path),)


def test_a_page_is_asked_for_once() -> None:
    survey = explore(world("hanweb", reports=12))
    asks: list[Ask] = [look.errand.ask for look in survey.looks]
    assert len(asks) == len(set(asks))
