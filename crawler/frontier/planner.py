"""Plans a crawl: home → menus → lists of reports → further pages → reports → attachments, as requests.

`crawler.discovery.page_reader` says what a page holds; here is decided which of it is requested.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from logging import getLogger

from scrapy.http import Response

from archive.model import Outcome
from crawler.config import Config
from crawler.discovery import PageReading
from crawler.download import is_cut_off
from crawler.frontier.issuer import RequestIssuer
from crawler.frontier.list_reader import ListReader
from crawler.frontier.position import PagePosition, RequestPlan, Requests
from crawler.frontier.report_requests import ReportRequests, to_page, to_rendered_page
from crawler.frontier.skipped_links import SkipCause
from crawler.frontier.tracker import SourceTracker
from crawler.pages import (
    CrawlStage,
    Page,
    RequestSpec,
    find_attachments,
    has_route,
    is_folder,
    is_report_column,
    other_scheme_url,
    own_name,
    url_template,
)
from crawler.registry import Source
from crawler.request_meta import browser_pages, request_label

logger = getLogger(__name__)

# A year in an agency in a kind of agencies in the column; or: home, 信息公开, agencies, one agency.
_MAX_DEPTH = 4
# Outcomes of a host that does not answer over this scheme at all: many portals speak only http, or have an
# expired certificate (`gkmlpt` survey: HTTPS fails or redirects poorly).
_WRONG_SCHEME_OUTCOMES = frozenset({Outcome.TLS, Outcome.CONNECTION, Outcome.TIMEOUT})
# Outcomes of a page that is no longer at its address. After a refusal or a server error nothing is tried.
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
    """Decides which pages one crawl requests. Each page is requested once, however many links lead to it."""

    def __init__(self, config: Config, tracker: SourceTracker, has_browser: bool) -> None:
        self._config = config
        self._tracker = tracker
        self._has_browser = has_browser
        self._issuer = RequestIssuer(config, tracker)
        self._frontier = self._issuer.frontier
        self._frontier.add_session_ids(tracker.store.session_ids)
        self._reports = ReportRequests(self._issuer, tracker, has_browser)
        self._no_fallback: set[str] = set()
        self._lists = ListReader(tracker, self._frontier)
        self._opened_lists: set[str] = set()

    def start_requests(self, source: Source) -> Requests:
        """Request the registered columns of a source, or its home page if there are none."""
        for column in source.columns:
            position = PagePosition(CrawlStage.COLUMN, column=column)
            yield from self._request_page(source, RequestSpec(column), position)
        if not source.columns:
            yield from self._request_page(source, RequestSpec(source.home), PagePosition(CrawlStage.HOME))

    def fallback_requests(self, source: Source) -> Requests:
        """Search the portal from its home page, once, when all requests have ended without a report.

        A source of which a page was refused or failed is not searched: what is there is unknown.
        """
        if source.id not in self._no_fallback and self._tracker.is_last_without_report(source.id):
            yield from self._search_from_home(source, source.columns)

    def _on_page(
        self, response: Response, source: Source, position: PagePosition, spec: RequestSpec
    ) -> Requests:
        """Follow a navigation page: its reports, its further pages, its links; or retry it in the browser."""
        page = to_page(response, spec)
        requested_position, position = position, _promote_menu(position, page)
        reading = self._lists.read(page, response, source, position)
        title = reading.own_title or _lone_report_title(reading, position, page)
        if title:
            # Its files first: links to them may be titled like reports, and are no reports of their own.
            yield from self._reports.archive_embedded_report(response, source, title)
        elif position.is_first and (reason := self._lists.browser_reason(reading, source, position, spec)):
            logger.info("来源 %s 的页面 %s：%s", source.id, spec.url, reason)
            if reading.script_reason:
                self._tracker.store.set_requirement(url_template(spec.url), "browser")
            yield from self._request_in_browser(source, position, spec)
        elif position.is_first and reading.is_dead_end and _is_registered_column(position):
            yield from self._search_from_home(source, (position.column,))
        yield from self._reports.request_reports(source, page.url, reading.reports)
        yield from self._follow(source, position, page, reading)
        # A menu that turned out to be a column is still the one menu that is followed by the next.
        yield from self._follow_next_menu(source, requested_position)

    def _on_browser_pages(
        self, response: Response, source: Source, position: PagePosition, spec: RequestSpec
    ) -> Requests:
        """Follow the pages of a list that the browser clicked through; a menu is a single page."""
        progress = self._lists.progress(source, spec.url)
        progress.restart()
        texts, reading = browser_pages(response.meta), None
        for text in texts:
            page = to_rendered_page(response, text, spec)
            reading = self._lists.read(page, response, source, position)
            yield from self._reports.request_reports(source, page.url, reading.reports)
            self._enqueue_menus(source, position, reading)
            yield from self._follow_columns(source, position, reading)
        for waiting in self._lists.end_choices(source, spec, reading):
            yield from self._request_in_browser(source, *waiting)
        progress.end_in_browser("在浏览器里没有看完" if is_cut_off(texts) else "")
        yield from self._follow_next_menu(source, position)

    def _on_unreachable(
        self, outcome: Outcome, source: Source, position: PagePosition, spec: RequestSpec
    ) -> Requests:
        """Go on after a navigation page failed: a column may have moved, a menu is one of many.

        A registered address is tried over the other scheme first, once.
        """
        for waiting in self._lists.end_choices(source, spec):
            yield from self._request_in_browser(source, *waiting)
        may_retry = outcome in _WRONG_SCHEME_OUTCOMES and position.is_first and not position.link
        other_url = other_scheme_url(spec.url) if may_retry else ""
        if other_url and (
            retries := list(self._request_page(source, RequestSpec(other_url), position, is_exact=True))
        ):
            yield from retries
            return
        if outcome in _MOVED_OUTCOMES and self._lists.is_page_of_empty_list(source, position):
            # What the family expected the script to request is not there: the script itself is asked.
            self._tracker.stats[source.id].remove_navigation_failure(spec.url)
            first = replace(position, is_first=True, list_url="")
            if position.list_url not in self._opened_lists:
                self._opened_lists.add(position.list_url)
                yield from self._request_in_browser(source, first, RequestSpec(position.list_url))
        elif outcome not in _MOVED_OUTCOMES:
            self._no_fallback.add(source.id)
        elif _is_registered_column(position):
            yield from self._search_from_home(source, (position.column,))
        yield from self._follow_next_menu(source, position)

    def _search_from_home(self, source: Source, columns: tuple[str, ...]) -> Requests:
        """Search the portal once, because registered columns that hold nothing may have moved."""
        for column in columns:
            self._tracker.column_gone(source.id, column)
        yield from self._request_page(source, RequestSpec(source.home), PagePosition(CrawlStage.HOME))

    def _follow(self, source: Source, position: PagePosition, page: Page, reading: PageReading) -> Requests:
        """Request what a page leads to, and queue its menus."""
        self._enqueue_menus(source, position, reading)
        yield from self._follow_columns(source, position, reading)
        yield from self._next_pages(source, position, page, reading)
        for url in reading.forward_urls:
            if position.depth < _MAX_DEPTH:
                nested = position.nested_position()
                yield from self._request_page(source, RequestSpec(url), nested, is_exact=True)
            else:
                self._skip(source, url, position, SkipCause.TOO_DEEP)

    def _next_pages(
        self, source: Source, position: PagePosition, page: Page, reading: PageReading
    ) -> Requests:
        """Request further pages of a list, as long as its pages show something new."""
        pager_urls = {spec.url for spec in reading.next_pages}
        entry_urls = {entry.url for entry in reading.entries} - pager_urls
        if self._frontier.add_entries(source.id, entry_urls) or position.is_first:
            column, name = position.column or page.url, reading.name if position.is_first else position.name
            list_url = position.list_url or page.request.url
            next_position = replace(
                position, family=reading.family, is_first=False, column=column, name=name, list_url=list_url
            )
            for spec in reading.next_pages:
                requests = list(self._request_page(source, spec, next_position))
                yield from requests
                if position.is_first and not requests:
                    self._lists.progress(source, list_url).add_page_read_elsewhere()

    def _enqueue_menus(self, source: Source, position: PagePosition, reading: PageReading) -> None:
        """Queue menus: better ones may still be found, and no portal is asked for all of its menus."""
        self._tracker.stats[source.id].add_agencies(reading.scored_links)
        for link in reading.scored_links:
            if link.stage is CrawlStage.MENU and position.depth < _MAX_DEPTH:
                self._frontier.push_menu(source.id, link, position.linked_position(link))
            elif link.stage is CrawlStage.MENU:
                self._skip(source, link.url, position.linked_position(link), SkipCause.TOO_DEEP)

    def _follow_columns(self, source: Source, position: PagePosition, reading: PageReading) -> Requests:
        named = replace(position, name=reading.name if position.stage is CrawlStage.COLUMN else "")
        for link in reading.scored_links:
            if link.stage is not CrawlStage.COLUMN:
                continue
            linked = named.linked_position(link)
            if position.stage is not CrawlStage.COLUMN or position.depth < _MAX_DEPTH:
                yield from self._request_page(source, RequestSpec(link.url), linked)
            else:
                self._skip(source, link.url, linked, SkipCause.TOO_DEEP)

    def _follow_next_menu(self, source: Source, position: PagePosition) -> Requests:
        """Request the best queued menu, one at a time: its page may show better ones than the queue."""
        if position.stage is CrawlStage.COLUMN:
            return
        for link, menu_position in self._frontier.pop_menus(source.id):
            issued = list(self._request_page(source, RequestSpec(link.url), menu_position))
            yield from issued
            if issued:
                return

    def _request_page(
        self, source: Source, spec: RequestSpec, position: PagePosition, is_exact: bool = False
    ) -> Requests:
        """Request a navigation page over HTTP, or in the browser if pages of its template need that."""
        if not self._issuer.is_on_portal(source, spec.url):
            self._skip(source, spec.url, position, SkipCause.OTHER_HOST)
            return
        if not self._frontier.mark_requested(spec, is_exact):
            return
        stats = self._tracker.stats[source.id]
        stats.skipped.discard(spec.url)
        if not stats.within_limits(position.stage, self._config):
            stats.skipped.add(spec.url, position.role, SkipCause.TOO_MANY)
            return
        if has_route(spec.url) or self._tracker.store.requirement(url_template(spec.url)) == "browser":
            yield from self._request_in_browser(source, position, spec)
            return
        plan = RequestPlan(
            source,
            partial(self._on_page, source=source, position=position, spec=spec),
            partial(self._on_unreachable, source=source, position=position, spec=spec),
        )
        boost = position.link.score if position.link and position.stage is CrawlStage.COLUMN else 0
        yield from self._issuer.http(spec, request_label(position.role, source.id), plan, boost)

    def _skip(self, source: Source, url: str, position: PagePosition, cause: SkipCause) -> None:
        """Count a link that is not requested: once, and on the portal only if no request has it already.

        Whatever is too far away on another host is on another host.
        """
        if not self._issuer.is_on_portal(source, url):
            cause = SkipCause.OTHER_HOST
        if not self._frontier.is_requested(url):
            self._tracker.stats[source.id].skipped.add(url, position.role, cause)

    def _request_in_browser(self, source: Source, position: PagePosition, spec: RequestSpec) -> Requests:
        if not self._has_browser:
            self._tracker.stats[source.id].browser_required_url = spec.url
            self._no_fallback.add(source.id)
            return
        plan = RequestPlan(
            source,
            partial(self._on_browser_pages, source=source, position=position, spec=spec),
            partial(self._on_unreachable, source=source, position=position, spec=spec),
        )
        yield from self._issuer.browser(spec, request_label(position.role, source.id), plan)


def _is_registered_column(position: PagePosition) -> bool:
    """Whether a page is a column that the registry names."""
    return position.stage is CrawlStage.COLUMN and position.is_first and position.link is None


def _promote_menu(position: PagePosition, page: Page) -> PagePosition:
    """The position of a menu, or of a column if the page calls itself one: 某局年报 behind a link 某局."""
    if position.stage is not CrawlStage.MENU or not is_report_column(own_name(page.tree)):
        return position
    return PagePosition(CrawlStage.COLUMN, 1, page.request.url, link=position.link)


def _lone_report_title(reading: PageReading, position: PagePosition, page: Page) -> str:
    """Return the title of the link to this page if the page is a report and no list; empty otherwise.

    Either the link is titled as a report, or the page is an article with a file and the title is a column's.
    """
    link = position.link
    if not link or position.stage is not CrawlStage.COLUMN or reading.reports or reading.next_pages:
        return ""
    is_article = not link.has_report_title and not is_folder(link.url) and bool(find_attachments(page))
    return link.text if link.has_report_title or is_article else ""
