from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html

from samples.portals.site import Portal, PortalColumn
from samples.server.server import RunningWeb, serve
from samples.world.world import World

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world() -> World:
    return World(1, 30)


@pytest.fixture(scope="module")
def web(world: World) -> Iterator[RunningWeb]:
    with serve(world) as serving:
        yield serving


def send_request(
    web: RunningWeb, url: str, method: str = "GET", body: str | None = None, **headers: str
) -> HTTPResponse:
    """Send one request to the loopback address of the host."""
    parts = urlsplit(url)
    connection = HTTPConnection(web.hosts[parts.netloc], timeout=10)
    sent = {"Host": parts.netloc} | {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, sent)
    return connection.getresponse()


def fetch_text(web: RunningWeb, url: str) -> str:
    response = send_request(web, url)
    assert response.status == 200, url
    return response.read().decode()


def portal_of_family(world: World, family: str) -> tuple[Portal, PortalColumn]:
    match = next(portal for portal in world.portals if portal.site.family == family)
    return match, match.site.columns[0]


def test_trs_lists_number_their_pages_from_zero(world: World, web: RunningWeb) -> None:
    portal, column = portal_of_family(world, "trs")
    first = portal.site.url(column.path)
    call = re.search(r'createPageHTML\((\d+), (\d+), "index", "html"\)', fetch_text(web, first))
    assert call is not None
    count, current = map(int, call.groups())
    assert (count, current) == (3, 0)
    pages = [first] + [urljoin(first, f"index_{number}.html") for number in range(1, count)]
    links = [urljoin(page, link) for page in pages for link in list_links(fetch_text(web, page))]
    assert links == [portal.site.url(article.path) for article in column.articles]
    assert send_request(web, urljoin(first, f"index_{count}.html")).status == 404


def list_links(page: str) -> list[str]:
    links: list[str] = html.fromstring(page).xpath('//ul[@class="list"]//a/@href')
    return links


def record_paths(answer: str) -> list[str]:
    """Return the URLs of the records in an answer of the proxy."""
    store = etree.fromstring(answer.encode())
    return [
        link
        for record in store.findall("recordset/record")
        for link in html.fromstring(record.text or "").xpath("//a/@href")
    ]


def test_hanweb_lists_are_served_in_windows_of_records(world: World, web: RunningWeb) -> None:
    portal, column = portal_of_family(world, "hanweb")
    paths = [article.path for article in column.articles]
    page = fetch_text(web, portal.site.url(column.path))
    inlined = re.findall(r'<a target="_blank" href="([^"]+)"', page)
    assert inlined == paths[:15]
    proxy = portal.site.url("/module/web/jpage/dataproxy.jsp")
    form = f"col=1&appid=1&webid=7&path=/&columnid={column.number}&sourceContentType=1&permissiontype=0"
    answer = send_request(web, f"{proxy}?startrecord=1&endrecord=15&perpage=5", "POST", form).read().decode()
    assert f"<totalrecord>{len(paths)}</totalrecord><totalpage>4</totalpage>" in answer
    assert record_paths(answer) == paths[:16]  # one more than requested, as on real portals
    rest = send_request(web, f"{proxy}?startrecord=16&endrecord=30&perpage=5", "POST", form).read().decode()
    assert record_paths(rest) == paths[15:]


def test_the_hanweb_proxy_answers_get_with_single_pages(world: World, web: RunningWeb) -> None:
    portal, column = portal_of_family(world, "hanweb")
    proxy = portal.site.url("/module/web/jpage/dataproxy.jsp")
    links = [
        link
        for page in range(1, 6)
        for link in record_paths(fetch_text(web, f"{proxy}?page={page}&webid=7&columnid={column.number}"))
    ]
    assert links == [article.path for article in column.articles]
    assert send_request(web, f"{proxy}?page=x&columnid={column.number}").status == 400


