"""What a visit leaves to the archive beside its own record.

The browser leaves the earlier pages of a list and what was refused to it; a column that shows a report in
its own page, that report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.model import Capture, Outcome, Role
from archive.text.media_types import HTML
from archive.warc.records import Record
from crawler.request_meta import REFUSED, walked

_TYPE = f"{HTML}; charset=utf-8"


def in_place(capture: Capture, title: str, body: Capture) -> Record:
    """The page once more, as the report that it is: a revisit of the record `body` that it has already."""
    return Record(
        "revisit",
        capture.url,
        Role.REPORT,
        Outcome.OK,
        status=capture.status,
        digest=body.digest,
        media_type=body.media_type,
        source=capture.source,
        parent=capture.parent,
        link_text=title,
        refers_to=body,
    )


def of_the_browser(meta: Mapping[str, Any], address: str, status: int | None) -> Iterator[Record]:
    """All pages of a list but the last, which is the visit's own record, and what the proxy refused."""
    if not meta.get("playwright"):
        return
    source = meta.get("gongkai", {}).get("source", "")
    for number, text in enumerate(walked(meta)[:-1], start=1):
        yield Record(
            "resource",
            f"{address}#page={number}",
            Role.RENDERED,
            Outcome.OK,
            status=status,
            payload=text.encode(),
            media_type=_TYPE,
            source=source,
            parent=address,
        )
    for host, reason in meta.get(REFUSED, ()):
        yield Record(
            "metadata",
            f"http://{host}/",
            Role.SUBRESOURCE,
            Outcome.REFUSED_GUARD,
            source=source,
            parent=address,
            detail=reason,
        )
