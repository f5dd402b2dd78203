"""Reports that consist only of images, and the images of other pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.model import Outcome, Role
from crawler.discovery.scanned_images import find_scanned_images
from crawler.pages.page import Page
from tests.support.subprocess_crawl import crawl, html_page, read_captures, serve_pages, write_registry

pytestmark = pytest.mark.slow

SITE = "http://slj.qinghe.gov.cn.test"
ARTICLE = f"{SITE}/nb/202401/t20240110_1.html"
MENU = "".join(f'<a href="/c{number}/">青禾县水利局政务公开栏目</a>' for number in range(60))
PAGE_WITH_FRAME = f"""<div class="head"><img src="/images/logo.png"><img src="/qhx/xhtml/banner1.jpg">{MENU}</div>
{{}}<div class="foot"><img src="//bszs.conac.cn/sitename/red.png" alt="党政机关"><img src="/u/ewm.jpg">
<img src="/u/a.jpg" alt="扫码二维码"><p>主办单位：青禾县水利局　联系电话</p></div>"""  # noqa: E501
PAGES = "".join(f'<p><img src="./W02024011{number}.jpg" alt=""></p>' for number in range(3))


def scanned_images(article: str) -> list[str]:
    page = Page(ARTICLE, f"<html><body>{PAGE_WITH_FRAME.format(article)}</body></html>")
    return [image.url.removeprefix(SITE) for image in find_scanned_images(page)]


def test_only_the_pages_of_a_scan_are_found() -> None:
    assert scanned_images(f"<h1>青禾县水利局2023年政府信息公开工作年度报告</h1>{PAGES}") == [
        f"/nb/202401/W02024011{number}.jpg" for number in range(3)
    ]


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<img data-original="/u/2024/1.PNG" src="/x/loading.gif">', "/u/2024/1.PNG"),
        ('<img src="http://slj.qinghe.gov.cn.test/protect/P0202401.tif?v=1">', "/protect/P0202401.tif?v=1"),
        ('<img src="/upload/images/2024/1.jpeg">', "/upload/images/2024/1.jpeg"),
        ('<img src="/template/images/line.jpeg">', None),
        ('<img src="/images/2024/01/1.jpeg">', "/images/2024/01/1.jpeg"),
        ('<img src="/u/1.gif">', None),
        ('<img src="data:image/png;base64,AAAA">', None),
        ('<img src="">', None),
    ],
)
def test_which_image_urls_are_pages_of_a_scan(markup: str, address: str | None) -> None:
    assert scanned_images(markup) == ([address] if address else [])


@pytest.mark.parametrize("length", [40, 400])
def test_images_next_to_text_are_not_a_scanned_report(length: int) -> None:
    assert scanned_images(PAGES + "<p>" + "一年来依法公开政府信息。" * length + "</p>") == []


def test_a_scanned_report_is_archived_with_its_images(tmp_path: Path) -> None:
    host = "slj.qinghe.gov.cn.test"
    title = "青禾县水利局2023年政府信息公开工作年度报告"
    pages = {
        "/nb/": html_page(f'<a href="/nb/1.html">{title}</a>'),
        "/nb/1.html": f"<html><head><title>{title}</title></head><body>{PAGE_WITH_FRAME.format(PAGES)}</body></html>",  # noqa: E501
        **{f"/nb/W02024011{number}.jpg": b"\xff\xd8\xff\xe0" + bytes(64) for number in range(3)},
    }
    with serve_pages(pages) as portal:
        registered = write_registry(tmp_path, {"host": host, "columns": [f"{SITE}/nb/"]})
        summary = crawl(tmp_path / "data", registered, {host: portal.address})
    assert summary["sources"]["slj"][3:] == [1, 3]
    attachment_urls = {
        capture.url for capture in read_captures(tmp_path / "data") if capture.role is Role.ATTACHMENT
    }
    assert attachment_urls == {f"{SITE}/nb/W02024011{number}.jpg" for number in range(3)}
    assert {
        capture.outcome for capture in read_captures(tmp_path / "data") if capture.role is Role.REPORT
    } == {Outcome.OK}
