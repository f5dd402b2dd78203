"""Scrapy requests out of the crawler's own values, each saying why it is made (`meta["gongkai"]`)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy_playwright.page import PageMethod

from archive.model import Role
from crawler.config import Config
from crawler.download.list_walker import walk
from crawler.pages.page import Ask
from crawler.request_meta import HOSTS, About

VISIT: dict[str, Any] = {"service_workers": "block", "accept_downloads": False}

_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
_PRIORITY = {Role.MENU: 12, Role.LIST: 10, Role.ATTACHMENT: 5, Role.REPORT: 0}


def plain(ask: Ask, meta: About, urgency: int = 0, **more: Any) -> Request:
    """The request over plain HTTP; `dont_filter`, because the spider itself knows what it asked for.

    `urgency` puts it before others of its role.
    """
    body = urlencode(ask.form) if ask.form else None
    return Request(
        ask.url,
        method="POST" if ask.form else "GET",
        headers=_FORM if ask.form else None,
        body=body,
        meta=meta,
        priority=_PRIORITY[meta["gongkai"]["role"]] + urgency,
        dont_filter=True,
        **more,
    )


def rendered(ask: Ask, meta: About, config: Config, hosts: Sequence[str], **more: Any) -> Request:
    """The request to the browser, which then walks the list; a context of its own, for this visit only.

    `hosts` are those that the portal has beside its own: the browser is let to no others.
    """
    visit = {
        HOSTS: tuple(hosts),
        "playwright": True,
        "playwright_context": secrets.token_hex(8),
        "playwright_context_kwargs": {**VISIT, "user_agent": config.agent},
        "playwright_page_methods": [PageMethod(walk, config.clicks)],
        # A page that hung once hangs again, and each try costs its whole timeout.
        "dont_retry": True,
    }
    return plain(ask, {**meta, **visit}, 0, **more)
