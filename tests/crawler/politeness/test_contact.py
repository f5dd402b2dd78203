from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.guard import Guard
from crawler.politeness.contact import check_contact
from crawler.request_exceptions import ContactMissing
from tests.support.crawl_child import ROOT
from tests.support.subprocess_crawl import write_registry

pytestmark = pytest.mark.slow

GUARD = Guard.from_pairs({"rsj.a.gov.cn.test": "127.0.0.1:80"})


@pytest.mark.parametrize("contact", ["https://example.org/gongkai", "http://a.cn", "post@example.org"])
def test_a_valid_contact_allows_every_host(contact: str) -> None:
    check_contact(contact, ["rsj.b.gov.cn"], GUARD)


@pytest.mark.parametrize("contact", ["", "me", "https://", "@", "http://a.cn/ x", "http://a.cn\r\nX: y"])
def test_an_invalid_contact_allows_only_pinned_hosts(contact: str) -> None:
    check_contact(contact, ["rsj.a.gov.cn.test"], GUARD)
    with pytest.raises(ContactMissing, match=r"rsj\.b\.gov\.cn"):
        check_contact(contact, ["rsj.a.gov.cn.test", "rsj.b.gov.cn"], GUARD)


def test_scrapys_command_line_does_not_start_without_a_contact(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": "slj.qinghe.gov.cn.test"})
    settings = ["-s", f"GONGKAI_DATA={tmp_path}", "-s", f"GONGKAI_SOURCES={entry}", "-s", "GONGKAI_CONTACT="]
    command = [sys.executable, "-m", "scrapy", "crawl", "reports", *settings]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "还没有设定联系方式" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Spider opened" not in result.stderr
