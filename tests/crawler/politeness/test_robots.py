from __future__ import annotations

import pytest
from scrapy.http import Response

from crawler.politeness.robots import Robots, read_rules
from crawler.request_exceptions import RobotsDisallow

URL = "http://rsj.a.gov.cn/nb/x.html"


def is_allowed(status: int, body: bytes) -> bool:
    text = read_rules(Response("http://rsj.a.gov.cn/robots.txt", status=status, body=body))
    if text is None:
        return False
    try:
        Robots(text, "", "gongkai").raise_if_disallowed(URL)
    except RobotsDisallow:
        return False
    return True


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b"User-agent: *\nDisallow: /nb/\n", False),
        (200, b"User-agent: *\nDisallow: /other/\n", True),
        (200, b"User-agent: gongkai\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", False),
        (200, b"", True),
        (200, b"<!DOCTYPE html><html><body>User-agent: *\nDisallow: /</body></html>", True),
        (404, b"User-agent: *\nDisallow: /\n", True),
        (403, b"User-agent: *\nDisallow: /\n", True),
        (500, b"", False),
        (503, b"User-agent: *\nAllow: /\n", False),
    ],
)
def test_what_a_robots_txt_response_allows(status: int, body: bytes, expected: bool) -> None:
    assert is_allowed(status, body) is expected
