"""Turns a Scrapy response or error into a WARC record."""

from __future__ import annotations

import http
from email.message import Message
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from archive.model import Outcome, Role
from archive.warc import Record
from crawler.recording.outcomes import Classification, classify_redirects

if TYPE_CHECKING:
    pass
from crawler.request_meta import META_LABEL


def to_record(request: Request, response: Response) -> Record:
    """The record of a response: what the wire brought, or the page as the browser had it in the end.

    The outcome is judged later, from the body; only a body that broke off is known here.
    """
    headers = tuple((name, value) for name, values in response.headers.items() for value in values)
    rendered = bool(request.meta.get("playwright"))
    fault = _known_fault(request, response)
    label = request_label_of(request)
    if rendered:
        label |= {"role": Role.RENDERED}
    return Record(
        "resource" if rendered else "response",
        plain_url(request.url),
        outcome=fault.outcome,
        detail=fault.detail,
        status=response.status,
        reason=_reason_phrase(response.status),
        headers=headers,
        payload=response.body,
        media_type=_media_type(response),
        etag=_header_text(response, "ETag"),
        last_modified=_header_text(response, "Last-Modified"),
        **label,
    )


def _known_fault(request: Request, response: Response) -> Classification:
    """What is known to be wrong before the body is read: it broke off, or redirects led nowhere."""
    if "dataloss" in response.flags:
        return Classification(Outcome.CONNECTION, "内容未传完")
    # Scrapy's middleware counts down what is left, and gives up at the next redirect.
    if (
        request.meta.get("redirect_ttl") == 0
        and response.status // 100 == 3
        and "Location" in response.headers
    ):
        return Classification(Outcome.REDIRECT_LOOP, f"转址 {request.meta['redirect_times']} 次仍未到")
    urls = request.meta.get("redirect_urls")
    fault = classify_redirects(request_label_of(request)["role"], urls[0], response.url) if urls else None
    return fault if fault and response.status == http.HTTPStatus.OK else Classification(Outcome.OK)


def request_label_of(request: Request) -> dict[str, Any]:
    """What the spider said of the request. Scrapy's own requests for robots.txt carry no label."""
    label = request.meta.get(META_LABEL)
    if label is None:
        robots = urlsplit(request.url).path == "/robots.txt"
        return {"role": Role.ROBOTS if robots else Role.SUBRESOURCE}
    return {**label, "role": Role(label["role"]), "form": form_body(request)}


def plain_url(url: str) -> str:
    """An address as it is recorded: without a fragment, which no server is sent."""
    return url.partition("#")[0]


def form_body(request: Request) -> str:
    """What a POST sends, "" for any other request."""
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
