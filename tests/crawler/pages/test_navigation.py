from __future__ import annotations

import pytest

from crawler.pages import Page, find_refresh


def page_with(meta: str) -> Page:
    return Page("http://www.qinghe.gov.cn/", f"<html><head>{meta}</head><body></body></html>")


@pytest.mark.parametrize(
    ("content", "refresh"),
    [
        ("0;url=/nb/", (0.0, "/nb/")),
        ("0; URL='/nb/'", (0.0, "/nb/")),
        ('3;url="/nb/;jsessionid=1"', (3.0, "/nb/;jsessionid=1")),
        ("0;url=/nb/;jsessionid=1?a=b", (0.0, "/nb/;jsessionid=1?a=b")),
        ("5;/nb/", (5.0, "/nb/")),
        ("5 , url = /nb/", (5.0, "/nb/")),
        ("0.5;url=/nb/", (0.5, "/nb/")),
        (";url=/nb/", (0.0, "/nb/")),
        ("0;url=http://www.qinghe.gov.cn /x", (0.0, "http://www.qinghe.gov.cn /x")),
        ("30", None),
        ("0;url=", None),
        ("", None),
    ],
)
def test_a_refresh_is_read_as_browsers_read_it(content: str, refresh: tuple[float, str] | None) -> None:
    quoted = content.replace('"', "&quot;")
    assert find_refresh(page_with(f'<meta http-equiv="Refresh" content="{quoted}">')) == refresh


def test_a_refresh_for_browsers_without_scripts_or_in_a_comment_is_none() -> None:
    meta = '<meta http-equiv="refresh" content="0;url=/nb/">'
    assert find_refresh(page_with(f"<noscript>{meta}</noscript><!-- {meta} -->")) is None
