"""What one page of a portal gives: reports, further pages of the list, places to go on to.

Pure: a page in, values out. The course turns them into requests, and `probe` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.discovery.embedded_report import report_title
from crawler.discovery.empty_notices import find_empty_notice
from crawler.discovery.script_lists import find_script_reason
from crawler.families import Family, detect_family
from crawler.pages import (
    CrawlStage,
    ListEntry,
    Page,
    RequestSpec,
    ScoredLink,
    find_attachments,
    frame_urls,
    is_folder,
    is_report_column,
    list_entries,
    page_name,
    redirect_targets,
    report_entries,
    scored_links,
    script_links,
)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page of a portal holds.

    `name` is what it calls itself, with the columns above it. `reports` are rows whose title is a report's,
    `further` more pages of the same list, `leads` columns and menus, `ways` pages that it sends its visitor
    on to or consists of. `itself` is the title of the report that the page itself is, "" for a list;
    `waits` says why the page looks unfinished without its scripts, "" when it does not, `notice` how it
    explains that it lists no report.
    """

    family: str
    entries: tuple[ListEntry, ...]
    name: str = ""
    reports: tuple[ListEntry, ...] = ()
    next_pages: tuple[RequestSpec, ...] = ()
    scored_links: tuple[ScoredLink, ...] = ()
    forward_urls: tuple[str, ...] = ()
    own_title: str = ""
    script_reason: str = ""
    empty_notice: str = ""

    @property
    def is_dead_end(self) -> bool:
        """Whether the page gives nothing to go on with."""
        return not (
            self.reports or self.next_pages or self.scored_links or self.forward_urls or self.own_title
        )


def read_page(page: Page, stage: CrawlStage, hint: str = "", column: str = "", name: str = "") -> PageReading:
    """The reading of `page`, met at `stage` of the way.

    `hint` is the family that the registry or the list before names, `column` the first page of the column,
    `name` what the pages before and the link to this one call it.
    """
    family = detect_family(page, hint)
    rows = _all_entries(page, family)
    if stage is not CrawlStage.COLUMN:
        return _read_menu(page, stage, family, rows)
    own = page_name(page.tree)
    # The front page that a column was moved to names agencies, too; a part of a column may call itself 部门.
    is_column = is_report_column(own) or (is_report_column(name) and bool(urlsplit(page.url).path.strip("/")))
    name = " ".join(dict.fromkeys(part for part in (name, own) if part))
    by_address = family.is_report(page)
    found = tuple(row for row in report_entries(rows, name) if not is_folder(row.url))
    if by_address is not None:
        found = _drop_attachments(page, found)
    listed = tuple({row.url: row for row in (*family.reports(page), *found)}.values())
    further = family.next_pages(page)
    itself = report_title(page, bool(by_address)) if by_address or (by_address is None and not listed) else ""
    has_content = bool(listed or further or itself)
    on = scored_links(rows, stage, column or page.url, name, is_empty_column=is_column and not has_content)
    ways, waits = ((), "") if has_content else _forward_urls_or_reason(page, bool(on))
    if listed and not further:
        waits = family.paging_script_reason(page)
    return PageReading(
        family=family.name,
        entries=rows,
        name=name,
        reports=listed,
        next_pages=further,
        scored_links=on,
        forward_urls=ways,
        own_title=itself,
        script_reason=waits,
        empty_notice="" if listed or itself else find_empty_notice(page),
    )


def _drop_attachments(page: Page, entries: tuple[ListEntry, ...]) -> tuple[ListEntry, ...]:
    """Where a page shows a report, its files are part of it, whatever their links are called."""
    files = {file.url for file in find_attachments(page)}
    return tuple(row for row in entries if row.url not in files)


def _read_menu(page: Page, stage: CrawlStage, family: Family, entries: tuple[ListEntry, ...]) -> PageReading:
    name = page_name(page.tree)
    on = scored_links(entries, stage, page.url, name)
    ways, waits = _forward_urls_or_reason(page, any(lead.stage is CrawlStage.COLUMN for lead in on))
    return PageReading(
        family.name, entries, name, scored_links=on, forward_urls=ways, script_reason="" if on else waits
    )


def _forward_urls_or_reason(page: Page, has_links: bool) -> tuple[tuple[str, ...], str]:
    """Where the page sends its visitor, or why it looks unfinished, or what it shows inside of itself."""
    sent_on = redirect_targets(page)
    waits = "" if sent_on else find_script_reason(page)
    return sent_on or (() if waits or has_links else frame_urls(page)), waits


def _all_entries(page: Page, family: Family) -> tuple[ListEntry, ...]:
    """What the family finds where no links are, then the page's own links, the first of each address."""
    found: dict[str, ListEntry] = {}
    for row in (*family.entries(page), *list_entries(page), *script_links(page)):
        found.setdefault(row.url, row)
    return tuple(found.values())
