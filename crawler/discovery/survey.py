"""A look at a few pages of one portal: which to look at next, and what they show of the rest.

Pure: pages in, the next request and a `Survey` out. What a page holds is said by `crawler.discovery.page_reader`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count
from urllib.parse import urlsplit

from archive.model import Capture, Outcome
from crawler.discovery.page_reader import Reading, read
from crawler.pages.attachments import Attachment, attachments
from crawler.pages.link_rules import Lead, Stage
from crawler.pages.page import Ask, Page, Row


class Step(StrEnum):
    """What a page is looked at for."""

    HOME = "home"
    MENU = "menu"
    COLUMN = "column"
    FURTHER = "further"
    REPORT = "report"


# One report and one further page say what there is to say of all; then the columns, the best first. More of
# the further pages are looked at only while no report was had: Hanweb's module offers years that have none.
_RANK = {Step.REPORT: 1, Step.FURTHER: 2, Step.COLUMN: 3, Step.MENU: 5, Step.HOME: 5}
_LATER = 4
_STEPS = {Stage.MENU: Step.MENU, Stage.COLUMN: Step.COLUMN}


@dataclass(frozen=True, slots=True)
class Errand:
    """One page to ask for. `column` is the first page of the column it belongs to, `lead` what led there."""

    ask: Ask
    step: Step
    lead: Lead | None = None
    column: str = ""
    family: str = ""
    parent: str = ""
    title: str = ""
    in_browser: bool = False

    @property
    def is_first(self) -> bool:
        """Whether it is the first page of a column."""
        return self.step is Step.COLUMN and self.column == self.ask.url


@dataclass(frozen=True, slots=True)
class Look:
    """One page that was asked for, and how that ended; `page` is None where nothing could be read."""

    errand: Errand
    outcome: Outcome
    detail: str = ""
    page: Page | None = None
    reading: Reading | None = None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of annual reports, as it was found. Without `reports`, they stand in columns below it."""

    url: str
    lead: Lead | None
    reports: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What a few pages of a portal show; `unseen` are the columns and menus that there was no time for."""

    url: str
    looks: tuple[Look, ...]
    unseen: tuple[Lead, ...]
    robots: Capture | None = None

    @property
    def family(self) -> str:
        """The software of the lists that hold reports, "generic" where nothing tells it."""
        lists = [look for look in self.looks if look.errand.step in (Step.COLUMN, Step.FURTHER)]
        named = [look.reading.family for look in lists if look.reading]
        telling = [name for name in named if name != "generic"] or named or ["generic"]
        return Counter(telling).most_common(1)[0][0]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column that was looked into and held reports, the best first."""
        held: dict[str, set[str]] = {}
        for look in self.looks:
            if look.reading and look.page and look.errand.column:
                shown = {row.url for row in look.reading.reports} | (
                    {look.page.url} if look.reading.itself else set()
                )
                held.setdefault(look.errand.column, set()).update(shown)
        first = {look.errand.ask.url: look.errand.lead for look in self.looks if look.errand.is_first}
        found = (Column(url, lead, len(held[url])) for url, lead in first.items() if held.get(url))
        return tuple(sorted(found, key=lambda column: -(column.lead.score if column.lead else 0)))

    @property
    def reports(self) -> tuple[Row, ...]:
        """Every report that a crawl would ask for, of those that are known by now."""
        rows = {row.url: row for reading in self._readings() for row in reading.reports}
        for look in self.looks:
            if look.page and look.reading and look.reading.itself:
                rows.setdefault(look.page.url, Row(look.page.url, look.reading.itself))
        return tuple(rows.values())

    @property
    def further(self) -> tuple[Ask, ...]:
        """The pages of lists that a crawl would go on to."""
        asked = {look.errand.ask for look in self.looks}
        asks = dict.fromkeys(ask for reading in self._readings() for ask in reading.further)
        return tuple(ask for ask in asks if ask not in asked)

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files of the reports that were looked at."""
        return tuple(file for look in self.looks for file in look.files)

    def seen(self, step: Step) -> int:
        """How many pages were looked at for this, and read."""
        return sum(look.errand.step is step and look.page is not None for look in self.looks)

    def _readings(self) -> Iterator[Reading]:
        return (look.reading for look in self.looks if look.reading)


@dataclass(slots=True)
class Explorer:
    """Which page is looked at next. `ours` says whether an address belongs to the portal."""

    url: str
    most: int
    ours: Callable[[str], bool]
    has_browser: bool
    _looks: list[Look] = field(default_factory=list)
    _queue: list[tuple[int, int, int, Errand]] = field(default_factory=list)
    _queued: set[tuple[Ask, bool]] = field(default_factory=set)
    _order: Iterator[int] = field(default_factory=count)
    _asked: int = 0

    def __post_init__(self) -> None:
        self._put(Errand(Ask(self.url), Step.HOME))

    def next(self) -> Errand | None:
        """The best page that is left, None when there is none or enough has been seen."""
        while self._queue and self._asked < self.most:
            errand = heappop(self._queue)[-1]
            if not self._is_enough(errand.step):
                self._asked += 1
                return errand
        return None

    def came(self, errand: Errand, outcome: Outcome, page: Page) -> None:
        """A page that was asked for; what it leads to is queued."""
        if errand.step is Step.REPORT:
            self._looks.append(Look(errand, outcome, "", page, None, attachments(page)))
            return
        errand, reading = self._read(errand, page)
        files = attachments(page) if reading.itself else ()
        self._looks.append(Look(errand, outcome, reading.waits, page, reading, files))
        if reading.waits and not errand.in_browser and self.has_browser:
            self._put(Errand(errand.ask, errand.step, errand.lead, errand.column, in_browser=True))
        self._queue_all(errand, page, reading)

    def failed(self, errand: Errand, outcome: Outcome, detail: str) -> None:
        """A page that could not be had."""
        self._looks.append(Look(errand, outcome, detail))

    def survey(self) -> Survey:
        """What has been seen so far."""
        seen = {look.errand.ask.url for look in self._looks}
        left = (item[-1].lead for item in sorted(self._queue, key=lambda item: item[:3]))
        unseen = {lead.url: lead for lead in left if lead and lead.url not in seen}
        return Survey(self.url, tuple(self._looks), tuple(unseen.values()))

    def _is_enough(self, step: Step) -> bool:
        """Whether one more page of this kind would say nothing new."""
        had = any(look.files or look.errand.step is Step.REPORT for look in self._looks if look.page)
        had = had or any(look.reading.itself for look in self._looks if look.reading)
        begun = any(look.errand.step is step for look in self._looks)
        return had and begun and step in (Step.REPORT, Step.FURTHER)

    def _read(self, errand: Errand, page: Page) -> tuple[Errand, Reading]:
        """The page as what it was taken for; the first one may be a column and no home at all."""
        if errand.step is Step.MENU:
            return errand, read(page, Stage.MENU)
        if errand.step is not Step.HOME:
            return errand, read(page, Stage.COLUMN, errand.family, errand.column)
        if urlsplit(self.url).path.strip("/"):
            reading = read(page, Stage.COLUMN)
            if reading.reports or reading.itself:
                return Errand(errand.ask, Step.COLUMN, column=errand.ask.url), reading
        return errand, read(page, Stage.HOME)

    def _queue_all(self, errand: Errand, page: Page, reading: Reading) -> None:
        for row in reading.reports[:1]:
            self._put(Errand(Ask(row.url), Step.REPORT, None, errand.column, "", page.url, row.title))
        for ask in reading.further:
            self._put(Errand(ask, Step.FURTHER, None, errand.column, reading.family, page.url))
        for lead in reading.leads:
            column = (errand.column or lead.url) if lead.stage is Stage.COLUMN else ""
            self._put(Errand(Ask(lead.url), _STEPS[lead.stage], lead, column, "", page.url, lead.text))

    def _put(self, errand: Errand) -> None:
        known = (errand.ask, errand.in_browser)
        if known not in self._queued and self.ours(errand.ask.url):
            self._queued.add(known)
            score = errand.lead.score if errand.lead else 0
            later = errand.step is Step.FURTHER and any(
                item[0] == _RANK[Step.FURTHER] for item in self._queue
            )
            rank = 0 if errand.in_browser else _LATER if later else _RANK[errand.step]
            heappush(self._queue, (rank, -score, next(self._order), errand))


def waiting(looks: Iterable[Look]) -> tuple[str, ...]:
    """The pages that only a browser could fill, and that none has filled."""
    asked = {look.errand.ask for look in looks if look.errand.in_browser and look.page}
    return tuple(
        look.errand.ask.url
        for look in looks
        if look.reading and look.reading.waits and look.errand.ask not in asked
    )
