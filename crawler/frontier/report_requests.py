"""Requests reports and their files, and counts what is archived."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from scrapy.http import Response

from archive.model import Capture, Outcome, Role
from archive.text import HTML, decode_text, media_type, stated_encoding
from crawler.discovery import find_scanned_images, find_script_reason
from crawler.frontier.issuer import RequestIssuer
from crawler.frontier.position import RequestPlan, Requests
from crawler.frontier.tracker import SourceTracker
from crawler.pages import (
    ListEntry,
    Page,
    RequestSpec,
    find_attachments,
    has_report_words,
    has_route,
    is_file_url,
)
from crawler.registry import Source
from crawler.request_meta import META_CAPTURE, META_EMBEDDED_TITLE, RequestLabel, request_label

# Enough bytes to tell the kind of a file.
_SNIFF_BYTES = 4096
# An article in a frame, and a viewer in a frame of that.
_MAX_FRAME_DEPTH = 2


class ReportRequests:
    """The requests for reports that lists name, and for the files of each report."""

    def __init__(self, issuer: RequestIssuer, tracker: SourceTracker, has_browser: bool) -> None:
        self._has_browser = has_browser
        self._issuer = issuer
        self._tracker = tracker

    def request_reports(self, source: Source, parent: str, entries: tuple[ListEntry, ...]) -> Requests:
        """Request the reports that the list page `parent` shows.

        Files may be on any host of the state; other reports that are not on the portal are only counted.
        """
        for entry in entries:
            is_file = is_file_url(entry.url) and self._issuer.is_on_state_host(entry.url)
            if is_file or self._issuer.is_on_portal(source, entry.url):
                label = request_label(Role.REPORT, source.id, parent, entry.title)
                yield from self._request_if_due(source, entry, label)
            else:
                self._tracker.off_portal(source.id, entry)

    def _request_if_due(self, source: Source, entry: ListEntry, label: RequestLabel) -> Requests:
        """Request a report, or count it if it was unchanged for so long that it need not be requested yet."""
        spec = RequestSpec(entry.url)
        if self._tracker.store.is_report_due(source.id, entry):
            yield from self._request_report(source, spec, label)
        elif self._issuer.frontier.mark_requested(spec):
            self._tracker.stats[source.id].not_due += 1

    def _request_report(self, source: Source, spec: RequestSpec, label: RequestLabel) -> Requests:
        """Request a report over plain HTTP, or in the browser if its address is that of an application."""
        if not self._issuer.frontier.mark_requested(spec):
            return
        if not self._issuer.is_report_within_limit(source, spec.url):
            return
        if has_route(spec.url) and self._has_browser:
            yield from self._render_report(source, spec, label)
            return
        plan = RequestPlan(
            source,
            partial(self._on_report, source=source, spec=spec, label=label),
            partial(self._on_report_failure, source=source, spec=spec, label=label),
        )
        yield from self._issuer.http(spec, label, plan)

    def _on_report_failure(
        self, outcome: Outcome, source: Source, spec: RequestSpec, label: RequestLabel
    ) -> Requests:
        """Open a page without content in the browser: its script may show the report."""
        if outcome is Outcome.EMPTY and self._has_browser:
            yield from self._render_report(source, spec, label, outcome)

    def _render_report(
        self, source: Source, spec: RequestSpec, label: RequestLabel, failure: Outcome | None = None
    ) -> Requests:
        """Request a report in the browser; `failure` is how its plain request ended."""
        on_success = partial(
            self._on_rendered_report, source=source, title=label["link_text"], failure=failure
        )
        yield from self._issuer.browser(spec, label, RequestPlan(source, on_success))

    def _on_rendered_report(
        self, response: Response, source: Source, title: str, failure: Outcome | None
    ) -> Requests:
        if failure:
            self._tracker.stats[source.id].remove_failure(Role.REPORT, failure)
        yield from self.archive_embedded_report(response, source, title)

    def archive_embedded_report(self, response: Response, source: Source, title: str) -> Requests:
        """Count a navigation page that is a report itself, and request its files.

        The response is marked with `title`; the spider archives it as a report without another request.
        """
        capture: Capture = response.meta[META_CAPTURE]
        self._tracker.embedded_report_archived(replace(capture, role=Role.REPORT))
        response.meta[META_EMBEDDED_TITLE] = title
        yield from self._request_attachments(response, source)

    def _on_report(
        self, response: Response, source: Source, spec: RequestSpec, label: RequestLabel
    ) -> Requests:
        self._issuer.frontier.mark_requested(RequestSpec(response.url))  # the end of a redirect
        attachments = list(self._request_attachments(response, source))
        if not attachments and self._has_browser and _needs_script(response):
            yield from self._render_report(source, spec, label)
            return
        self._tracker.capture_archived(response.meta[META_CAPTURE])
        yield from attachments

    def _on_attachment(self, response: Response, source: Source, depth: int) -> Requests:
        """A page in a frame may have files, or a frame, of its own."""
        self._tracker.capture_archived(response.meta[META_CAPTURE])
        if depth < _MAX_FRAME_DEPTH:
            yield from self._request_attachments(response, source, depth + 1)

    def _request_attachments(self, response: Response, source: Source, depth: int = 0) -> Requests:
        """Request the files of a report on the hosts of the state; others are counted as missed."""
        if media_type(response.body[:_SNIFF_BYTES]) != HTML:
            return
        page = to_page(response, RequestSpec(response.url))
        for attachment in find_attachments(page) or find_scanned_images(page):
            url = attachment.url
            if self._issuer.is_on_portal(source, url) or self._issuer.is_on_state_host(url):
                label = request_label(Role.ATTACHMENT, source.id, response.url, attachment.name)
                plan = RequestPlan(source, partial(self._on_attachment, source=source, depth=depth))
                yield from self._issuer.http_once(RequestSpec(url), label, plan)
            else:
                self._tracker.stats[source.id].add_off_portal_file(url)


def _needs_script(response: Response) -> bool:
    """Whether a page has no text of a report, and looks as if a script would show it."""
    if media_type(response.body[:_SNIFF_BYTES]) != HTML:
        return False
    page = to_page(response, RequestSpec(response.url))
    return not has_report_words(page.text) and bool(find_script_reason(page))


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
