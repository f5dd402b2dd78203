"""The course of a crawl: home → menus → columns → list pages → reports → attachments, as requests.

What a page holds is said by `crawler.steps`; here it is decided which of it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from logging import getLogger

from scrapy import Request
from scrapy.http import Response

from archive.decode import HTML, media_type, text_of
from archive.model import Capture, Role
from crawler import asking, steps
from crawler.addresses import same_portal, template
from crawler.attachments import attachments
from crawler.book import Book
from crawler.columns import Lead, Stage
from crawler.config import Config
from crawler.page import Ask, Page, Row
from crawler.recording import CAPTURE
from crawler.sources import Source

logger = getLogger(__name__)

_LONGEST_URL = 2083
# A year inside an agency inside a kind of agencies inside the column; home, 信息公开, agencies, one of them.
_DEEPEST = 4
Requests = Iterator[Request]


def _nothing() -> Requests:
    return iter(())


@dataclass(frozen=True, slots=True)
class Errand:
    """What a request is made for: `then` reads its answer, `otherwise` is what to ask when there is none."""

    source: Source
    then: Callable[[Response], Requests]
    otherwise: Callable[[], Requests] = _nothing


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the way to the reports a page stands.

    `column` is the first page of the column that it belongs to, `depth` how many links of its stage lie
    behind it, `lead` the link that led here. `is_first` is False for the further pages of a list.
    """

    stage: Stage
    depth: int = 0
    column: str = ""
    family: str = ""
    lead: Lead | None = None
    is_first: bool = True


