"""Which parts of URLs are session ids or random numbers by rule, and which similar ones stay."""

from __future__ import annotations

import pytest

from archive.text import remove_session_ids, remove_session_ids_from_page

SITE = "http://www.qinghe.gov.cn"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/show.do;jsessionid=0A1B2C.node1?id=7", "/show.do?id=7"),
        ("/show.do;JSESSIONID=0A1B2C", "/show.do"),
        ("/(S(a1b2c3d4))/xxgk/show.aspx?id=7", "/xxgk/show.aspx?id=7"),
        ("/(S(a1b2c3)F(d4e5))/show.aspx", "/show.aspx"),
        ("/show.php?PHPSESSID=abc&id=7", "/show.php?id=7"),
        ("/show.asp?id=7&ASPSESSIONIDQQAB=ABC", "/show.asp?id=7"),
        ("/show.aspx?ASP.NET_SessionId=x&id=7#/top", "/show.aspx?id=7#/top"),
        ("/show.cfm?CFID=12&CFTOKEN=34&id=7", "/show.cfm?id=7"),
        ("/show.do?sessionid=1&session_id=2&id=7", "/show.do?id=7"),
        ("/show.do?sid=4c199494a24fcb43&id=7", "/show.do?id=7"),
        ("/show.do?id=7&_=0.8342719384", "/show.do?id=7"),
        ("/show.do?id=7&r=1733021234567", "/show.do?id=7"),
        ("/show.do?rnd=0.12345678", "/show.do"),
    ],
)
def test_session_ids_are_removed(path: str, expected: str) -> None:
    assert remove_session_ids(SITE + path) == SITE + expected


@pytest.mark.parametrize(
    "path",
    [
        "/show.do?id=abc123",
        "/show.do?uuid=8a9c0b1d2e3f4a5b6c7d8e9f0a1b2c3d",
        "/show.do?t=20231201",
        "/show.do?sid=760012",
        "/show.do?sid=7600120000000000000",
        "/show.do?sid=abcdefghijklmnopqrst",
        "/show.do?r=12&_t=20231201&rnd=2023",
        "/show.do?mysessionidea=1&jsid=0A1B",
        "/show.do?a&&b=",
        "/a;version=2/b(S)/c.html",
        "/年报(S(1)).html",
        "/index.html#/list?sid=4c199494a24fcb43",
    ],
)
def test_everything_else_stays(path: str) -> None:
    assert remove_session_ids(SITE + path) == SITE + path


def test_names_of_imported_files_stay() -> None:
    assert remove_session_ids("file:///x/(S(1))/a.docx") == "file:///x/(S(1))/a.docx"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("/a.do", "<a href='/b.do;jsessionid={id}?id=7'>b</a>"),
        ("/a.aspx", '<a href="/(S({id}))/b.aspx">b</a>'),
        ("/a.php", '<a href="b.php?id=7&amp;PHPSESSID={id}">b</a>'),
        ("/a.php", '<a href="b.php?sid={id}&id=7">b</a>'),
        ("/a.do;jsessionid={id}", 'var session = "{id}";'),
        ("/a.do?sid={id}&id=7", 'var session = "{id}";'),
    ],
)
def test_pages_that_differ_only_in_session_ids_are_equal_without_them(url: str, page: str) -> None:
    first, second, other = (
        remove_session_ids_from_page(
            f"年报：{text}。{page.format(id=value)}".encode("gbk"), SITE + url.format(id=value)
        )
        for text, value in (
            ("12", "4c199494a24fcb43"),
            ("12", "e244ec3e86166b1c"),
            ("13", "e244ec3e86166b1c"),
        )
    )
    assert first == second != other


def test_other_parts_of_links_count_as_differences() -> None:
    url = f"{SITE}/a.do"
    pages = [f'<a href="b.do?id={number}&sid=4c199494a24fcb43">b</a>'.encode() for number in (7, 8)]
    assert remove_session_ids_from_page(pages[0], url) != remove_session_ids_from_page(pages[1], url)
