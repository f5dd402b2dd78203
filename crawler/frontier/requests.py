"""Builds Scrapy requests; each carries a `RequestLabel` with its role and source."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from scrapy import Request
from scrapy_playwright.page import PageMethod

from archive.model import Role
from crawler.config import Config
from crawler.download import click_through, read_article
from crawler.pages import RequestSpec, encode_fields
from crawler.request_meta import (
    META_BROWSER,
    META_BROWSER_CONTEXT,
    META_BROWSER_CONTEXT_OPTIONS,
    META_BROWSER_STEPS,
    META_DONT_RETRY,
    META_HOSTS,
    META_LABEL,
    RequestLabel,
)

CONTEXT_OPTIONS: dict[str, Any] = {"service_workers": "block", "accept_downloads": False}

# The rest of the time is for the first load of the page.
_WALK_SHARE = 0.75
_FORM_TYPE = "application/x-www-form-urlencoded"
_ROLE_PRIORITIES = {Role.MENU: 12, Role.LIST: 10, Role.ATTACHMENT: 5, Role.REPORT: 0}


def http_request(
    spec: RequestSpec,
    label: RequestLabel,
    priority_boost: int = 0,
    meta: Mapping[str, Any] | None = None,
    **request_kwargs: Any,
) -> Request:
    """Build a request over plain HTTP. `dont_filter` is set, because the frontier is our own seen set.

    `priority_boost` puts it before others of its role.
    """
    body = encode_fields(spec.form, spec.encoding) if spec.form else None
    return Request(
        spec.url,
        method="POST" if spec.form else "GET",
        headers=_form_headers(spec) if spec.form else None,
        body=body,
        meta={META_LABEL: label, **(meta or {})},
        priority=_ROLE_PRIORITIES[label["role"]] + priority_boost,
        dont_filter=True,
        **request_kwargs,
    )


def _form_headers(spec: RequestSpec) -> dict[str, str]:
    """The headers of a form: scripts say that it is UTF-8, a form in another encoding does not say which."""
    is_utf8 = spec.encoding.startswith("utf")
    return {"Content-Type": f"{_FORM_TYPE}; charset=UTF-8" if is_utf8 else _FORM_TYPE}


def browser_request(
    spec: RequestSpec, label: RequestLabel, config: Config, hosts: Sequence[str], **request_kwargs: Any
) -> Request:
    """Build a request to the browser, in a browser context of its own; it clicks through a list.

    `hosts`: other hosts of the portal; the browser may contact no further host.
    """
    meta = {
        META_HOSTS: tuple(hosts),
        META_BROWSER: True,
        META_BROWSER_CONTEXT: secrets.token_hex(8),
        META_BROWSER_CONTEXT_OPTIONS: {**CONTEXT_OPTIONS, "user_agent": config.user_agent},
        META_BROWSER_STEPS: [
            PageMethod(read_article)
            if label["role"] is Role.REPORT
            else PageMethod(click_through, config.max_clicks, config.render_seconds * _WALK_SHARE)
        ],
        # A page that hung once hangs again, and each retry costs the whole timeout.
        META_DONT_RETRY: True,
    }
    return http_request(spec, label, meta=meta, **request_kwargs)
