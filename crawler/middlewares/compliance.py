"""Logs every request, made or not, as a line of JSON with its time, the rule of robots.txt and the reason.

One file a run, `compliance/<run>.jsonl` in the data directory, for people who have to answer for a crawl.
A line is written when a request has ended; `docs/crawling.md` describes the fields.
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
from crawler.exceptions import RecordingFailed
from crawler.request_meta import (
    CACHED_FLAG,
    META_LABEL,
    META_ROBOTS,
    META_SUBREQUESTS,
    META_TIMING,
    RequestLabel,
    RequestTiming,
    source_id,
)

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.politeness import RobotsPolicy

logger = logging.getLogger(__name__)

MIDDLEWARE_PRIORITY = 960
"""Closer to the network than the recording middleware, so that it sees the end of every request."""
_MAX_FILE_BYTES = 32 * 1024 * 1024
_MAX_BACKUP_FILES = 7
_MAX_BYTES_PER_CHARACTER = 4  # UTF-8
_MAX_RUNS = 400


class ComplianceMiddleware:
    """Logs the end of every request and changes nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self._config = Config.from_settings(crawler.settings)
        self._log: RotatingFileHandler | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; it opens its file with the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Open the file of the run and delete those of the oldest runs."""
        folder = self._config.data / "compliance"
        run = self._config.run or f"process-{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.jsonl*"))[:-_MAX_RUNS]:
                path.unlink(missing_ok=True)
            self._log = RotatingJsonLines(
                folder / f"{run}.jsonl",
                maxBytes=_MAX_FILE_BYTES,
                backupCount=_MAX_BACKUP_FILES,
                encoding="utf-8",
            )
        except OSError as error:
            logger.critical("无法写入合规记录：%s", error)

    def spider_closed(self) -> None:
        """Close the file."""
        if self._log:
            self._log.close()

    def process_request(self, request: Request) -> None:
        """Raise `RecordingFailed` if the request could not be logged: then it is not made."""
        if self._log is None:
            raise RecordingFailed("无法写入合规记录")

    def process_response(self, request: Request, response: Response) -> Response:
        """Log a request that was answered by the server, or from the archive of an unfinished run."""
        archived = {"why": "archived"} if CACHED_FLAG in response.flags else {}
        self._log_request(request, status=response.status, **archived)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Log a request without response: it was not made, or failed."""
        self._log_request(request, why=type(exception).__name__, detail=str(exception)[:300])

    def _log_request(self, request: Request, **result: Any) -> None:
        # Retries and redirects are copies of a request: they must not inherit its timing.
        timing: RequestTiming | None = request.meta.pop(META_TIMING, None)
        robots: RobotsPolicy | None = request.meta.get(META_ROBOTS)
        label: RequestLabel | None = request.meta.get(META_LABEL)
        entry: dict[str, Any] = {
            "at": _timestamp(timing.requested_at if timing else datetime.now(UTC)),
            "asked": timing is not None,
            "method": request.method,
            "url": request.url,
            "role": str(label["role"]) if label else "",
            "source": source_id(request.meta),
            "robots": robots.kind if robots else "",
            "robots_capture": robots.capture if robots else "",
            **(_timing_fields(timing) if timing else {}),
            **result,
        }
        self._write_entry(entry)
        for moment, url, reason in request.meta.pop(META_SUBREQUESTS, ()):
            page = {"role": "subresource", "source": entry["source"], "parent": request.url}
            self._write_entry(
                {
                    "at": _timestamp(moment),
                    "asked": not reason,
                    "method": "",
                    "url": url,
                    **page,
                    "why": reason,
                }
            )

    def _write_entry(self, entry: dict[str, Any]) -> None:
        if self._log is None:
            return
        line = json.dumps(entry, ensure_ascii=False)
        try:
            self._log.emit(logging.LogRecord("", logging.INFO, "", 0, line, None, None))
        except OSError as error:
            logger.critical("无法写入合规记录：%s", error)
            raise RecordingFailed(f"无法写入合规记录：{error}") from error


class RotatingJsonLines(RotatingFileHandler):
    """A log file that rotates by its length.

    The base class queries the file system for each line, which takes longer than writing it, and goes on
    without lines that it cannot write.
    """

    def handleError(self, record: logging.LogRecord) -> None:
        """Raise the error at which a line could not be written."""
        raise

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """Whether one more line would exceed the maximum size."""
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
