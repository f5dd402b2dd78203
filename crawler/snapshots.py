"""What a visit of the browser leaves to the archive beside its last page: earlier pages, and refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.decode import HTML
from archive.model import Outcome, Role
from archive.warc import Record
from crawler.asking import walked
from crawler.recording import CAPTURE
from crawler.rendering import REFUSED

_TYPE = f"{HTML}; charset=utf-8"


def records(meta: Mapping[str, Any], source: str) -> Iterator[Record]:
    """The records of one visit, but for the last page: that is the response, kept by the recording."""
    capture = meta[CAPTURE]
    for number, text in enumerate(walked(meta)[:-1], start=1):
        yield Record(
            "resource",
            f"{capture.url}#page={number}",
            Role.RENDERED,
            Outcome.OK,
            status=capture.status,
            payload=text.encode(),
            media_type=_TYPE,
            source=source,
            parent=capture.url,
        )
    for host, reason in meta.get(REFUSED, ()):
        yield Record(
            "metadata",
            f"http://{host}/",
            Role.SUBRESOURCE,
            Outcome.REFUSED_GUARD,
            source=source,
            parent=capture.url,
            detail=reason,
        )
