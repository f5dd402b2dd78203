"""The compliance log: each request with its moment and its rule, and each that was not made, with the reason.

One file of JSON lines a run, `compliance/<run>.jsonl` under the data directory, for people who have to
answer for a crawl. Written when a request has ended; `docs/crawling.md` names the fields.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.http import Request, Response

from crawler.config import Config
from crawler.request_meta import CACHED_FLAG, META_ROBOTS, META_SUBREQUESTS, META_TIMING, RequestTiming

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.politeness import RobotsPolicy

MIDDLEWARE_PRIORITY = 960
"""Nearer to the wire than the recording, so that it hears of every end of a request."""
_MAX_FILE_BYTES = 32 * 1024 * 1024
_MAX_BACKUP_FILES = 7
_MAX_BYTES_PER_CHARACTER = 4
"""Bytes of a character in UTF-8, at most."""
_MAX_RUNS = 400


class ComplianceMiddleware:
    """Hears of every end of a request and changes nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self._settings = crawler.settings
        self._log: RotatingFileHandler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, waiting for the spider to open."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Open the run's file; of the oldest runs none is kept."""
        folder = Config.from_settings(self._settings).data / "compliance"
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.jsonl*"))[:-_MAX_RUNS]:
            old.unlink(missing_ok=True)
        run = self._settings["GONGKAI_RUN"] or f"process-{os.getpid()}"
        self._log = RotatingJsonLines(
            folder / f"{run}.jsonl", maxBytes=_MAX_FILE_BYTES, backupCount=_MAX_BACKUP_FILES, encoding="utf-8"
        )

    def spider_closed(self) -> None:
        """Close the file."""
        self._log.close()

    def process_response(self, request: Request, response: Response) -> Response:
        """Note a request that was answered, by the server or by the archive of an unfinished run."""
        archived = {"why": "archived"} if CACHED_FLAG in response.flags else {}
        self._log_request(request, status=response.status, **archived)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note one that was not: because we did not ask, or because nothing came."""
        self._log_request(request, why=type(exception).__name__, detail=str(exception)[:300])

    def _log_request(self, request: Request, **result: Any) -> None:
        # Retries and redirects are copies of a request: this turn was not theirs.
        visited: RequestTiming | None = request.meta.pop(META_TIMING, None)
        rule: RobotsPolicy | None = request.meta.get(META_ROBOTS)
        label = request.meta.get("gongkai", {})
        entry: dict[str, Any] = {
            "at": _timestamp(visited.requested_at if visited else datetime.now(UTC)),
            "asked": visited is not None,
            "method": request.method,
            "url": request.url,
            "role": str(label.get("role", "")),
            "source": label.get("source", ""),
            "robots": rule.kind if rule else "",
            "robots_capture": rule.capture if rule else "",
            **(_timing_fields(visited) if visited else {}),
            **result,
        }
        self._write_entry(entry)
        for moment, url, why in request.meta.pop(META_SUBREQUESTS, ()):
            page = {"role": "subresource", "source": entry["source"], "parent": request.url}
            self._write_entry(
                {"at": _timestamp(moment), "asked": not why, "method": "", "url": url, **page, "why": why}
            )

    def _write_entry(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry, ensure_ascii=False)
        self._log.emit(logging.LogRecord("", logging.INFO, "", 0, line, None, None))


class RotatingJsonLines(RotatingFileHandler):
    """Looks at its own length alone: to ask the disk what kind of file it is takes longer than to write."""

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """Whether a line more would be too much."""
        return (
            self.stream is not None
            and self.stream.tell() + len(self.format(record)) * _MAX_BYTES_PER_CHARACTER >= self.maxBytes
        )


def _timing_fields(timing: RequestTiming) -> dict[str, Any]:
    return {
        "ended": _timestamp(datetime.now(UTC)),
        "waited": round(timing.wait, 3),
        "pause": round(timing.pause, 3),
        "hold": round(timing.backoff, 3),
    }


def _timestamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
