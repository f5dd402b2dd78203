"""Turns a Scrapy response or error into a WARC record."""

from __future__ import annotations

import http
import re
from email.message import Message
from typing import Any
from urllib.parse import quote, urlsplit

from scrapy.http import Request, Response

from archive.model import Outcome, Role
from archive.warc import Record
from crawler.pages import has_route
from crawler.recording.outcomes import Classification, classify_redirects
from crawler.request_meta import (
    META_LABEL,
    META_REDIRECT_COUNT,
    META_REDIRECT_URLS,
    META_REDIRECTS_LEFT,
    RequestLabel,
    initial_url,
    is_for_browser,
)

_UNSAFE_CHARACTER = re.compile(r"[\x00-\x20\x7f]")


def to_record(request: Request, response: Response) -> Record:
    """Return the record of a response: the bytes of the wire, or the last page of the browser.

    `with_outcome` classifies the body later; only truncated bodies and lost redirects are named here.
    """
    headers = tuple((name, value) for name, values in response.headers.items() for value in values)
    is_rendered = is_for_browser(request.meta)
    classification = _classify_early(request, response)
    label = request_label_of(request)
    if is_rendered:
        label |= {"role": Role.RENDERED}
    return Record(
        "resource" if is_rendered else "response",
        plain_url(request.url),
        outcome=classification.outcome,
        detail=classification.detail,
        status=response.status,
        reason=_reason_phrase(response.status),
        headers=headers,
        payload=response.body,
        media_type=_media_type(response),
        etag=_header_text(response, "ETag"),
        last_modified=_header_text(response, "Last-Modified"),
        **label,
    )


def _classify_early(request: Request, response: Response) -> Classification:
    """Classify what needs no look at the body: it is truncated, or redirects led nowhere."""
    if "dataloss" in response.flags:
        return Classification(Outcome.CONNECTION, "内容未传完")
    # Scrapy's middleware counts the remaining redirects down and gives up at the next one.
    if (
        request.meta.get(META_REDIRECTS_LEFT) == 0
        and response.status // 100 == 3
        and "Location" in response.headers
    ):
        return Classification(Outcome.REDIRECT_LOOP, f"重定向 {request.meta[META_REDIRECT_COUNT]} 次仍未到达")
    if META_REDIRECT_URLS in request.meta and response.status == http.HTTPStatus.OK:
        role = request_label_of(request)["role"]
        return classify_redirects(role, initial_url(request), response.url) or Classification(Outcome.OK)
    return Classification(Outcome.OK)


def request_label_of(request: Request) -> dict[str, Any]:
    """Return the label of a request, and its form, as fields of a `Record`.

    Scrapy's own requests for robots.txt carry no label.
    """
    label: RequestLabel | None = request.meta.get(META_LABEL)
    if label is None:
        is_robots = urlsplit(request.url).path == "/robots.txt"
        return {"role": Role.ROBOTS if is_robots else Role.SUBRESOURCE}
    return {**label, "role": Role(label["role"]), "form": form_body(request)}


def plain_url(url: str) -> str:
    """Return a URL as it is recorded: without its fragment, unless that is the route of an application.

    Blanks and control characters, which only malformed addresses have, are escaped.
    """
    bare = url if has_route(url) else url.partition("#")[0]
    return _UNSAFE_CHARACTER.sub(lambda match: quote(match[0]), bare)


def form_body(request: Request) -> str:
    """Return the body of a POST, empty for any other request."""
    return request.body.decode("utf-8", "replace") if request.method == "POST" else ""


def _reason_phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


def _media_type(response: Response) -> str:
    declared = _header_text(response, "Content-Type")
    if not declared:
        return ""
    message = Message()
    message["Content-Type"] = declared
    return message.get_content_type() if "/" in declared else ""


def _header_text(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
