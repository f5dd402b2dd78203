"""How much of one list a run has read, compared with what the list says of its length."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.discovery import PageReading


@dataclass(slots=True)
class ListProgress:
    """The pages and links read of one list.

    `has_content`: whether a page lists a report or is one; `unfollowed`: why the list goes on where the run
    could not.
    """

    url: str
    pages: int = 0
    stated_pages: int = 0
    stated_items: int = 0
    reports: int = 0
    has_content: bool = False
    unfollowed: str = ""
    _items: set[str] = field(default_factory=set)
    _first_page_urls: frozenset[str] = frozenset()
    _unfilled_template: str = ""

    def add_page(self, reading: PageReading) -> None:
        """Count a page of the list."""
        urls = {entry.url for entry in reading.entries}
        if not self.pages:
            self._first_page_urls = frozenset(urls)
            self.unfollowed = reading.script_reason if reading.reports else ""
        self.pages += 1
        self.reports += len(reading.reports)
        self._unfilled_template = reading.unfilled_template
        self.has_content = self.has_content or bool(reading.reports or reading.own_title)
        self.stated_pages = max(self.stated_pages, reading.extent.pages)
        self.stated_items = max(self.stated_items, reading.extent.items)
        # Without reports the list cannot be told from the menus, which the first page had as well.
        self._items |= reading.listed or urls - self._first_page_urls

    def add_page_read_elsewhere(self) -> None:
        """Count a page that this run has requested already, as a page of another list."""
        self.pages += 1

    def restart(self) -> None:
        """Forget what was read over plain HTTP: the browser reads the list from its start."""
        self.pages, self.unfollowed = 0, ""
        self._items.clear()

    def end_in_browser(self, cause: str) -> None:
        """Note how the browser's walk through the list ended: `cause` is why it goes on, "" for its end.

        Where a single page was seen and its template is still unfilled, the script of the list did not run.
        """
        self.unfollowed = cause or (self._unfilled_template if self.pages == 1 else "")

    @property
    def gap(self) -> str:
        """What is missing, with numbers; "" if nothing shows that, and for a list without reports."""
        if not self.reports:
            return ""
        if self.unfollowed:
            return f"{self.unfollowed}，只读到 {self.pages} 页"
        if self.stated_pages > self.pages:
            return f"共 {self.stated_pages} 页，只读到 {self.pages} 页"
        if not self.stated_pages and self.stated_items > len(self._items):
            return f"共 {self.stated_items} 条，只读到 {len(self._items)} 条"
        return ""
