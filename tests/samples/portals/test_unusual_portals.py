"""Portals that answer only what a browser would ask: form states, encodings of queries, hosts of files."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote, urlencode

import pytest

from samples.portals.site import Portal
from samples.server.responses import PortalApp, portals_by_host
from samples.world.world import World


def portal_of(family: str) -> Portal:
    (portal,) = World(3, 4, portals=1, families=(family,), carriers=("page", "docx")).portals
    return portal


def respond(portal: Portal, target: str, host: str = "", **form: str) -> tuple[int, str]:
    """Return the status and the text of an answer; GBK is decoded as such."""
    response = PortalApp(portals_by_host([portal])).respond(host or portal.site.host, target, urlencode(form))
    is_gbk = "gb2312" in response.media_type
    return response.status, response.body.decode("gb18030" if is_gbk else "utf-8", "replace")


def test_a_web_form_is_answered_only_with_the_state_of_its_list() -> None:
    portal = portal_of("webforms")
    column = portal.site.columns[0]
    state = f"/wEPDwUK{column.number}ZGQ="
    status, text = respond(portal, column.path, __EVENTARGUMENT="2", __VIEWSTATE=state)
    assert (status, column.articles[6].path in text, column.articles[0].path in text) == (200, True, False)
    assert respond(portal, column.path, __EVENTARGUMENT="2")[0] == HTTPStatus.BAD_REQUEST


def test_a_query_is_understood_in_the_encoding_of_the_page_alone() -> None:
    portal = portal_of("generic_gbk")
    column = portal.site.columns[0]
    assert f"list.asp?unit={column.agency.name}&amp;page=2" in respond(portal, column.path)[1]
    targets = [
        f"{column.path}?unit={quote(column.agency.name, encoding=encoding)}&page=2"
        for encoding in ("gb18030", "utf-8")
    ]
    pages = [respond(portal, target) for target in targets]
    assert column.articles[6].path in pages[0][1]
    assert column.articles[6].path not in pages[1][1]


@pytest.mark.parametrize(
    ("family", "link"),
    [
        ("generic_file_program", "href="),
        ("generic_file_script", "javascript:downFile("),
        ("generic_file_viewer", "viewer.html?file=../../"),
        ("generic_file_host", ".oss.gov.cn.test/"),
        ("generic_frames", "<iframe"),
    ],
)
def test_documents_are_served_where_articles_lead_to_them(family: str, link: str) -> None:
    portal = portal_of(family)
    articles = [
        article for column in portal.site.columns for article in column.articles if article.attachment
    ]
    for article in articles:
        file = article.attachment
        assert file is not None
        assert respond(portal, file.path, file.host)[0] == HTTPStatus.OK
    assert any(link in respond(portal, article.path)[1] for article in articles)
