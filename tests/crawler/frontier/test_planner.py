"""Requests of a crawl: from the home page to the reports, best links first, each page once."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.registry.sources import Source
from tests.support.crawl_without_network import CrawlTrace, crawl_pages

HOME = "http://www.qinghe.gov.cn/"
NB = f"{HOME}zfxxgk/nb/"
TITLE = "青禾县{agency}{year}年政府信息公开工作年度报告"
PROSE = (
    "本机关坚持公开为常态，按照条例规定向社会公布本年度工作情况，接受群众监督，不断提高工作质量和服务水平。"
)
REPORT = (
    f"<p>一、总体情况。{PROSE * 4}</p><p>二、主动公开政府信息情况。{PROSE}</p>"
    f"<p>三、收到和处理政府信息公开申请情况。{PROSE * 3}</p><p>四、行政复议、行政诉讼情况。{PROSE}</p>"
)


def page_html(body: str, title: str = "青禾县") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}<p>{PROSE}</p></body></html>"


def link_list(*pairs: tuple[str, str]) -> str:
    return "<ul>" + "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in pairs) + "</ul>"


def crawl_reports(folder: Path, pages: dict[str, str | int], *columns: str, **settings: int) -> CrawlTrace:
    return crawl_pages(folder, pages, Source("qinghe", "青禾县", HOME, columns=columns), **settings)


def column_page(*names: str) -> str:
    """Return a column page with one report of each agency."""
    rows = [
        (f"{NB}t20240110_{at}.html", TITLE.format(agency=name, year=2023)) for at, name in enumerate(names)
    ]
    return page_html(link_list(*rows), "政府信息公开年报")


def articles(count: int) -> dict[str, str | int]:
    return {f"{NB}t20240110_{at}.html": page_html(REPORT) for at in range(count)}


def test_a_portal_of_agencies_and_years_is_crawled_completely(tmp_path: Path) -> None:
    """Thirty agencies, seven years each in a folder of its own: 210 reports from the home page alone."""
    agencies, years = [f"云{chr(0x5317 + at)}镇人民政府" for at in range(30)], range(2018, 2025)
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(("/zfxxgk/", "政府信息公开"))),
        f"{HOME}zfxxgk/": page_html(link_list(("nb/", "政府信息公开年报"), ("zn/", "政府信息公开指南"))),
        NB: page_html(
            link_list(*((f"z{at}/", name) for at, name in enumerate(agencies))), "政府信息公开年报"
        ),
    }
    for at in range(30):
        folders = [(f"{year}n/", f"{year}年") for year in years]
        pages[f"{NB}z{at}/"] = page_html(link_list(*folders), f"{agencies[at]} 政府信息公开年报")
        for year in years:
            pages[f"{NB}z{at}/{year}n/"] = page_html(
                link_list((f"t{year + 1}0110_{at}.html", f"{year}年度报告"))
            )
            pages[f"{NB}z{at}/{year}n/t{year + 1}0110_{at}.html"] = page_html(REPORT)
    trace = crawl_reports(tmp_path, pages)
    assert len(trace.reports) == 210
    assert len(trace.requested_urls) == len(set(trace.requested_urls)) == 210 + 210 + 30 + 3


def test_menu_pages_are_limited_and_the_best_link_is_requested_first(tmp_path: Path) -> None:
    agencies = [(f"/bm/{at}/xxgk/", "云溪镇") for at in range(300)]
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(*agencies, ("/map.html", "网站地图"))),
        f"{HOME}map.html": page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报"), *agencies)),
        NB: column_page("教育局"),
        **{f"{HOME}bm/{at}/xxgk/": page_html(link_list(*agencies)) for at in range(300)},
        **articles(1),
    }
    trace = crawl_reports(tmp_path, pages, GONGKAI_MENU_PAGES=20)
    assert trace.requested_urls[:4] == [HOME, f"{HOME}map.html", NB, f"{HOME}bm/0/xxgk/"]
    assert len(trace.reports) == 1
    # 20, and one more for the one agency that all these links name; the site map is one of them.
    assert len([url for url in trace.requested_urls if "/bm/" in url]) == 20
    assert trace.missed == {"一个来源的网页数超过上限": 280}
    assert trace.state == "list_incomplete"
    assert "有 280 个导航或列表链接没有看" in trace.cause


def test_a_better_link_on_a_later_page_is_requested_before_queued_links(tmp_path: Path) -> None:
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(("/a/xxgk/", "云溪镇"), ("/b/xxgk/", "白鹭镇"))),
        f"{HOME}a/xxgk/": page_html(link_list(("/zfxxgk/", "政府信息公开"))),
        f"{HOME}zfxxgk/": page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报"))),
        NB: column_page("教育局"),
    }
    trace = crawl_reports(tmp_path, pages)
    assert trace.requested_urls[:5] == [HOME, f"{HOME}a/xxgk/", f"{HOME}zfxxgk/", NB, f"{HOME}b/xxgk/"]


def test_no_request_leaves_the_portal(tmp_path: Path) -> None:
    away = "http://www.bailu.gov.cn/"
    pages: dict[str, str | int] = {
        HOME: page_html(
            link_list(
                (f"{away}zfxxgk/", "政府信息公开"),
                (f"{away}nb/", "政府信息公开年报"),
                ("/zfxxgk/nb/", "信息公开年报"),
            )
            + f'<iframe src="{away}menu.html"></iframe>'
        ),
        NB: page_html(link_list((f"{away}t20240110_1.html", TITLE.format(agency="教育局", year=2023)))),
    }
    trace = crawl_reports(tmp_path, pages)
    assert trace.requested_urls == [HOME, NB]


@pytest.mark.parametrize(
    "home",
    [
        '<html><head><meta http-equiv="refresh" content="0;url=/index.html"></head><body></body></html>',
        "<html><body><script>window.location.href = 'index.html';</script></body></html>",
        '<html><frameset cols="20%,*"><frame src="/top.html"><frame src="/index.html"></frameset></html>',
        page_html("<iframe src='/index.html'></iframe>"),
        page_html("<ul><li onclick=\"window.open('/zfxxgk/nb/')\">政府信息公开年报</li></ul>"),
        page_html('<select><option value="/zfxxgk/nb/">政府信息公开年报</option></select>'),
    ],
    ids=["refresh", "script", "frames", "inner_frame", "onclick", "choices"],
)
def test_home_pages_that_forward_without_a_link(tmp_path: Path, home: str) -> None:
    pages: dict[str, str | int] = {HOME: home, NB: column_page("教育局"), **articles(1)}
    pages[f"{HOME}index.html"] = page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报")))
    assert len(crawl_reports(tmp_path, pages).reports) == 1


def test_one_report_at_several_urls_is_requested_once(tmp_path: Path) -> None:
    title = TITLE.format(agency="教育局", year=2023)
    rows = [
        "/nb/content/post_7.html",
        "/nb/content/mpost_7.html",
        "https://www.qinghe.gov.cn/nb/content/post_7.html?from=timeline",
        "http://qinghe.gov.cn/nb//content/post_7.html;jsessionid=0A1B#top",
    ]
    pages: dict[str, str | int] = {
        HOME: page_html(
            link_list(("/zfxxgk/nb/", "政府信息公开年报"), ("/jyj/nb/", "县教育局：政府信息公开年报"))
        ),
        NB: page_html(link_list(*((row, title) for row in rows))),
        f"{HOME}jyj/nb/": page_html(link_list((rows[0], title))),
        f"{HOME}nb/content/post_7.html": page_html(REPORT, title),
    }
    trace = crawl_reports(tmp_path, pages)
    assert trace.reports == {f"{HOME}nb/content/post_7.html": title}
    assert len(trace.requested_urls) == 4


@pytest.mark.parametrize(
    "gone", [404, 410, page_html("<h1>您访问的页面不存在</h1>"), page_html(""), f"-> {HOME}"]
)
def test_a_moved_column_is_searched_from_the_home_page(tmp_path: Path, gone: str | int) -> None:
    old = f"{HOME}xxgk/gknb/"
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(("/zfxxgk/", "政府信息公开"))),
        f"{HOME}zfxxgk/": page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报"))),
        old: gone,
        NB: column_page("教育局", "民政局"),
        **articles(2),
    }
    trace = crawl_reports(tmp_path, pages, old)
    assert len(trace.reports) == 2
    assert trace.moved_columns == [old]
    assert trace.requested_urls.count(HOME) == 1


@pytest.mark.parametrize("refusal", [403, 412, 503])
def test_a_refused_column_does_not_count_as_moved(tmp_path: Path, refusal: int) -> None:
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报"))),
        NB: refusal,
    }
    trace = crawl_reports(tmp_path, pages, NB)
    assert trace.moved_columns == []
    assert trace.requested_urls == [NB]


def test_a_column_redirected_to_the_home_page_does_not_start_a_crawl_of_the_portal(tmp_path: Path) -> None:
    agencies = [(f"/bm/{at}/", "县教育局") for at in range(100)]
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(*agencies, ("/zfxxgk/nb/", "政府信息公开年报"))),
        f"{HOME}xxgk/gknb/": f"-> {HOME}",
        NB: column_page("教育局"),
        **{f"{HOME}bm/{at}/": page_html(link_list(*agencies)) for at in range(100)},
        **articles(1),
    }
    trace = crawl_reports(tmp_path, pages, f"{HOME}xxgk/gknb/")
    assert len(trace.reports) == 1
    assert [url for url in trace.requested_urls if "/bm/" in url] == []


def test_a_column_whose_links_lead_to_no_report_counts_as_moved(tmp_path: Path) -> None:
    old = f"{HOME}xxgk/gknb/"
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报"))),
        old: page_html(link_list(("2022n/", "2022年"), ("2021n/", "2021年")), "政府信息公开年报"),
        f"{old}2022n/": page_html("本栏目暂无内容"),
        NB: column_page("教育局"),
        **articles(1),
    }
    trace = crawl_reports(tmp_path, pages, old)
    assert len(trace.reports) == 1
    assert trace.moved_columns == [old]


def test_one_column_of_two_has_moved(tmp_path: Path) -> None:
    pages: dict[str, str | int] = {
        HOME: page_html(
            link_list(("/zfxxgk/nb/", "政府信息公开年报"), ("/jyj/nb/", "县教育局：政府信息公开年报"))
        ),
        f"{HOME}jyj/nb/": page_html(
            link_list(("t20240110_9.html", TITLE.format(agency="教育局", year=2022)))
        ),
        f"{HOME}jyj/nb/t20240110_9.html": page_html(REPORT),
        NB: column_page("民政局"),
        **articles(1),
    }
    trace = crawl_reports(tmp_path, pages, NB, f"{HOME}bm/jyj/nb/")
    assert len(trace.reports) == 2
    assert trace.moved_columns == [f"{HOME}bm/jyj/nb/"]


def test_articles_without_a_year_in_the_title_are_classified_by_their_content(tmp_path: Path) -> None:
    """A complete report, a file with the report, a list of other reports, an announcement."""
    names = ["教育局", "民政局", "水利局", "司法局"]
    rows = [(f"t20240110_{at}.html", f"青禾县{name}政府信息公开年报") for at, name in enumerate(names)]
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(("/zfxxgk/nb/", "政府信息公开年报"))),
        NB: page_html(link_list(*rows), "政府信息公开年报"),
        f"{NB}t20240110_0.html": page_html(REPORT, rows[0][1]),
        f"{NB}t20240110_1.html": page_html('<a href="nb.docx">附件：年报.docx</a>', rows[1][1]),
        f"{NB}t20240110_2.html": page_html(
            link_list(("t20230110_8.html", TITLE.format(agency="水利局", year=2022)))
        ),
        f"{NB}t20240110_3.html": page_html("即将公布", rows[3][1]),
        f"{NB}t20230110_8.html": page_html(REPORT),
        f"{NB}nb.docx": page_html(""),
    }
    trace = crawl_reports(tmp_path, pages)
    assert trace.reports == {
        f"{NB}t20240110_0.html": rows[0][1],
        f"{NB}t20240110_1.html": rows[1][1],
        f"{NB}t20230110_8.html": TITLE.format(agency="水利局", year=2022),
    }
    assert trace.attachments == [f"{NB}nb.docx"]


@pytest.mark.parametrize("columns", [(NB,), ()], ids=["registered", "found"])
def test_the_name_of_a_column_applies_to_its_further_pages(tmp_path: Path, columns: tuple[str, ...]) -> None:
    """Only the first page names the column; short titles on the second page are reports too."""
    second = f"{NB}index_2.html"
    pages: dict[str, str | int] = {
        NB: page_html(
            link_list(("t20240110_1.html", "2023年度")) + '<a href="index_2.html">下一页</a>',
            "政府信息公开年报",
        ),
        second: page_html(link_list(("t20230110_2.html", "2022年度")), ""),
        HOME: page_html(link_list(("/zfxxgk/nb/", "年报专栏"))),
        f"{NB}t20240110_1.html": page_html(REPORT),
        f"{NB}t20230110_2.html": page_html(REPORT),
    }
    assert list(crawl_reports(tmp_path, pages, *columns).reports.values()) == ["2023年度", "2022年度"]


def test_a_report_on_a_column_page_is_archived_and_the_other_years_are_requested(tmp_path: Path) -> None:
    first, second = f"{HOME}public/column/7?type=3", f"{HOME}public/column/7?type=3&timeFrame=2022"
    years = link_list((second.removeprefix(HOME), "2022年"))
    pages: dict[str, str | int] = {
        HOME: page_html(link_list((first, "政府信息公开年报"))),
        first: page_html(years + f"<h2>{TITLE.format(agency='水利局', year=2023)}</h2>{REPORT}"),
        second: page_html(years + f"<h2>{TITLE.format(agency='水利局', year=2022)}</h2>{REPORT}"),
    }
    pages = {url.replace("/public/column/public", "/public"): text for url, text in pages.items()}
    pages[first] = str(pages[first]).replace('href="public', 'href="/public')
    pages[second] = str(pages[second]).replace('href="public', 'href="/public')
    trace = crawl_reports(tmp_path, pages)
    assert trace.reports == {
        first: TITLE.format(agency="水利局", year=2023),
        second: TITLE.format(agency="水利局", year=2022),
    }
    assert trace.requested_urls == [HOME, first, second]
