"""The course of a crawl: home → menus → columns → list pages → reports → attachments, as requests.

What a page holds is said by `crawler.discovery.page_reader`; here it is decided which of it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from logging import getLogger

from scrapy import Request
from scrapy.http import Response

from archive.model import Capture, Outcome, Role
from archive.text import HTML, decode_text, media_type
from crawler import request_meta
from crawler.config import Config
from crawler.discovery import PageReading, find_scanned_images, read_page
from crawler.frontier import requests
from crawler.frontier.position import PagePosition, RequestPlan, Requests
from crawler.frontier.queue import Frontier
from crawler.frontier.tracker import SourceTracker
from crawler.pages import (
    MAX_URL_LENGTH,
    CrawlStage,
    ListEntry,
    Page,
    RequestSpec,
    find_attachments,
    is_folder,
    other_scheme_url,
    same_portal,
    url_template,
)
from crawler.registry import Source
from crawler.request_meta import META_CAPTURE

logger = getLogger(__name__)

# A year inside an agency inside a kind of agencies inside the column; home, 信息公开, agencies, one of them.
_MAX_DEPTH = 4
# How a host ends a visit that does not answer over this scheme at all: many portals speak http alone, or have
# a certificate that ran out (`gkmlpt` survey: HTTPS fails or redirects poorly).
_WRONG_SCHEME_OUTCOMES = frozenset({Outcome.TLS, Outcome.CONNECTION, Outcome.TIMEOUT})
# How a page ends that is not at its address any more; what is refused or out of order is left in peace.
_MOVED_OUTCOMES = frozenset(
    {
        Outcome.NOT_FOUND,
        Outcome.GONE,
        Outcome.SOFT_404,
        Outcome.EMPTY,
        Outcome.DNS,
        Outcome.TLS,
        Outcome.REDIRECT_LOOP,
    }
)


class CrawlPlanner:
    """Which pages one crawl asks for. Each is asked for once, whatever leads to it."""

    def __init__(self, config: Config, tracker: SourceTracker, has_browser: bool) -> None:
        self._config = config
        self._tracker = tracker
        self._has_browser = has_browser
        self._frontier = Frontier()
        self._no_fallback: set[str] = set()
        self._seen_entries: set[tuple[str, str]] = set()

    def start_requests(self, source: Source) -> Requests:
        """The columns of the registry, or the way from home to where there are none."""
        for column in source.columns:
            yield from self._request_page(
                source, RequestSpec(column), PagePosition(CrawlStage.COLUMN, column=column)
            )
        if not source.columns:
            yield from self._request_page(source, RequestSpec(source.home), PagePosition(CrawlStage.HOME))

    def fallback_requests(self, source: Source) -> Requests:
        """When all that was asked for has ended without a report: the portal is searched, once.

        Not so where a page was refused or out of order: nobody knows what stands there.
        """
        if source.id not in self._no_fallback and self._tracker.is_last_without_report(source.id):
            yield from self._search_from_home(source, source.columns)

    def _on_page(
        self, response: Response, source: Source, position: PagePosition, spec: RequestSpec
    ) -> Requests:
        """A page on the way: its reports, its further pages, where it leads, or the browser."""
        page = to_page(response, spec)
        reading = read_page(
            page, position.stage, position.family or source.family, position.column, position.name
        )
        self._tracker.page_read(
            response.meta[META_CAPTURE], position.stage, position.column or page.url, reading
        )
        title = reading.own_title or _lone_report_title(reading, position, page)
        if title:
            # Its files first: their links may be titled as reports, and are no reports of their own.
            yield from self._on_embedded_report(response, source, title)
        elif position.is_first and reading.script_reason:
            yield from self._retry_in_browser(source, position, spec, reading.script_reason)
        elif position.is_first and reading.is_dead_end and _is_registered_column(position):
            yield from self._search_from_home(source, (position.column,))
        yield from self._request_reports(source, page.url, reading.reports)
        yield from self._follow(source, position, page, reading)

    def _on_browser_pages(
        self, response: Response, source: Source, position: PagePosition, spec: RequestSpec
    ) -> Requests:
        """The pages of a list that the browser walked through; a menu is one page."""
        for text in request_meta.browser_pages(response.meta):
            page = Page(response.url, text, spec)
            reading = read_page(
                page, position.stage, position.family or source.family, position.column, position.name
            )
            self._tracker.page_read(
                response.meta[META_CAPTURE], position.stage, position.column or page.url, reading
            )
            yield from self._request_reports(source, page.url, reading.reports)
            self._enqueue_menus(source, position, reading)
            yield from self._follow_columns(source, position, reading)
        yield from self._follow_next_menu(source, position)

    def _on_unreachable(
        self, outcome: Outcome, source: Source, position: PagePosition, spec: RequestSpec
    ) -> Requests:
        """A page on the way that could not be had: a column may have moved, a menu is one of many.

        An address of the registry is tried over the other scheme first, once.
        """
        other = (
            other_scheme_url(spec.url)
            if outcome in _WRONG_SCHEME_OUTCOMES and position.is_first and not position.link
            else ""
        )
        again = list(self._request_page(source, RequestSpec(other), position, is_exact=True)) if other else []
        if again:
            yield from again
            return
        if outcome not in _MOVED_OUTCOMES:
            self._no_fallback.add(source.id)
        elif _is_registered_column(position):
            yield from self._search_from_home(source, (position.column,))
        yield from self._follow_next_menu(source, position)

    def _on_report(self, response: Response, source: Source) -> Requests:
        """A report: whatever files it carries are asked for too, on the same portal only."""
        self._tracker.capture_archived(response.meta[META_CAPTURE])
        self._frontier.mark_requested(RequestSpec(response.url))  # where a redirect has led
        yield from self._request_attachments(response, source)

    def _on_attachment(self, response: Response) -> Requests:
        """A file of a report: kept already, only counted here."""
        self._tracker.capture_archived(response.meta[META_CAPTURE])
        yield from ()

    def _on_embedded_report(self, response: Response, source: Source, title: str) -> Requests:
        """A page on the way that is a report itself is archived as one, without asking again."""
        capture: Capture = response.meta[META_CAPTURE]
        self._tracker.embedded_report_archived(replace(capture, role=Role.REPORT))
        response.meta[request_meta.META_EMBEDDED_TITLE] = title
        yield from self._request_attachments(response, source)

    def _search_from_home(self, source: Source, columns: tuple[str, ...]) -> Requests:
        """Columns of the registry that hold nothing may have moved: their portal is searched, once."""
        for column in columns:
            self._tracker.column_gone(source.id, column)
        yield from self._request_page(source, RequestSpec(source.home), PagePosition(CrawlStage.HOME))

    def _follow(self, source: Source, position: PagePosition, page: Page, reading: PageReading) -> Requests:
        """Everything that a page leads to; of the menus, the best that any page has shown."""
        self._enqueue_menus(source, position, reading)
        yield from self._follow_columns(source, position, reading)
        yield from self._next_pages(source, position, page, reading)
        if position.depth < _MAX_DEPTH:
            for url in reading.forward_urls:
                yield from self._request_page(
                    source, RequestSpec(url), position.nested_position(), is_exact=True
                )
        yield from self._follow_next_menu(source, position)

    def _next_pages(
        self, source: Source, position: PagePosition, page: Page, reading: PageReading
    ) -> Requests:
        """More pages of a list, as long as its pages show something new."""
        if self._has_new_entries(source, reading) or position.is_first:
            column, name = position.column or page.url, reading.name if position.is_first else position.name
            on = replace(position, family=reading.family, is_first=False, column=column, name=name)
            for ask in reading.next_pages:
                yield from self._request_page(source, ask, on)

    def _enqueue_menus(self, source: Source, position: PagePosition, reading: PageReading) -> None:
        """Menus wait, since better ones may be found meanwhile and no portal is asked for all of its own."""
        for lead in reading.scored_links:
            if lead.stage is CrawlStage.MENU and position.depth < _MAX_DEPTH:
                self._frontier.push_menu(source.id, lead, position.linked_position(lead))

    def _follow_columns(self, source: Source, position: PagePosition, reading: PageReading) -> Requests:
        named = replace(position, name=reading.name if position.stage is CrawlStage.COLUMN else "")
        for lead in reading.scored_links:
            if lead.stage is CrawlStage.COLUMN and (
                position.stage is not CrawlStage.COLUMN or position.depth < _MAX_DEPTH
            ):
                yield from self._request_page(source, RequestSpec(lead.url), named.linked_position(lead))

    def _follow_next_menu(self, source: Source, position: PagePosition) -> Requests:
        """Behind one menu the next, one at a time: what it shows may be better than all that wait."""
        if position.stage is CrawlStage.COLUMN:
            return
        for lead, behind in self._frontier.pop_menus(source.id):
            asked = list(self._request_page(source, RequestSpec(lead.url), behind))
            yield from asked
            if asked:
                return

    def _request_page(
        self, source: Source, spec: RequestSpec, position: PagePosition, is_exact: bool = False
    ) -> Requests:
        """A page on the way, asked for as its like was found to need it."""
        if not self._is_on_portal(source, spec.url) or not self._frontier.mark_requested(spec, is_exact):
            return
        if not self._tracker.within_limits(source.id, position.stage, self._config):
            return
        if self._tracker.requirement(url_template(spec.url)) == "browser":
            yield from self._request_in_browser(source, position, spec)
            return
        plan = RequestPlan(
            source,
            partial(self._on_page, source=source, position=position, spec=spec),
            partial(self._on_unreachable, source=source, position=position, spec=spec),
        )
        urgency = position.link.score if position.link and position.stage is CrawlStage.COLUMN else 0
        yield self._request(spec, request_meta.request_label(position.role, source.id), plan, urgency)

    def _request_reports(self, source: Source, parent: str, entries: tuple[ListEntry, ...]) -> Requests:
        for row in entries:
            if self._is_on_portal(source, row.url):
                about = request_meta.request_label(Role.REPORT, source.id, parent, row.title)
                plan = RequestPlan(source, partial(self._on_report, source=source))
                yield from self._request_once(RequestSpec(row.url), about, plan)
            else:
                self._tracker.off_portal(source.id, row)

    def _request_attachments(self, response: Response, source: Source) -> Requests:
        if media_type(response.body[:4096]) != HTML:
            return
        page = to_page(response, RequestSpec(response.url))
        for attachment in find_attachments(page) or find_scanned_images(page):
            if self._is_on_portal(source, attachment.url):
                about = request_meta.request_label(Role.ATTACHMENT, source.id, response.url, attachment.name)
                yield from self._request_once(
                    RequestSpec(attachment.url), about, RequestPlan(source, self._on_attachment)
                )

    def _retry_in_browser(
        self, source: Source, position: PagePosition, spec: RequestSpec, reason: str
    ) -> Requests:
        """Ask again with the browser, or say that one is needed."""
        logger.info("来源 %s 的页面 %s：%s", source.id, spec.url, reason)
        self._tracker.set_requirement(url_template(spec.url), "browser")
        yield from self._request_in_browser(source, position, spec)

    def _request_in_browser(self, source: Source, position: PagePosition, spec: RequestSpec) -> Requests:
        if not self._has_browser:
            self._tracker.browser_unavailable(source.id, spec.url)
            self._no_fallback.add(source.id)
            return
        self._tracker.request_started(source.id)
        plan = RequestPlan(
            source,
            partial(self._on_browser_pages, source=source, position=position, spec=spec),
            partial(self._on_unreachable, source=source, position=position, spec=spec),
        )
        about = request_meta.request_label(position.role, source.id)
        yield requests.browser_request(spec, about, self._config, source.hosts, cb_kwargs={"plan": plan})

    def _request_once(
        self, spec: RequestSpec, label: request_meta.RequestLabel, plan: RequestPlan
    ) -> Requests:
        """The request, unless this run has asked the same already."""
        if self._frontier.mark_requested(spec):
            yield self._request(spec, label, plan)

    def _request(
        self, spec: RequestSpec, label: request_meta.RequestLabel, plan: RequestPlan, priority_boost: int = 0
    ) -> Request:
        self._tracker.request_started(plan.source.id)
        return requests.http_request(spec, label, priority_boost, cb_kwargs={"plan": plan})

    def _is_on_portal(self, source: Source, url: str) -> bool:
        is_sound = len(url) <= MAX_URL_LENGTH
        return is_sound and same_portal(url, source.home, source.hosts, self._config.suffixes)

    def _has_new_entries(self, source: Source, reading: PageReading) -> bool:
        """Whether a list page shows an entry, its pager aside, that no page of the source has shown."""
        pager = {ask.url for ask in reading.next_pages}
        new = {(source.id, row.url) for row in reading.entries if row.url not in pager} - self._seen_entries
        self._seen_entries |= new
        return bool(new)


def to_page(response: Response, spec: RequestSpec) -> Page:
    """A response as the pure parts of the crawler see it."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return Page(response.url, decode_text(response.body, declared)[0], spec)


def _is_registered_column(position: PagePosition) -> bool:
    """Whether a page is where the registry says that a column is."""
    return position.stage is CrawlStage.COLUMN and position.is_first and position.link is None


def _lone_report_title(reading: PageReading, position: PagePosition, page: Page) -> str:
    """The title of the link, where a report stands behind it and the page is no list.

    Either the title is a report's, or the page is an article with a file and its title a column's.
    """
    lead = position.link
    if not lead or position.stage is not CrawlStage.COLUMN or reading.reports or reading.next_pages:
        return ""
    is_article = not lead.has_report_title and not is_folder(lead.url) and bool(find_attachments(page))
    return lead.text if lead.has_report_title or is_article else ""
