"""Reads navigation pages for the planner, and keeps how far each list has been read."""

from __future__ import annotations

from scrapy.http import Response

from crawler.discovery import PageReading, read_page
from crawler.frontier.choice_walks import ChoiceWalks, WaitingList
from crawler.frontier.list_progress import ListProgress
from crawler.frontier.position import PagePosition
from crawler.frontier.queue import Frontier
from crawler.frontier.tracker import SourceTracker
from crawler.pages import CrawlStage, Page, RequestSpec, url_host
from crawler.registry import Source
from crawler.request_meta import META_CAPTURE


class ListReader:
    """Reads pages of one crawl; each is counted with its source and with its list."""

    def __init__(self, tracker: SourceTracker, frontier: Frontier) -> None:
        self._tracker = tracker
        self._frontier = frontier
        self._choice_walks = ChoiceWalks()

    def read(self, page: Page, response: Response, source: Source, position: PagePosition) -> PageReading:
        """Read a page and count what it shows."""
        family = position.family or source.family
        reading = read_page(page, position.stage, family, position.column, position.name)
        if names := self._frontier.learn_session_ids(page.url, reading.entries):
            self._tracker.store.save_session_ids(url_host(page.url), names)
        column = position.column or page.url
        self._tracker.page_read(response.meta[META_CAPTURE], position.stage, column, reading)
        if position.stage is CrawlStage.COLUMN:
            self.progress(source, position.list_url or page.request.url).add_page(reading)
        return reading

    def progress(self, source: Source, list_url: str) -> ListProgress:
        """How far the list with this first page has been read."""
        return self._tracker.stats[source.id].progress(list_url)

    def browser_reason(
        self, reading: PageReading, source: Source, position: PagePosition, spec: RequestSpec
    ) -> str:
        """Why a page has to be opened in the browser now, "" if it does not."""
        choices = reading.unloaded_choices
        is_walk = choices and (
            reading.script_reason or self._choice_walks.start(source.id, choices, position, spec)
        )
        return choices if is_walk else reading.script_reason

    def end_choices(
        self, source: Source, spec: RequestSpec, last_page: PageReading | None = None
    ) -> tuple[WaitingList, ...]:
        """Return the lists that waited for this one, or for its choices, and have to be opened, too."""
        return self._choice_walks.end(source.id, spec, last_page.entries if last_page else ())

    def is_page_of_empty_list(self, source: Source, position: PagePosition) -> bool:
        """Whether a page is a further one of a list of which no page had a report or an entry of one."""
        if position.is_first or not position.list_url:
            return False
        return not self.progress(source, position.list_url).has_content
