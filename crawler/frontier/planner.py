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
from archive.text.charset import text_of
from archive.text.media_types import HTML, media_type
from crawler import request_meta
from crawler.config import Config
from crawler.discovery import page_reader
from crawler.discovery.scanned_images import scans
from crawler.frontier import requests
from crawler.frontier.position import Errand, Place, Requests
from crawler.frontier.queue import Frontier
from crawler.frontier.tracker import Book
from crawler.pages.attachments import attachments
from crawler.pages.link_rules import Stage, is_folder
from crawler.pages.page import Ask, Page, Row
from crawler.pages.urls import LONGEST, other_scheme, same_portal, template
from crawler.registry.sources import Source
from crawler.request_meta import CAPTURE

logger = getLogger(__name__)

# A year inside an agency inside a kind of agencies inside the column; home, 信息公开, agencies, one of them.
_DEEPEST = 4
# How a host ends a visit that does not answer over this scheme at all: many portals speak http alone, or have
# a certificate that ran out (`gkmlpt` survey: HTTPS fails or redirects poorly).
_MUTE = frozenset({Outcome.TLS, Outcome.CONNECTION, Outcome.TIMEOUT})
# How a page ends that is not at its address any more; what is refused or out of order is left in peace.
_ELSEWHERE = frozenset(
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


class Course:
    """Which pages one crawl asks for. Each is asked for once, whatever leads to it."""

    def __init__(self, config: Config, book: Book, has_browser: bool) -> None:
        self._config = config
        self._book = book
        self._has_browser = has_browser
        self._frontier = Frontier()
        self._barred: set[str] = set()
        self._rows: set[tuple[str, str]] = set()

    def begin(self, source: Source) -> Requests:
        """The columns of the registry, or the way from home to where there are none."""
        for column in source.columns:
            yield from self._visit(source, Ask(column), Place(Stage.COLUMN, column=column))
        if not source.columns:
            yield from self._visit(source, Ask(source.home), Place(Stage.HOME))

    def at_last(self, source: Source) -> Requests:
        """When all that was asked for has ended without a report: the portal is searched, once.

        Not so where a page was refused or out of order: nobody knows what stands there.
        """
        if source.id not in self._barred and self._book.has_nothing(source.id):
            yield from self._from_home(source, source.columns)

    def _page(self, response: Response, source: Source, place: Place, ask: Ask) -> Requests:
        """A page on the way: its reports, its further pages, where it leads, or the browser."""
        page = page_of(response, ask)
        reading = page_reader.read(page, place.stage, place.family or source.family, place.column, place.name)
        self._book.read(response.meta[CAPTURE], place.stage, place.column or page.url, reading)
        title = reading.itself or _stands_alone(reading, place, page)
        if title:
            # Its files first: their links may be titled as reports, and are no reports of their own.
            yield from self._in_place(response, source, title)
        elif place.is_first and reading.waits:
            yield from self._needs_browser(source, place, ask, reading.waits)
        elif place.is_first and reading.is_bare and _is_registered(place):
            yield from self._from_home(source, (place.column,))
        yield from self._reports(source, page.url, reading.reports)
        yield from self._onward(source, place, page, reading)

    def _rendered(self, response: Response, source: Source, place: Place, ask: Ask) -> Requests:
        """The pages of a list that the browser walked through; a menu is one page."""
        for text in request_meta.walked(response.meta):
            page = Page(response.url, text, ask)
            reading = page_reader.read(page, place.stage, place.family or source.family, place.column, place.name)
            self._book.read(response.meta[CAPTURE], place.stage, place.column or page.url, reading)
            yield from self._reports(source, page.url, reading.reports)
            self._leads(source, place, reading)
            yield from self._columns(source, place, reading)
        yield from self._menu(source, place)

    def _astray(self, outcome: Outcome, source: Source, place: Place, ask: Ask) -> Requests:
        """A page on the way that could not be had: a column may have moved, a menu is one of many.

        An address of the registry is tried over the other scheme first, once.
        """
        other = other_scheme(ask.url) if outcome in _MUTE and place.is_first and not place.lead else ""
        again = list(self._visit(source, Ask(other), place, exactly=True)) if other else []
        if again:
            yield from again
            return
        if outcome not in _ELSEWHERE:
            self._barred.add(source.id)
        elif _is_registered(place):
            yield from self._from_home(source, (place.column,))
        yield from self._menu(source, place)

    def _report(self, response: Response, source: Source) -> Requests:
        """A report: whatever files it carries are asked for too, on the same portal only."""
        self._book.found(response.meta[CAPTURE])
        self._frontier.claim(Ask(response.url))  # where a redirect has led
        yield from self._attachments(response, source)

    def _attachment(self, response: Response) -> Requests:
        """A file of a report: kept already, only counted here."""
        self._book.found(response.meta[CAPTURE])
        yield from ()

    def _in_place(self, response: Response, source: Source, title: str) -> Requests:
        """A page on the way that is a report itself is archived as one, without asking again."""
        capture: Capture = response.meta[CAPTURE]
        self._book.found_in_place(replace(capture, role=Role.REPORT))
        response.meta[request_meta.ITSELF] = title
        yield from self._attachments(response, source)

    def _from_home(self, source: Source, columns: tuple[str, ...]) -> Requests:
        """Columns of the registry that hold nothing may have moved: their portal is searched, once."""
        for column in columns:
            self._book.moved(source.id, column)
        yield from self._visit(source, Ask(source.home), Place(Stage.HOME))

    def _onward(self, source: Source, place: Place, page: Page, reading: page_reader.Reading) -> Requests:
        """Everything that a page leads to; of the menus, the best that any page has shown."""
        self._leads(source, place, reading)
        yield from self._columns(source, place, reading)
        yield from self._further(source, place, page, reading)
        if place.depth < _DEEPEST:
            for url in reading.ways:
                yield from self._visit(source, Ask(url), place.within(), exactly=True)
        yield from self._menu(source, place)

    def _further(self, source: Source, place: Place, page: Page, reading: page_reader.Reading) -> Requests:
        """More pages of a list, as long as its pages show something new."""
        if self._has_news(source, reading) or place.is_first:
            column, name = place.column or page.url, reading.name if place.is_first else place.name
            on = replace(place, family=reading.family, is_first=False, column=column, name=name)
            for ask in reading.further:
                yield from self._visit(source, ask, on)

    def _leads(self, source: Source, place: Place, reading: page_reader.Reading) -> None:
        """Menus wait, since better ones may be found meanwhile and no portal is asked for all of its own."""
        for lead in reading.leads:
            if lead.stage is Stage.MENU and place.depth < _DEEPEST:
                self._frontier.wait(source.id, lead, place.behind(lead))

    def _columns(self, source: Source, place: Place, reading: page_reader.Reading) -> Requests:
        named = replace(place, name=reading.name if place.stage is Stage.COLUMN else "")
        for lead in reading.leads:
            if lead.stage is Stage.COLUMN and (place.stage is not Stage.COLUMN or place.depth < _DEEPEST):
                yield from self._visit(source, Ask(lead.url), named.behind(lead))

    def _menu(self, source: Source, place: Place) -> Requests:
        """Behind one menu the next, one at a time: what it shows may be better than all that wait."""
        if place.stage is Stage.COLUMN:
            return
        for lead, behind in self._frontier.best(source.id):
            asked = list(self._visit(source, Ask(lead.url), behind))
            yield from asked
            if asked:
                return

    def _visit(self, source: Source, ask: Ask, place: Place, exactly: bool = False) -> Requests:
        """A page on the way, asked for as its like was found to need it."""
        if not self._is_ours(source, ask.url) or not self._frontier.claim(ask, exactly):
            return
        if not self._book.may_visit(source.id, place.stage, self._config):
            return
        if self._book.needs(template(ask.url)) == "browser":
            yield from self._render(source, place, ask)
            return
        errand = Errand(
            source,
            partial(self._page, source=source, place=place, ask=ask),
            partial(self._astray, source=source, place=place, ask=ask),
        )
        urgency = place.lead.score if place.lead and place.stage is Stage.COLUMN else 0
        yield self._asking(ask, request_meta.about(place.role, source.id), errand, urgency)

    def _reports(self, source: Source, parent: str, rows: tuple[Row, ...]) -> Requests:
        for row in rows:
            if self._is_ours(source, row.url):
                about = request_meta.about(Role.REPORT, source.id, parent, row.title)
                errand = Errand(source, partial(self._report, source=source))
                yield from self._once(Ask(row.url), about, errand)
            else:
                self._book.elsewhere(source.id, row)

    def _attachments(self, response: Response, source: Source) -> Requests:
        if media_type(response.body[:4096]) != HTML:
            return
        page = page_of(response, Ask(response.url))
        for attachment in attachments(page) or scans(page):
            if self._is_ours(source, attachment.url):
                about = request_meta.about(Role.ATTACHMENT, source.id, response.url, attachment.name)
                yield from self._once(Ask(attachment.url), about, Errand(source, self._attachment))

    def _needs_browser(self, source: Source, place: Place, ask: Ask, reason: str) -> Requests:
        """Ask again with the browser, or say that one is needed."""
        logger.info("来源 %s 的页面 %s：%s", source.id, ask.url, reason)
        self._book.remember(template(ask.url), "browser")
        yield from self._render(source, place, ask)

    def _render(self, source: Source, place: Place, ask: Ask) -> Requests:
        if not self._has_browser:
            self._book.needs_browser(source.id, ask.url)
            self._barred.add(source.id)
            return
        self._book.opened(source.id)
        errand = Errand(
            source,
            partial(self._rendered, source=source, place=place, ask=ask),
            partial(self._astray, source=source, place=place, ask=ask),
        )
        about = request_meta.about(place.role, source.id)
        yield requests.rendered(ask, about, self._config, source.hosts, cb_kwargs={"errand": errand})

    def _once(self, ask: Ask, about: request_meta.About, errand: Errand) -> Requests:
        """The request, unless this run has asked the same already."""
        if self._frontier.claim(ask):
            yield self._asking(ask, about, errand)

    def _asking(self, ask: Ask, about: request_meta.About, errand: Errand, urgency: int = 0) -> Request:
        self._book.opened(errand.source.id)
        return requests.plain(ask, about, urgency, cb_kwargs={"errand": errand})

    def _is_ours(self, source: Source, url: str) -> bool:
        is_sound = len(url) <= LONGEST
        return is_sound and same_portal(url, source.home, source.hosts, self._config.suffixes)

    def _has_news(self, source: Source, reading: page_reader.Reading) -> bool:
        """Whether a list page shows an entry, its pager aside, that no page of the source has shown."""
        pager = {ask.url for ask in reading.further}
        new = {(source.id, row.url) for row in reading.rows if row.url not in pager} - self._rows
        self._rows |= new
        return bool(new)


def page_of(response: Response, ask: Ask) -> Page:
    """A response as the pure parts of the crawler see it."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return Page(response.url, text_of(response.body, declared)[0], ask)


def _is_registered(place: Place) -> bool:
    """Whether a page is where the registry says that a column is."""
    return place.stage is Stage.COLUMN and place.is_first and place.lead is None


def _stands_alone(reading: page_reader.Reading, place: Place, page: Page) -> str:
    """The title of the link, where a report stands behind it and the page is no list.

    Either the title is a report's, or the page is an article with a file and its title a column's.
    """
    lead = place.lead
    if not lead or place.stage is not Stage.COLUMN or reading.reports or reading.further:
        return ""
    is_article = not lead.is_titled and not is_folder(lead.url) and bool(attachments(page))
    return lead.text if lead.is_titled or is_article else ""
