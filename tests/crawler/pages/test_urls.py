from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.urls import (
    absolute_url,
    canonical_key,
    other_scheme_url,
    registrable_domain,
    same_portal,
    url_template,
)

TEST = (".gov.cn", ".gov.cn.test")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("./t20240110_1.html", "http://rsj.a.gov.cn/nb/t20240110_1.html"),
        ("../x.html#top", "http://rsj.a.gov.cn/x.html"),
        ("//zw.a.gov.cn/x", "http://zw.a.gov.cn/x"),
        ("HTTP://RSJ.A.GOV.CN:80/X", "http://rsj.a.gov.cn/X"),
        ("https://rsj.a.gov.cn:443", "https://rsj.a.gov.cn/"),
        ("http://rsj.a.gov.cn:8080/x", "http://rsj.a.gov.cn:8080/x"),
        (" \n./年报 1.pdf ", "http://rsj.a.gov.cn/nb/%E5%B9%B4%E6%8A%A5%201.pdf"),
        ("files\\a.pdf", "http://rsj.a.gov.cn/nb/files/a.pdf"),
        ("javascript:void(0)", ""),
        ("mailto:a@a.gov.cn", ""),
        ("http://[::1", ""),
        ("http://a:b/", ""),
        ("/x?" + "a" * 2000, "http://rsj.a.gov.cn/x?" + "a" * 2000),
        ("/x?" + "a" * 3000, ""),
        ("//.//:x", ""),
    ],
)
def test_links_are_made_absolute_and_normalised(link: str, expected: str) -> None:
    assert absolute_url("http://rsj.a.gov.cn/nb/index.html", link) == expected


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://rsj.a.gov.cn/nb/?a=1", "http://rsj.a.gov.cn/nb/?a=1"),
        ("http://rsj.a.gov.cn/", "https://rsj.a.gov.cn/"),
        ("http://rsj.a.gov.cn:8080/", ""),
        ("http://[2001:db8::1]/", ""),
        ("ftp://rsj.a.gov.cn/", ""),
    ],
)
def test_the_same_url_with_the_other_scheme(url: str, other: str) -> None:
    assert other_scheme_url(url) == other


PIECES = (*"aZ9_./~-=&?:%@;,\\ ", "./", "../", "//", "年", "http:", "index.html")
BASES = (
    "http://a.gov.cn",
    "http://A.gov.cn:80/x/y.html?q=1",
    "https://a.gov.cn:8443/x/../年 报/",
    "http://[::1]/a/b",
)


@given(base=st.sampled_from(BASES), link=st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_the_fragment_of_a_link_is_ignored(base: str, link: str) -> None:
    assert absolute_url(base, f"{link}#top") == absolute_url(base, link)


def test_registrable_domains() -> None:
    assert registrable_domain("rsj.zunyi.gov.cn") == "zunyi.gov.cn"
    assert registrable_domain("rsj.zunyi.gov.cn.test", TEST) == "zunyi.gov.cn.test"
    assert registrable_domain("122.137.242.24") == "122.137.242.24"


def test_which_urls_belong_to_one_portal() -> None:
    home = "http://rsj.zunyi.gov.cn/"
    assert same_portal("https://www.zunyi.gov.cn/a", home)
    assert not same_portal("http://rsj.guiyang.gov.cn/a", home)
    assert not same_portal("http://zunyi.gov.cn.evil.com/a", home)
    assert same_portal("http://xxgk.example.cn/a", home, ["xxgk.example.cn"])
    assert not same_portal("http://b.xxgk.example.cn/a", home, ["xxgk.example.cn"])
    assert not same_portal("http://b.gov.cn.test/a", "http://a.gov.cn.test/", (), TEST)
    assert not same_portal("about:blank", home)


def test_a_url_template_ignores_numbers() -> None:
    assert url_template("http://a.gov.cn/col/col123/index.html?uid=5") == url_template(
        "http://a.gov.cn/col/col9/index.html"
    )
    assert url_template("http://a.gov.cn/nb/") != url_template("http://b.gov.cn/nb/")


@pytest.mark.parametrize(
    "twin",
    [
        "https://www.a.gov.cn/nb/content/post_7.html",
        "http://a.gov.cn/nb/content/post_7.html",
        "http://www.a.gov.cn/nb/content/mpost_7.html",
        "http://www.a.gov.cn//nb/content/post_7.html",
        "http://www.a.gov.cn/nb/content/post_7.html?from=timeline&isappinstalled=0",
        "http://www.a.gov.cn/nb/content/post_7.html?utm_source=wx&_t=1700000000000",
        "http://www.a.gov.cn/nb/content/post_7.html;jsessionid=0A1B2C.node1",
        "http://www.a.gov.cn/nb/content/post_7.html?JSESSIONID=0A1B2C",
        "http://www.a.gov.cn/nb/content/post_7.html?PHPSESSID=0a1b2c3d4e5f6071",
        "http://www.a.gov.cn/(S(abc123def456ghi7))/nb/content/post_7.html",
    ],
)
def test_equivalent_urls_have_one_canonical_key(twin: str) -> None:
    assert canonical_key(twin) == canonical_key("http://www.a.gov.cn/nb/content/post_7.html")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/nb/", "/nb/index.html"),
        ("/nb/index.shtml", "/nb/default.aspx"),
        ("/l.jsp?page=2&col=5", "/l.jsp?col=5&page=2"),
    ],
)
def test_a_folder_and_its_index_are_one_page(first: str, second: str) -> None:
    assert canonical_key(f"http://a.gov.cn{first}") == canonical_key(f"http://a.gov.cn{second}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/nb/index.html", "/nb/index_1.html"),
        ("/l.jsp?page=2", "/l.jsp?page=3"),
        ("/search?from=20", "/search?from=40"),
        ("/public/column/7?type=3&timeFrame=2022", "/public/column/7?type=3&timeFrame=2023"),
        ("/nb/content/post_7.html", "/nb/content/post_8.html"),
        ("/A.html", "/a.html"),
        ("/x?t=3", "/x?t=4"),
    ],
)
def test_urls_of_different_pages_have_different_canonical_keys(first: str, second: str) -> None:
    assert canonical_key(f"http://a.gov.cn{first}") != canonical_key(f"http://a.gov.cn{second}")
