"""What one page of a portal gives: reports, further pages of the list, places to go on to.

Pure: a page in, values out. The course turns them into requests, and `probe` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.discovery.embedded_report import report_title
from crawler.discovery.empty_notices import notice
from crawler.discovery.script_lists import waits_for_script
from crawler.families import Family, family_of
from crawler.pages import links, navigation
from crawler.pages.attachments import attachments
from crawler.pages.headings import name_of
from crawler.pages.link_rules import Lead, Stage, is_folder, leads
from crawler.pages.page import Ask, Page, Row
from crawler.pages.title_rules import holds_reports


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page of a portal holds.

    `name` is what it calls itself, with the columns above it. `reports` are rows whose title is a report's,
    `further` more pages of the same list, `leads` columns and menus, `ways` pages that it sends its visitor
    on to or consists of. `itself` is the title of the report that the page itself is, "" for a list;
    `waits` says why the page looks unfinished without its scripts, "" when it does not, `notice` how it
    explains that it lists no report.
    """

    family: str
    rows: tuple[Row, ...]
    name: str = ""
    reports: tuple[Row, ...] = ()
    further: tuple[Ask, ...] = ()
    leads: tuple[Lead, ...] = ()
    ways: tuple[str, ...] = ()
    itself: str = ""
    waits: str = ""
    notice: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether the page gives nothing to go on with."""
        return not (self.reports or self.further or self.leads or self.ways or self.itself)


def read(page: Page, stage: Stage, hint: str = "", column: str = "", name: str = "") -> Reading:
    """The reading of `page`, met at `stage` of the way.

    `hint` is the family that the registry or the list before names, `column` the first page of the column,
    `name` what the pages before and the link to this one call it.
    """
    family = family_of(page, hint)
    rows = _rows(page, family)
    if stage is not Stage.COLUMN:
        return _on_the_way(page, stage, family, rows)
    own = name_of(page.tree)
    # The front page that a column was moved to names agencies, too; a part of a column may call itself 部门.
    is_column = holds_reports(own) or (holds_reports(name) and bool(urlsplit(page.url).path.strip("/")))
    name = " ".join(dict.fromkeys(part for part in (name, own) if part))
    by_address = family.is_report(page)
    found = tuple(row for row in links.reports(rows, name) if not is_folder(row.url))
    if by_address is not None:
        found = _without_files(page, found)
    listed = tuple({row.url: row for row in (*family.reports(page), *found)}.values())
    further = family.next_pages(page)
    itself = report_title(page, bool(by_address)) if by_address or (by_address is None and not listed) else ""
    has_content = bool(listed or further or itself)
    on = leads(rows, stage, column or page.url, name, is_bare=is_column and not has_content)
    ways, waits = ((), "") if has_content else _unfinished(page, bool(on))
    if listed and not further:
        waits = family.waits(page)
    return Reading(
        family=family.name,
        rows=rows,
        name=name,
        reports=listed,
        further=further,
        leads=on,
        ways=ways,
        itself=itself,
        waits=waits,
        notice="" if listed or itself else notice(page),
    )


def _without_files(page: Page, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Where a page shows a report, its files are part of it, whatever their links are called."""
    files = {file.url for file in attachments(page)}
    return tuple(row for row in rows if row.url not in files)


def _on_the_way(page: Page, stage: Stage, family: Family, rows: tuple[Row, ...]) -> Reading:
    name = name_of(page.tree)
    on = leads(rows, stage, page.url, name)
    ways, waits = _unfinished(page, any(lead.stage is Stage.COLUMN for lead in on))
    return Reading(family.name, rows, name, leads=on, ways=ways, waits="" if on else waits)


def _unfinished(page: Page, leads_on: bool) -> tuple[tuple[str, ...], str]:
    """Where the page sends its visitor, or why it looks unfinished, or what it shows inside of itself."""
    sent_on = navigation.sent_on(page)
    waits = "" if sent_on else waits_for_script(page)
    return sent_on or (() if waits or leads_on else navigation.inner(page)), waits


def _rows(page: Page, family: Family) -> tuple[Row, ...]:
    """What the family finds where no links are, then the page's own links, the first of each address."""
    found: dict[str, Row] = {}
    for row in (*family.rows(page), *links.rows(page), *navigation.entries(page)):
        found.setdefault(row.url, row)
    return tuple(found.values())