def test_a_scripted_list_has_no_link_before_its_script_ran(world: World, web: RunningWeb) -> None:
    portal, column = portal_of_family(world, "scripted")
    page = fetch_text(web, portal.site.url(column.path))
    assert not any(article.path in page for article in column.articles)
    assert "query" not in page
    rows = json.loads(fetch_text(web, portal.site.url(f"/gw/open/query?c={column.number}&p=2")))["rows"]
    assert [row["u"] for row in rows] == [article.path for article in column.articles[6:12]]


def test_every_report_and_decoy_is_served(world: World, web: RunningWeb) -> None:
    for truth in world.truth.values():
        assert send_request(web, truth.url).status == send_request(web, truth.document_url).status == 200
    for url in world.decoys:
        assert send_request(web, url).status == 200


def test_a_stub_page_links_to_its_file(world: World, web: RunningWeb) -> None:
    stubs = [truth for truth in world.truth.values() if truth.document_url != truth.url]
    kinds = set()
    for stub in stubs:
        page = html.fromstring(fetch_text(web, stub.url))
        links = page.xpath('//p[@class="files"]/a/@href') + [
            unquote(source.partition("file=")[2]) for source in page.xpath("//iframe/@src")
        ]
        assert [urljoin(stub.url, link) for link in links] == [stub.document_url]
        kinds.add((stub.document_url.rpartition(".")[2], bool(page.xpath("//iframe"))))
    assert kinds >= {("docx", False), ("pdf", False), ("pdf", True)}


def test_articles_have_the_metadata_and_boilerplate_of_portals(world: World, web: RunningWeb) -> None:
    for family, container in (("trs", "TRS_Editor"), ("hanweb", 'id="zoom"')):
        portal, column = portal_of_family(world, family)
        article = next(article for article in column.articles if article.report and not article.attachment)
        page = fetch_text(web, portal.site.url(article.path))
        assert container in page
        for meta in ("SiteName", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate", "ContentSource"):
            assert f'<meta name="{meta}"' in page
        for boilerplate in ("扫一扫在手机上查看当前页面", "公网安备", "当前位置", "字体：", "分享到"):
            assert boilerplate in page
        assert len(html.fromstring(page).xpath('//div[@class="side"]//a')) == 40


def test_an_unchanged_article_is_not_sent_again(world: World, web: RunningWeb) -> None:
    for truth in list(world.truth.values())[:7]:
        first = send_request(web, truth.document_url)
        body = first.read()
        tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
        assert body
        by_tag = send_request(web, truth.document_url, If_None_Match=tag)
        assert (by_tag.status, by_tag.read()) == (304, b"")
        assert send_request(web, truth.document_url, If_Modified_Since=changed).status == 304
        assert (
            send_request(web, truth.document_url, If_None_Match='"other"', If_Modified_Since=changed).status
            == 200
        )


def test_a_restart_changes_no_byte(world: World, web: RunningWeb) -> None:
    urls = [truth.document_url for truth in world.truth.values()]
    with serve(World(1, 30)) as other:
        for url in urls:
            assert send_request(other, url).read() == send_request(web, url).read()


def test_robots_txt_head_requests_and_unknown_hosts(world: World, web: RunningWeb) -> None:
    site = world.portals[0].site
    assert "Disallow: /admin/" in fetch_text(web, site.url("/robots.txt"))
    head = send_request(web, site.url("/"), "HEAD")
    assert (head.status, head.read()) == (200, b"")
    assert send_request(web, site.url("/"), Host="stranger.gov.cn.test").status == 404
    assert send_request(web, site.url("/missing.html")).status == 404


def test_the_log_records_each_request(world: World, web: RunningWeb) -> None:
    url = world.portals[0].site.url("/robots.txt?once")
    send_request(web, url, User_Agent="tester").read()
    request = next(logged for logged in reversed(web.log) if logged.path == "/robots.txt?once")
    assert (request.method, request.host, request.status) == ("GET", world.portals[0].site.host, 200)
    assert request.user_agent == "tester"
    assert request.started <= request.ended


def test_the_true_values_are_never_served(world: World, web: RunningWeb) -> None:
    assert all("/truth" not in path for portal in world.portals for path in portal.resources)
    assert "truth" not in web.registry_path.read_text("utf-8")
