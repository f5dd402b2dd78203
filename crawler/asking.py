"""Scrapy requests out of the crawler's own values, each saying why it is made (`meta["gongkai"]`)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy_playwright.page import PageMethod

from archive.model import Role
from crawler.clicking import walk
from crawler.config import Config
from crawler.page import Ask
from crawler.rendering import HOSTS, VISIT

_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
_PRIORITY = {Role.MENU: 12, Role.LIST: 10, Role.ATTACHMENT: 5, Role.REPORT: 0}
ITSELF = "gongkai_itself"
"""Key in `Request.meta` of the title of the report that a page on the way was found to be."""
About = dict[str, Any]
LONGEST = 500
"""A link's text is kept up to here; some portals put a whole paragraph into a link."""


def about(role: Role, source: str, parent: str = "", link_text: str = "") -> About:
    """The note that travels with a request and ends up in its capture."""
    return {"gongkai": {"role": role, "source": source, "parent": parent, "link_text": link_text[:LONGEST]}}


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


def walked(meta: Mapping[str, Any]) -> list[str]:
    """The pages that a visit of the browser walked through; none when it failed before."""
    methods = meta.get("playwright_page_methods")
    pages: list[str] | None = methods[0].result if methods else None
    return pages or []
