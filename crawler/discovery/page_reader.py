"""Reads one page of a portal: reports, further pages of the list, links to follow.

It makes no requests: the planner of a crawl turns the values into requests, and `gongkai probe` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler.discovery.embedded_report import report_title
from crawler.discovery.empty_notices import find_empty_notice
from crawler.discovery.listed_urls import listed_urls
from crawler.discovery.script_lists import find_script_reason, find_unfilled_template
from crawler.families import Family, ListExtent, detect_family, find_unloaded_choices
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
    report_headings,
    score_title,
    scored_links,
    script_links,
    unlinked_headings,
    unresolved_titles,
    url_host,
    viewed_file_url,
)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page of a portal holds.

    `name` is the name of the page with those of the columns above it. `reports` are the entries with the
    title of a report, `next_pages` further pages of the same list, `scored_links` links to columns and menus,
    `forward_urls` pages that the page redirects to or shows in frames. `own_title` is the title of the report
    that the page itself is, "" for a list. `script_reason` says why the page looks unfinished without its
    scripts, "" if it does not; `empty_notice` is its explanation why it lists no report. `extent` is what the
    list says of its length, `listed` the URLs of its links if it states how many entries it has.
    `unresolved_reports` are titles of reports whose links only a script can follow, `unloaded_choices`
    the years or agencies that a script has still to load, `unfilled_template` says that one has still to fill
    the list.
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
    extent: ListExtent = field(default_factory=ListExtent)
    listed: frozenset[str] = frozenset()
    unresolved_reports: tuple[str, ...] = ()
    unloaded_choices: str = ""
    unfilled_template: str = ""

    @property
    def is_dead_end(self) -> bool:
        """Whether the page holds no report and leads nowhere."""
        return not (
            self.reports or self.next_pages or self.scored_links or self.forward_urls or self.own_title
        )


def read_page(page: Page, stage: CrawlStage, hint: str = "", column: str = "", name: str = "") -> PageReading:
    """Read `page`, which a crawl has reached at `stage`.

    `hint` is the family named by the registry or by the previous page of the list, `column` the URL of the
    first page of the column, `name` the name of the page by the links and pages that led to it.
    """
    family = detect_family(page, hint)
    data = family.entries(page)
    entries = _all_entries(page, data)
    if stage is not CrawlStage.COLUMN:
        return _read_menu(page, stage, family, entries)
    own_name = page_name(page.tree)
    # A column that was moved to the front page shows agencies, too; a part of a column may be called 部门.
    is_column = is_report_column(own_name) or (
        is_report_column(name) and bool(urlsplit(page.url).path.strip("/"))
    )
    name = " ".join(dict.fromkeys(part for part in (name, own_name) if part))
    reports = _listed_reports(page, family, entries, name)
    next_pages = family.next_pages(page)
    own_title = _own_title(page, family, bool(reports))
    has_content = bool(reports or next_pages or own_title)
    links = scored_links(
        entries, stage, column or page.url, name, is_empty_column=is_column and not has_content
    )
    forward_urls, script_reason = ((), "") if has_content else _forward_urls_or_reason(page, bool(links))
    if not (has_content or forward_urls or script_reason or is_column):
        script_reason = _unlinked_reason(page)
    extent = family.stated_extent(page)
    if (reports or links) and not (script_reason or own_title or next_pages):
        script_reason = _paging_script_reason(page, family, extent)
    return PageReading(
        family=family.name,
        entries=entries,
        name=name,
        reports=reports,
        next_pages=next_pages,
        scored_links=links,
        forward_urls=forward_urls,
        own_title=own_title,
        script_reason=script_reason,
        empty_notice="" if reports or own_title else find_empty_notice(page),
        extent=extent,
        listed=listed_urls(page, data, reports) if extent.items else frozenset(),
        unloaded_choices=find_unloaded_choices(page, entries) if reports or links or is_column else "",
        unresolved_reports=_unresolved_reports(page, reports, name),
        unfilled_template=find_unfilled_template(page),
    )


def _paging_script_reason(page: Page, family: Family, extent: ListExtent) -> str:
    """Why a list without links to further pages goes on by script; "" if nothing shows that it goes on."""
    stated = f"共 {extent.pages} 页，没有翻页的链接" if extent.pages > 1 else ""
    return family.paging_script_reason(page) or stated


def _unresolved_reports(page: Page, reports: tuple[ListEntry, ...], name: str) -> tuple[str, ...]:
    known = {report.title for report in reports}
    titles = (title for title in unresolved_titles(page) if title not in known)
    return tuple(title for title in titles if score_title(title, "", name).is_report)


def _listed_reports(
    page: Page, family: Family, entries: tuple[ListEntry, ...], name: str
) -> tuple[ListEntry, ...]:
    """The reports that the family knows of, then the entries with the title of a report; each URL once."""
    titled = tuple(
        replace(entry, url=viewed_file_url(entry.url) or entry.url)
        for entry in report_entries(entries, name)
        if not is_folder(entry.url)
    )
    if family.is_report(page) is not None:
        titled = _drop_attachments(page, titled)
    return tuple({entry.url: entry for entry in (*family.reports(page), *titled)}.values())


def _own_title(page: Page, family: Family, has_reports: bool) -> str:
    """The title of the report that the page is, unless the family or its list of reports denies that."""
    is_report_url = family.is_report(page)
    may_be_report = not has_reports if is_report_url is None else is_report_url
    return report_title(page, bool(is_report_url)) if may_be_report else ""


def _drop_attachments(page: Page, entries: tuple[ListEntry, ...]) -> tuple[ListEntry, ...]:
    """The entries without the files of the page: on the page of a report they are part of the report."""
    files = {file.url for file in find_attachments(page)}
    return tuple(entry for entry in entries if entry.url not in files)


def _read_menu(page: Page, stage: CrawlStage, family: Family, entries: tuple[ListEntry, ...]) -> PageReading:
    name = page_name(page.tree)
    links = scored_links(_below_headings(page, entries), stage, page.url, name)
    columns = (link for link in links if link.stage is CrawlStage.COLUMN)
    has_column = any(_is_near_host(link.url, page.url) for link in columns)
    forward_urls, script_reason = _forward_urls_or_reason(page, has_column)
    if links:
        script_reason = "" if has_column else _unlinked_reason(page)
    return PageReading(
        family.name,
        entries,
        name,
        reports=tuple(entry for entry in report_entries(entries) if not is_folder(entry.url)),
        scored_links=links,
        forward_urls=forward_urls,
        script_reason=script_reason,
    )


def _is_near_host(url: str, page_url: str) -> bool:
    """Whether two URLs are on one host or on subdomains of each other; `www.` does not count."""
    host, other = (url_host(address).removeprefix("www.") for address in (url, page_url))
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")


def _below_headings(page: Page, entries: tuple[ListEntry, ...]) -> tuple[ListEntry, ...]:
    """The entries; those below a heading such as 政府信息公开年报 have it as a part of their title."""
    headings = report_headings(page)
    return tuple(
        replace(entry, title=f"{entry.title}{headings[entry.url]}") if entry.url in headings else entry
        for entry in entries
    )


def _unlinked_reason(page: Page) -> str:
    """Why a page has to be opened in the browser: its entry of annual reports is no link."""
    headings = unlinked_headings(page) if "<script" in page.text.lower() else ()
    return f"{headings[0]}不是链接" if headings else ""


def _forward_urls_or_reason(page: Page, has_links: bool) -> tuple[tuple[str, ...], str]:
    """The URLs of redirects; without any, why the page looks unfinished, or the URLs of its frames."""
    redirects = redirect_targets(page)
    script_reason = "" if redirects else find_script_reason(page)
    return redirects or (() if script_reason or has_links else frame_urls(page)), script_reason


def _all_entries(page: Page, data: tuple[ListEntry, ...]) -> tuple[ListEntry, ...]:
    """The entries that only the family finds (`data`), then the links of the page; the first of each URL."""
    entries: dict[str, ListEntry] = {}
    for entry in (*data, *list_entries(page), *script_links(page)):
        entries.setdefault(entry.url, entry)
    return tuple(entries.values())
