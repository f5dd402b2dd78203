"""Makes the extra records of a request: earlier browser pages, refused hosts, embedded reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.model import Capture, Outcome, Role
from archive.text import HTML
from archive.warc import Record
from crawler.request_meta import META_REFUSED_HOSTS, browser_pages, is_for_browser, source_id

_HTML_MEDIA_TYPE = f"{HTML}; charset=utf-8"


def embedded_report_record(capture: Capture, title: str, body_capture: Capture) -> Record:
    """Return the record of a report that is part of a navigation page: a revisit of `body_capture`."""
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
    """Yield the pages of a list except the last, which is the request's own record, and the refused hosts."""
    if not is_for_browser(meta):
        return
    source = source_id(meta)
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
