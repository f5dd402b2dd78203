"""Checks that a contact address is set before a foreign host is visited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.model import translate
from crawler.guard import Guard
from crawler.request_exceptions import ContactMissing

# The contact is part of the User-Agent header of every request.
_CONTACT_PATTERN = re.compile(r"https?://[!-~]+\.[!-~]+|[!-~]+@[!-~]+\.[!-~]+")


def check_contact(contact: str, hosts: Iterable[str], guard: Guard) -> None:
    """Raise ContactMissing if `contact` is no URL or mail address and a host is not pinned by the guard."""
    if _CONTACT_PATTERN.fullmatch(contact):
        return
    foreign_hosts = [host for host in hosts if not guard.pinned_endpoint(host)]
    if foreign_hosts:
        problem = (
            translate("“{contact}”不是网址或邮箱", contact=contact)
            if contact
            else translate("还没有设定联系方式")
        )
        raise ContactMissing(
            translate(
                "不访问 {host}：{problem}。请用 --contact 或环境变量 GONGKAI_CONTACT"
                "给出网址或邮箱，网站管理员凭它找到您；尚未发出任何请求",
                host=foreign_hosts[0],
                problem=problem,
            )
        )
