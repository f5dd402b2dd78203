"""Addresses that scripts of a page open, and scripts whose address cannot be told."""

from __future__ import annotations

import time

import pytest

from crawler.pages.page import Page
from crawler.pages.script_calls import called_url

SCRIPT = """
function downFile(id) { window.open("/servlet/DownFile?id=" + id); }
function openList(dept) { if (dept == '') return; location.href = '/list.php?dept=' + dept + '&p=1'; }
var show = function (id, kind) { var url = "/show.do?id=" + id + "&t=" + kind; window.location = url; };
const read = (name) => { location.href = `/n/${name}.html`; };
function openTwice(id) { downFile(id); }
function openUnknown(id) { window.open(base + id); }
function loop(id) { loop(id); }
"""
PAGE = Page("http://www.qinghe.gov.cn/", f"<html><body><script>{SCRIPT}</script></body></html>")


@pytest.mark.parametrize(
    ("script", "value", "url"),
    [
        ("javascript:downFile('12')", "", "/servlet/DownFile?id=12"),
        ("openList(this.value)", "33", "/list.php?dept=33&p=1"),
        ("show('1', 2); return false;", "", "/show.do?id=1&t=2"),
        ("read(7)", "", "/n/7.html"),
        ('javascript:openTwice("a");', "", "/servlet/DownFile?id=a"),
        ("location.href = '/i.php?d=' + this.value", "5", "/i.php?d=5"),
        ("location = this.options[this.selectedIndex].value", "/y/2023/", "/y/2023/"),
        ("window.open('x.xp?id=3', '_blank')", "", "x.xp?id=3"),
        ("location.href='/a?b='+encodeURIComponent(this.value)+'&z=1'", "甲", "/a?b=甲&z=1"),
        ("openUnknown('1')", "", ""),
        ("goPage(2)", "", ""),
        ("javascript:void(0)", "", ""),
        ("loop(1)", "", ""),
    ],
)
def test_the_address_that_a_script_opens(script: str, value: str, url: str) -> None:
    assert called_url(PAGE, script, value) == url


def test_functions_that_call_each_other_without_end_cost_little() -> None:
    calls = "".join(f"f{number}(a);" for number in range(300))
    functions = "".join(f"function f{number}(a) {{ {calls} }}" for number in range(300))
    page = Page("http://www.qinghe.gov.cn/", f"<script>{functions}</script>")
    started = time.process_time()
    assert called_url(page, "f1(1)") == ""
    assert time.process_time() - started < 30
