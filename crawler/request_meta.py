"""Keys of `Request.meta` that this project uses, with the types of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.model import Role

if TYPE_CHECKING:
    pass
from dataclasses import dataclass
from datetime import datetime

if TYPE_CHECKING:
    pass

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    pass


META_LABEL = "gongkai"
"""Key in `Request.meta` of what the crawl knows of a request: `role`, `source`, `parent`, `link_text`."""
CACHED_FLAG = "cached"
"""Flag of a response that comes from the archive: there is nothing to record."""
META_CAPTURE = "gongkai_capture"
"""Key in `Request.meta` of the `Capture` that a visit became, set before the response is passed on."""

META_ROBOTS = "gongkai_rule"
"""Key in `Request.meta` of the `Rule` of its origin's robots.txt; robots.txt itself has none."""
META_TIMING = "gongkai_visited"
"""Key in `Request.meta` of how the request's turn went, a `Visited`."""


@dataclass(slots=True)
class RequestTiming:
    """A request's turn: when it was asked, how long it waited, the pause and the hold that it left behind."""

    requested_at: datetime
    wait: float = 0.0
    pause: float = 0.0
    backoff: float = 0.0


META_EMBEDDED_TITLE = "gongkai_itself"
"""Key in `Request.meta` of the title of the report that a page on the way was found to be."""
RequestLabel = dict[str, Any]
MAX_LINK_TEXT_LENGTH = 500
"""A link's text is kept up to here; some portals put a whole paragraph into a link."""


def request_label(role: Role, source: str, parent: str = "", link_text: str = "") -> RequestLabel:
    """The note that travels with a request and ends up in its capture."""
    return {
        "gongkai": {
            "role": role,
            "source": source,
            "parent": parent,
            "link_text": link_text[:MAX_LINK_TEXT_LENGTH],
        }
    }


def browser_pages(meta: Mapping[str, Any]) -> list[str]:
    """The pages that a visit of the browser walked through; none when it failed before."""
    methods = meta.get("playwright_page_methods")
    pages: list[str] | None = methods[0].result if methods else None
    return pages or []


META_HOSTS = "gongkai_hosts"
"""Key in `Request.meta` of the hosts that a portal has beside its own."""
META_REFUSED_HOSTS = "gongkai_refused"
"""Key in `Request.meta` of what the proxy refused during a visit of the browser: pairs of host and reason."""

META_SUBREQUESTS = "gongkai_subrequests"
"""Key in `Request.meta` of what a visit's page asked for: a list of `Subrequest`."""


class Subrequest(NamedTuple):
    """One request of a page: when, to where, and why not, "" when it was made."""

    requested_at: datetime
    url: str
    reason: str
