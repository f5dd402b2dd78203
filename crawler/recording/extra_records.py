"""What a visit leaves to the archive beside its own record.

The browser leaves the earlier pages of a list and what was refused to it; a column that shows a report in
its own page, that report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.model import Capture, Outcome, Role
from archive.text import HTML
from archive.warc import Record
from crawler.request_meta import META_REFUSED_HOSTS, browser_pages

_HTML_MEDIA_TYPE = f"{HTML}; charset=utf-8"


def embedded_report_record(capture: Capture, title: str, body_capture: Capture) -> Record:
    """The page once more, as the report that it is: a revisit of the record `body` that it has already."""
    return Record(
        "revisit",
        capture.url,
        Role.REPORT,
        Outcome.OK,
        status=capture.status,
        digest=body_capture.digest,
        media_type=body_capture.media_type,
        source=capture.source,
        parent=capture.parent,
        link_text=title,
        refers_to=body_capture,
    )


def browser_records(meta: Mapping[str, Any], url: str, status: int | None) -> Iterator[Record]:
    """All pages of a list but the last, which is the visit's own record, and what the proxy refused."""
    if not meta.get("playwright"):
        return
    source = meta.get("gongkai", {}).get("source", "")
    for number, text in enumerate(browser_pages(meta)[:-1], start=1):
        yield Record(
            "resource",
            f"{url}#page={number}",
            Role.RENDERED,
            Outcome.OK,
            status=status,
            payload=text.encode(),
            media_type=_HTML_MEDIA_TYPE,
            source=source,
            parent=url,
        )
    for host, reason in meta.get(META_REFUSED_HOSTS, ()):
        yield Record(
            "metadata",
            f"http://{host}/",
            Role.SUBRESOURCE,
            Outcome.REFUSED_GUARD,
            source=source,
            parent=url,
            detail=reason,
        )
