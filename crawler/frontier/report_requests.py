"""Requests reports and their files, and counts what is archived."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from scrapy.http import Response

from archive.model import Capture, Role
from archive.text import HTML, decode_text, media_type, stated_encoding
from crawler.discovery import find_scanned_images
from crawler.frontier.issuer import RequestIssuer
from crawler.frontier.position import RequestPlan, Requests
from crawler.frontier.tracker import SourceTracker
from crawler.pages import ListEntry, Page, RequestSpec, find_attachments
from crawler.registry import Source
from crawler.request_meta import META_CAPTURE, META_EMBEDDED_TITLE, request_label

# Enough bytes to tell the kind of a file.
_SNIFF_BYTES = 4096


class ReportRequests:
    """The requests for reports that lists name, and for the files of each report."""

    def __init__(self, issuer: RequestIssuer, tracker: SourceTracker) -> None:
        self._issuer = issuer
        self._tracker = tracker

    def request_reports(self, source: Source, parent: str, entries: tuple[ListEntry, ...]) -> Requests:
        """Request the reports that the list page `parent` shows; those on foreign hosts are only counted."""
        for entry in entries:
            if self._issuer.is_on_portal(source, entry.url):
                label = request_label(Role.REPORT, source.id, parent, entry.title)
                plan = RequestPlan(source, partial(self._on_report, source=source))
                yield from self._issuer.http_once(RequestSpec(entry.url), label, plan)
            else:
                self._tracker.off_portal(source.id, entry)

    def archive_embedded_report(self, response: Response, source: Source, title: str) -> Requests:
        """Count a navigation page that is a report itself, and request its files.

        The response is marked with `title`; the spider archives it as a report without another request.
        """
        capture: Capture = response.meta[META_CAPTURE]
        self._tracker.embedded_report_archived(replace(capture, role=Role.REPORT))
        response.meta[META_EMBEDDED_TITLE] = title
        yield from self._request_attachments(response, source)

    def _on_report(self, response: Response, source: Source) -> Requests:
        self._tracker.capture_archived(response.meta[META_CAPTURE])
        self._issuer.frontier.mark_requested(RequestSpec(response.url))  # the end of a redirect
        yield from self._request_attachments(response, source)

    def _on_attachment(self, response: Response) -> Requests:
        self._tracker.capture_archived(response.meta[META_CAPTURE])
        yield from ()

    def _request_attachments(self, response: Response, source: Source) -> Requests:
        """Request the files of a report, on the same portal only."""
        if media_type(response.body[:_SNIFF_BYTES]) != HTML:
            return
        page = to_page(response, RequestSpec(response.url))
        for attachment in find_attachments(page) or find_scanned_images(page):
            if self._issuer.is_on_portal(source, attachment.url):
                label = request_label(Role.ATTACHMENT, source.id, response.url, attachment.name)
                plan = RequestPlan(source, self._on_attachment)
                yield from self._issuer.http_once(RequestSpec(attachment.url), label, plan)


def to_page(response: Response, spec: RequestSpec) -> Page:
    """Return a response as the parsed page that `crawler.pages` and `crawler.discovery` work on."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    text, encoding = decode_text(response.body, declared)
    # ASCII is valid in any encoding: what the page states decides how its links are sent.
    return Page(
        response.url,
        text,
        spec,
        stated_encoding(response.body, declared) if response.body.isascii() else encoding,
    )


def to_rendered_page(response: Response, text: str, spec: RequestSpec) -> Page:
    """Return the text of a rendered page as such a page; the browser has decoded it."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return Page(response.url, text, spec, stated_encoding(text.encode("utf-8", "replace"), declared))
