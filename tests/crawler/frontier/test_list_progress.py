"""What is missing of a list, compared with what the list says of its length."""

from __future__ import annotations

from dataclasses import replace

from crawler.discovery.page_reader import PageReading
from crawler.families import ListExtent
from crawler.frontier.list_progress import ListProgress
from crawler.pages.page import ListEntry

NO_EXTENT = ListExtent()
LIST = "http://slj.qinghe.gov.cn/nb/"


def reading(first: int, count: int, extent: ListExtent = NO_EXTENT, script_reason: str = "") -> PageReading:
    entries = tuple(ListEntry(f"{LIST}{number}.html", "年报") for number in range(first, first + count))
    listed = frozenset(entry.url for entry in entries)
    return PageReading(
        "generic", entries, reports=entries, extent=extent, listed=listed, script_reason=script_reason
    )


def progress_of(*readings: PageReading) -> ListProgress:
    progress = ListProgress(LIST)
    for page_reading in readings:
        progress.add_page(page_reading)
    return progress


def test_a_list_that_states_nothing_has_no_gap() -> None:
    assert progress_of(reading(0, 3)).gap == ""


def test_a_template_that_the_browser_did_not_fill_is_a_gap() -> None:
    unfilled = replace(reading(0, 3), unfilled_template="模板未填充")
    for readings, gap in ((unfilled,), "模板未填充，只读到 1 页"), ((reading(0, 3), unfilled), ""):
        progress = progress_of(*readings)
        progress.end_in_browser("")
        assert progress.gap == gap


def test_pages_that_were_not_read_are_a_gap_with_numbers() -> None:
    five_pages = ListExtent(pages=5)
    assert progress_of(reading(0, 3, five_pages), reading(3, 3)).gap == "共 5 页，只读到 2 页"
    whole = progress_of(*(reading(3 * number, 3, five_pages) for number in range(5)))
    assert whole.gap == ""


def test_a_page_that_another_list_has_led_to_counts_as_read() -> None:
    progress = progress_of(reading(0, 3, ListExtent(pages=2)))
    progress.add_page_read_elsewhere()
    assert progress.gap == ""


def test_entries_that_were_not_read_are_a_gap_if_no_pages_are_stated() -> None:
    assert progress_of(reading(0, 3, ListExtent(items=8)), reading(3, 3)).gap == "共 8 条，只读到 6 条"
    assert progress_of(reading(0, 3, ListExtent(pages=2, items=8)), reading(3, 3)).gap == ""


def test_a_list_that_goes_on_by_script_has_a_gap_until_the_browser_has_read_it() -> None:
    progress = progress_of(reading(0, 3, script_reason="更多条目要点击才装入"))
    assert progress.gap == "更多条目要点击才装入，只读到 1 页"
    progress.restart()
    progress.add_page(reading(0, 3, script_reason="更多条目要点击才装入"))
    progress.add_page(reading(0, 6))
    progress.end_in_browser("")
    assert progress.gap == ""
    progress.end_in_browser("在浏览器里没有看完")
    assert progress.gap == "在浏览器里没有看完，只读到 2 页"


def test_a_list_without_reports_has_no_gap() -> None:
    assert progress_of(PageReading("generic", (), extent=ListExtent(pages=9))).gap == ""
