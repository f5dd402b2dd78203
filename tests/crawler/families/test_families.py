"""Families of portal software, on the pages in `cases/` and on real answers if available."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.discovery import page_reader
from crawler.discovery.script_lists import find_script_reason
from crawler.families import FAMILIES
from crawler.families.signatures import signature_words
from crawler.pages import links
from crawler.pages.attachments import find_attachments
from crawler.pages.link_rules import CrawlStage
from crawler.pages.page import Page, RequestSpec
from samples.portals import PORTAL_FAMILIES
from tests.support.shared import REAL_SAMPLES

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
PROXY = "http://gxt.jiangsu.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=75&perpage=25"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    """`page.html` is read as `expected.json` says; only the keys in it are compared."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    url, family = expected.pop("url"), FAMILIES[expected.pop("family")]
    form = tuple(expected.pop("form", {}).items())
    page = Page(url, (case / "page.html").read_text("utf-8"), RequestSpec(url, form))
    rows = family.entries(page) or links.list_entries(page)
    reading = {
        "matches": [name for name, other in FAMILIES.items() if other.matches(page)],
        "own": [asdict(row) for row in family.entries(page)],
        "rows": [asdict(row) for row in rows],
        "reports": [row.url for row in links.report_entries(rows)],
        "itself": page_reader.read_page(page, CrawlStage.COLUMN).own_title,
        "next": [[request.url, dict(request.form)] for request in family.next_pages(page)],
        "attachments": [asdict(file) for file in find_attachments(page)],
        "waits": find_script_reason(page),
    }
    assert {key: reading[key] for key in expected} == expected


def test_every_family_has_a_case_signature_words_and_a_sample_portal() -> None:
    cases = {json.loads((case / "expected.json").read_text("utf-8"))["family"] for case in CASES}
    samples = {family.crawler_family for family in PORTAL_FAMILIES.values()}
    missing = [
        f"{name}: add {what}"
        for name in FAMILIES
        for what, names in (
            (f"a case folder tests/crawler/families/cases/{name}_list (page.html, expected.json)", cases),
            (f"an entry [{name}] in crawler/families/signatures.toml", set(signature_words())),
            (f"a PortalFamily of {name!r} in samples/portals/__init__.py", samples),
        )
        if name not in names
    ]
    assert not missing, "\n".join(missing)