class Course:
    """Which pages one crawl asks for. Each is asked for once, whatever leads to it."""

    def __init__(self, config: Config, book: Book, has_browser: bool) -> None:
        self._config = config
        self._book = book
        self._has_browser = has_browser
        self._asked: set[Ask] = set()
        self._rows: set[tuple[str, str]] = set()

    def begin(self, source: Source) -> Requests:
        """The columns of the registry, or the way from home to where there are none."""
        for column in source.columns:
            yield from self._visit(source, Ask(column), Place(Stage.COLUMN, column=column))
        if not source.columns:
            yield from self._visit(source, Ask(source.home), Place(Stage.HOME))

    def _page(self, response: Response, source: Source, place: Place, ask: Ask) -> Requests:
        """A page on the way: its reports, its further pages, where it leads, or the browser."""
        page = page_of(response, ask)
        reading = steps.read(page, place.stage, place.family or source.family, place.column)
        self._book.read(response.meta[CAPTURE], place.stage, place.column or page.url, reading)
        yield from self._reports(source, page.url, reading.reports)
        title = reading.itself or _stands_alone(reading, place)
        if title:
            yield from self._in_place(response, source, title)
        elif place.is_first and reading.waits:
            yield from self._needs_browser(source, place, ask, reading.waits)
        elif place.is_first and reading.is_bare:
            yield from self._from_home(source, place)
        yield from self._leads(source, place, reading.leads)
        yield from self._further(source, place, page, reading)

    def _rendered(self, response: Response, source: Source, place: Place, ask: Ask) -> Requests:
        """The pages of a list that the browser walked through; a menu is one page."""
        for text in asking.walked(response.meta):
            page = Page(response.url, text, ask)
            reading = steps.read(page, place.stage, place.family or source.family, place.column)
            self._book.read(response.meta[CAPTURE], place.stage, place.column or page.url, reading)
            yield from self._reports(source, page.url, reading.reports)
            yield from self._leads(source, place, reading.leads)

    def _report(self, response: Response, source: Source) -> Requests:
        """A report: whatever files it carries are asked for too, on the same portal only."""
        self._book.found(response.meta[CAPTURE])
        yield from self._attachments(response, source)

    def _attachment(self, response: Response) -> Requests:
        """A file of a report: kept already, only counted here."""
        self._book.found(response.meta[CAPTURE])
        yield from ()

    def _in_place(self, response: Response, source: Source, title: str) -> Requests:
        """A page on the way that is a report itself is archived as one, without asking again."""
        capture: Capture = response.meta[CAPTURE]
        self._book.found_in_place(replace(capture, role=Role.REPORT))
        response.meta[asking.ITSELF] = title
        yield from self._attachments(response, source)

    def _from_home(self, source: Source, place: Place) -> Requests:
        """A column of the registry that holds nothing may have moved: its portal is searched, once."""
        if place.stage is Stage.COLUMN and place.is_first and place.lead is None:
            self._book.moved(source.id, place.column)
            yield from self._visit(source, Ask(source.home), Place(Stage.HOME))

    def _further(self, source: Source, place: Place, page: Page, reading: steps.Reading) -> Requests:
        """More pages of a list, as long as its pages show something new."""
        if self._has_news(source, reading) or place.is_first:
            column = place.column or page.url
            on = replace(place, family=reading.family, is_first=False, column=column)
            for ask in reading.further:
                yield from self._visit(source, ask, on)

    def _leads(self, source: Source, place: Place, leads: tuple[Lead, ...]) -> Requests:
        if place.depth >= _DEEPEST:
            return
        for lead in leads:
            depth = place.depth + 1 if lead.stage is place.stage else 1
            column = (place.column or lead.url) if lead.stage is Stage.COLUMN else ""
            yield from self._visit(source, Ask(lead.url), Place(lead.stage, depth, column, lead=lead))

    def _visit(self, source: Source, ask: Ask, place: Place) -> Requests:
        """A page on the way, asked for as its like was found to need it."""
        if ask in self._asked or not self._is_ours(source, ask.url):
            return
        if not self._book.may_visit(source.id, place.stage, self._config):
            return
        if self._book.needs(template(ask.url)) == "browser":
            self._asked.add(ask)
            yield from self._render(source, place, ask)
            return
        errand = Errand(
            source,
            partial(self._page, source=source, place=place, ask=ask),
            partial(self._from_home, source, place),
        )
        yield from self._once(ask, asking.about(_role(place), source.id), errand)

    def _reports(self, source: Source, parent: str, rows: tuple[Row, ...]) -> Requests:
        for row in rows:
            if self._is_ours(source, row.url):
                about = asking.about(Role.REPORT, source.id, parent, row.title)
                errand = Errand(source, partial(self._report, source=source))
                yield from self._once(Ask(row.url), about, errand)
            else:
                self._book.elsewhere(source.id, row)

    def _attachments(self, response: Response, source: Source) -> Requests:
        if media_type(response.body[:4096]) != HTML:
            return
        for attachment in attachments(page_of(response, Ask(response.url))):
            if self._is_ours(source, attachment.url):
                about = asking.about(Role.ATTACHMENT, source.id, response.url, attachment.name)
                yield from self._once(Ask(attachment.url), about, Errand(source, self._attachment))

    def _needs_browser(self, source: Source, place: Place, ask: Ask, reason: str) -> Requests:
        """Ask again with the browser, or say that one is needed."""
        logger.info("来源 %s 的页面 %s：%s", source.id, ask.url, reason)
        self._book.remember(template(ask.url), "browser")
        yield from self._render(source, place, ask)

    def _render(self, source: Source, place: Place, ask: Ask) -> Requests:
        if not self._has_browser:
            self._book.needs_browser(source.id, ask.url)
            return
        self._book.opened(source.id)
        errand = Errand(source, partial(self._rendered, source=source, place=place, ask=ask))
        about = asking.about(_role(place), source.id)
        yield asking.rendered(ask, about, self._config, source.hosts, cb_kwargs={"errand": errand})

    def _once(self, ask: Ask, about: asking.About, errand: Errand) -> Requests:
        """The request, unless this run has asked the same already."""
        if ask in self._asked or len(ask.url) > _LONGEST_URL:
            return
        self._asked.add(ask)
        self._book.opened(errand.source.id)
        yield asking.plain(ask, about, cb_kwargs={"errand": errand})

    def _is_ours(self, source: Source, url: str) -> bool:
        return same_portal(url, source.home, source.hosts, self._config.suffixes)

    def _has_news(self, source: Source, reading: steps.Reading) -> bool:
        """Whether a list page shows an entry, its pager aside, that no page of the source has shown."""
        pager = {ask.url for ask in reading.further}
        new = {(source.id, row.url) for row in reading.rows if row.url not in pager} - self._rows
        self._rows |= new
        return bool(new)


def page_of(response: Response, ask: Ask) -> Page:
    """A response as the pure parts of the crawler see it."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return Page(response.url, text_of(response.body, declared)[0], ask)


def _role(place: Place) -> Role:
    return Role.LIST if place.stage is Stage.COLUMN else Role.MENU


def _stands_alone(reading: steps.Reading, place: Place) -> str:
    """The title of the link, where it is a report's and the page behind it is no list."""
    lead = place.lead
    return lead.text if lead and lead.is_titled and not reading.reports and not reading.further else ""
