"""All keys of `Request.meta` that the crawler reads or writes, with the types of their values.

Keys of our own begin with `gongkai`; the others are those of Scrapy and scrapy-playwright.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from scrapy.http import Request

from archive.model import Role

META_LABEL = "gongkai"
"""The `RequestLabel` of a request; missing for requests that Scrapy makes by itself."""
META_CAPTURE = "gongkai_capture"
"""The `Capture` of the request, set before the response is passed on."""
META_ROBOTS = "gongkai_rule"
"""The `RobotsPolicy` of the request's origin; missing for robots.txt itself."""
META_TIMING = "gongkai_timing"
"""The `RequestTiming` of the request."""
META_EMBEDDED_TITLE = "gongkai_itself"
"""The title of the report that a navigation page was found to be."""
META_HOSTS = "gongkai_hosts"
"""The further hosts of the portal, for a request to the browser."""
META_REFUSED_HOSTS = "gongkai_refused"
"""Pairs of host and reason: what the proxy refused while the browser rendered the page."""
META_SUBREQUESTS = "gongkai_subrequests"
"""The `Subrequest`s of a rendered page, a list."""
META_ARCHIVED = "gongkai_archived"
"""The archived `Capture` whose validators a conditional request sends."""
META_UNCONDITIONAL = "gongkai_whole"
"""Present if a request must be sent without validators."""
META_COOKIES = "gongkai_cookies"
"""The `CookieJar` of a redirect that leads back to where it began; with it the request is made once more."""

META_BROWSER = "playwright"
"""True for a request to the browser."""
META_BROWSER_CONTEXT = "playwright_context"
META_BROWSER_CONTEXT_OPTIONS = "playwright_context_kwargs"
META_BROWSER_PAGE_CALLBACK = "playwright_page_init_callback"
META_BROWSER_STEPS = "playwright_page_methods"
"""The one `PageMethod` of a rendered page; its result is the HTML of each page of the list."""
META_DONT_RETRY = "dont_retry"
META_DOWNLOAD_MAX_BYTES = "download_maxsize"
META_DOWNLOAD_SECONDS = "download_latency"
META_DOWNLOAD_SLOT = "download_slot"
META_REDIRECT_COUNT = "redirect_times"
META_REDIRECT_URLS = "redirect_urls"
META_REDIRECTS_LEFT = "redirect_ttl"
META_RETRY_COUNT = "retry_times"

CACHED_FLAG = "cached"
"""Flag of a response that comes from the archive and is not recorded again."""
MAX_LINK_TEXT_LENGTH = 500
"""Longer link texts are cut; some portals put a whole paragraph into a link."""


class RequestLabel(TypedDict):
    """What the crawl knows of a request; all of it is stored in its capture."""

    role: Role
    source: str
    parent: str
    link_text: str


@dataclass(slots=True)
class RequestTiming:
    """When a request was made, and in seconds: its wait, the pause after it, the backoff of its response."""

    requested_at: datetime
    wait: float = 0.0
    pause: float = 0.0
    backoff: float = 0.0


class Subrequest(NamedTuple):
    """One request of a rendered page; `reason` says why it was aborted, empty if it was made."""

    requested_at: datetime
    url: str
    reason: str


def request_label(role: Role, source: str, parent: str = "", link_text: str = "") -> RequestLabel:
    """Return the label of a request; `parent` is the URL of the page that links to it."""
    return {"role": role, "source": source, "parent": parent, "link_text": link_text[:MAX_LINK_TEXT_LENGTH]}


def source_id(meta: Mapping[str, Any]) -> str:
    """Return the source of a request, empty for requests that Scrapy makes by itself."""
    label: RequestLabel | None = meta.get(META_LABEL)
    return label["source"] if label else ""


def is_for_browser(meta: Mapping[str, Any]) -> bool:
    """Whether a request goes through the browser."""
    return bool(meta.get(META_BROWSER))


def browser_pages(meta: Mapping[str, Any]) -> list[str]:
    """Return the HTML of the list pages that the browser clicked through; empty if it failed before."""
    steps = meta.get(META_BROWSER_STEPS)
    pages: list[str] | None = steps[0].result if steps else None
    return pages or []


def set_browser_pages(meta: Mapping[str, Any], pages: Iterable[str]) -> None:
    """Set the pages that `browser_pages` returns, for a visit that is answered from the archive."""
    meta[META_BROWSER_STEPS][0].result = list(pages)


def initial_url(request: Request) -> str:
    """Return the URL of a request before all redirects."""
    urls: list[str] = request.meta.get(META_REDIRECT_URLS) or [request.url]
    return urls[0]