def test_signature_words_and_cases_belong_to_known_families() -> None:
    cases = {json.loads((case / "expected.json").read_text("utf-8"))["family"] for case in CASES}
    unknown = (cases | set(signature_words())) - set(FAMILIES)
    assert not unknown, f"register {sorted(unknown)} in crawler/families/catalog.py"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_has_only_the_signature_of_its_family(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    page = Page(expected["url"], (case / "page.html").read_text("utf-8"), RequestSpec(expected["url"]))
    matching = {name for name, family in FAMILIES.items() if family.matches(page)}
    assert matching <= {expected["family"], "generic"}


needs_real = pytest.mark.skipif(not REAL_SAMPLES.is_dir(), reason="the real list answers are not available")


@needs_real
def test_real_hanweb_answers_give_overlapping_windows_of_records() -> None:
    family = FAMILIES["hanweb"]
    pages = [
        Page(
            PROXY,
            (REAL_SAMPLES / f"hanweb_dataproxy_{number}.xml").read_text("utf-8"),
            RequestSpec(PROXY, (("col", "1"),)),
        )
        for number in (1, 2)
    ]
    first, second = ({row.url for row in family.entries(page)} for page in pages)
    assert (len(first), len(second), len(first & second)) == (76, 76, 51)
    assert all(row.date and "..." not in row.title for row in family.entries(pages[0]))
    windows = family.next_pages(pages[0])
    assert len(windows) == 10  # 756 records, 75 a window
    assert windows[0].url.endswith("startrecord=76&endrecord=150&perpage=25")
    assert windows[-1].url.endswith("startrecord=751&endrecord=825&perpage=25")
    assert {request.form for request in windows} == {(("col", "1"),)}
    queries = [dict(parse_qsl(urlsplit(request.url).query)) for request in (pages[0].request, *windows)]
    covered = {n for query in queries for n in range(int(query["startrecord"]), int(query["endrecord"]) + 1)}
    assert covered >= set(range(1, 757))  # 756 records, on 31 pages of 25
    assert -(-756 // int(queries[0]["perpage"])) == 31


def test_a_home_page_with_inlined_records_keeps_its_menu_links() -> None:
    text = (
        '<a href="/col/col9/index.html">政府信息公开年报</a>'
        '<script>var proxy = "/module/web/jpage/dataproxy.jsp"</script>'
        "<datastore><record><![CDATA[<a href='/art/2024/1/9/art_1_2.html'>要闻</a>]]></record></datastore>"
    )
    reading = page_reader.read_page(
        Page("http://www.qinghe.gov.cn/", text, RequestSpec("http://www.qinghe.gov.cn/")), CrawlStage.HOME
    )
    assert reading.family == "hanweb"
    assert [link.url for link in reading.scored_links] == ["http://www.qinghe.gov.cn/col/col9/index.html"]


def test_a_tree_of_columns_is_followed_without_a_browser() -> None:
    url = "http://www.qinghe.gov.cn/qhsthjj/gkmlpt/index"
    page = Page(url, (CASES[0].parent / "gkmlpt_index" / "page.html").read_text("utf-8"), RequestSpec(url))
    for stage in (CrawlStage.HOME, CrawlStage.MENU):
        reading = page_reader.read_page(page, stage)
        columns = [link.url for link in reading.scored_links if link.stage is CrawlStage.COLUMN]
        assert columns == ["http://www.qinghe.gov.cn/qhsthjj/gkmlpt/api/all/21044?page=1&sid=758019"]
        assert reading.script_reason == ""
    opened = Page(f"{url}#21001", page.text, RequestSpec(f"{url}#21001"))
    assert [request.url for request in FAMILIES["gkmlpt"].next_pages(opened)] == [
        "http://www.qinghe.gov.cn/qhsthjj/gkmlpt/api/all/21001?page=1&sid=758019"
    ]


def test_the_list_of_each_tab_is_requested() -> None:
    call = "loadPageData({{unitid: '{0}', webSiteCode: ['qh'], channelCode: ['col{0}'], perPage: 20}}, 'a');"
    page = Page("http://www.qinghe.gov.cn/nb/", f"<script>{call.format(2023)}{call.format(2024)}</script>")
    forms = [dict(request.form) for request in FAMILIES["jpaas"].next_pages(page)]
    assert [form["channelCode[]"] for form in forms] == ["col2023", "col2024"]
    assert {form["pageSize"] for form in forms} == {"20"}


@needs_real
def test_a_real_ucap_list_is_not_paged_as_trs() -> None:
    page = Page(
        "http://jyt.gansu.gov.cn/x/zwgklist.shtml", (REAL_SAMPLES / "ucap_list.html").read_text("utf-8")
    )
    assert not FAMILIES["trs"].next_pages(page)


@needs_real
def test_a_real_list_filled_by_a_script_is_requested_as_the_script_does() -> None:
    url = "http://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/index.html"
    page = Page(url, (REAL_SAMPLES / "hanweb_jpaas_list.html").read_text("utf-8"), RequestSpec(url))
    assert find_script_reason(page)
    reading = page_reader.read_page(page, CrawlStage.COLUMN)
    assert (reading.family, FAMILIES["jpaas"].entries(page), reading.reports, reading.script_reason) == (
        "jpaas",
        (),
        (),
        "",
    )
    (request,) = reading.next_pages
    assert request.url == "http://sthjt.jiangxi.gov.cn/queryList"
    assert dict(request.form) == {
        "current": "1",
        "unitid": "380055",
        "webSiteCode[]": "jxssthjt",
        "channelCode[]": "col42150",
        "dataBefore": "",
        "dataAfter": "",
        "perPage": "15",
        "notReturnContent": "false",
        "showMode": "normal",
        "groupSize": "1",
        "barPosition": "bottom",
        "titleMax": "34",
        "templateContainerId": "div380055",
        "themeName": "lucidity",
        "pageSize": "15",
    }


@needs_real
def test_a_real_list_inside_a_comment_is_read() -> None:
    url = "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml"
    page = Page(url, (REAL_SAMPLES / "ucap_list.html").read_text("utf-8"), RequestSpec(url))
    rows = FAMILIES["ucap"].entries(page)
    assert len(rows) == 20
    assert all(row.date and row.title and "/c110634/" in row.url for row in rows)
    further = [request.url for request in FAMILIES["ucap"].next_pages(page)]
    assert further == [url.replace("zwgklist", f"zwgklist_{number}") for number in range(2, 11)]


@needs_real
@pytest.mark.parametrize(
    ("file", "family"),
    [("hanweb_dataproxy_1.xml", "hanweb"), ("hanweb_jpaas_list.html", "jpaas"), ("ucap_list.html", "ucap")],
)
def test_a_real_page_has_only_the_signature_of_its_family(file: str, family: str) -> None:
    page = Page("http://www.qinghe.gov.cn/list.html", (REAL_SAMPLES / file).read_text("utf-8"))
    assert {name for name, other in FAMILIES.items() if other.matches(page)} == {family, "generic"}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("marker", ["<!--", "/*", "<record>", "{unitid:", "<script>", "<div id=a "])
def test_unterminated_markup_is_scanned_in_linear_time(marker: str) -> None:
    """On half a megabyte of them, a pattern that searches the end of each would take hours."""
    url = "http://www.qinghe.gov.cn/nb/"
    page = Page(
        url,
        f"<script>fetch()</script> loadPageData( dataproxy.jsp {marker * (500_000 // len(marker))}",
        RequestSpec(url),
    )
    assert find_script_reason(page)
    for family in FAMILIES.values():
        family.matches(page)
        assert family.entries(page) == ()
        assert family.next_pages(page) == ()


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"data": 5, "articles": {}}', '{"data": {"results": [1, {"source": []}]}}', "<"]
)
def test_malformed_answers_give_no_entries(family: str, text: str) -> None:
    for url in (
        "http://a.gov.cn/queryList",
        "http://a.gov.cn/gkmlpt/api/all/5?page=1",
        "http://a.gov.cn/common/search/" + "a" * 32,
        "http://a.gov.cn/x/front/page/build/unit?a=1",
        "http://a.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1",
    ):
        page = Page(url, text, RequestSpec(url))
        FAMILIES[family].matches(page)
        assert FAMILIES[family].entries(page) == ()
        assert FAMILIES[family].next_pages(page) == ()


def test_page_numbers_of_the_proxy_advance_by_the_size_of_an_answer() -> None:
    family = FAMILIES["hanweb"]
    url = "http://www.qinghe.gov.cn/module/web/jpage/dataproxy.jsp?page=1&webid=7&columnid=5&unitid=9"
    record = "<record><![CDATA[<li><a href='/art/2024/1/{n}/art_5_{n}.html'>条目{n}</a></li>]]></record>"

    def answer(records: int) -> Page:
        inner = "".join(record.format(n=n) for n in range(records))
        return Page(
            url,
            f"<datastore><totalrecord>100</totalrecord><totalpage>10</totalpage>{inner}</datastore>",
            RequestSpec(url),
        )

    def steps(page: Page) -> list[str]:
        return [request.url.partition("page=")[2].partition("&")[0] for request in family.next_pages(page)]

    assert steps(answer(10)) == ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert steps(answer(30)) == ["4", "7", "10"]
