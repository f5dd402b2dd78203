"""Logs why a request of `scrapy shell`, `fetch`, `view` or `parse` got no response, as one line."""

from __future__ import annotations

import logging

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from archive.model import Role, translate
from crawler.recording import classify_exception
from crawler.request_meta import META_LABEL, RequestLabel

logger = logging.getLogger(__name__)


class FailureLineMiddleware:
    """Turns the exception of a failed request into `IgnoreRequest`, after which Scrapy's commands go on.

    Without it the shell shows a traceback for a host that does not answer, and nothing at all for an address
    that robots.txt or the guard forbids.
    """

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Log the failure; exceptions that no outcome stands for are errors of ours and are passed on."""
        label: RequestLabel | None = request.meta.get(META_LABEL)
        if label and label["role"] is Role.ROBOTS:
            return  # the robots middleware says what that means for the page
        classification = classify_exception(exception)
        if isinstance(exception, IgnoreRequest) and not exception.__cause__:
            reason = str(exception)
        elif classification:
            reason = f"{classification.outcome} {classification.detail}".rstrip()
        else:
            return
        logger.error(translate("没有取到 {url}：{reason}", url=request.url, reason=reason))
        raise IgnoreRequest(reason) from exception
