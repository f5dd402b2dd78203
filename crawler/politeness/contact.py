"""Whom a portal can ask about our visits. Nobody's server is visited without that."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.exceptions import ContactMissing
from crawler.guard import Guard

# It stands in the User-Agent line of every request.
_CONTACT_PATTERN = re.compile(r"https?://[!-~]+\.[!-~]+|[!-~]+@[!-~]+\.[!-~]+")


def check_contact(contact: str, hosts: Iterable[str], guard: Guard) -> None:
    """Raise `NoContact` when any of `hosts` is not an exact pair of the guard's and `contact` is none."""
    if _CONTACT_PATTERN.fullmatch(contact):
        return
    strangers = [host for host in hosts if not guard.pinned_endpoint(host)]
    if strangers:
        said = f"“{contact}”不是网址或邮箱" if contact else "还没有设定联系方式"
        raise ContactMissing(
            f"不访问 {strangers[0]}：{said}。请用 --contact 或环境变量 GONGKAI_CONTACT"
            "给出网址或邮箱，网站管理员凭它找到您；尚未发出任何请求"
        )
