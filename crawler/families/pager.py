"""Computes the requests for the further pages of a list from its pager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from crawler.families.page_numbering import (
    PageNumbering,
    form_numbering,
    match_following_number,
    match_numbering,
    max_pages,
    script_numbering,
    stated_page_count,
)
from crawler.families.pager_controls import ControlKind, PagerControl, classify_control, find_controls
from crawler.families.postbacks import next_postback
from crawler.pages import Page, RequestSpec


@dataclass(frozen=True, slots=True)
class PagerDefaults:
    """What the pagers of a family leave unsaid.

    `file_template` is the file name of a further page if a list only counts its pages (`index_{}.html`);
    `is_descending` says that static pages are numbered from the total down to 1.
    """

    file_template: str = ""
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class _PagerLink:
    """A control of the pager: `number` is that of the page it leads to, `label` the number printed on it."""

    kind: ControlKind
    url: str
    numbering: PageNumbering | None
    number: int | None
    label: int | None


def next_page_requests(page: Page, text: str, defaults: PagerDefaults) -> tuple[RequestSpec, ...]:
    """The requests for the further pages, both those that are linked and those that are only counted.

    `text` is the page without its comments.
    """
    if postback := next_postback(page):
        return (postback,)
    links = tuple(_pager_links(page))
    numbering, offset = _link_numbering(page, links)
    # The first page of a numbered list has led to all of its further pages, and it knew where to count from.
    page_count = 0 if numbering is not None and _has_numbering(page, numbering) else stated_page_count(text)
    if numbering is None:
        numbering, offset = script_numbering(page, text) or (
            form_numbering(page) or _default_numbering(page, defaults.file_template),
            0,
        )
    specs = [RequestSpec(link.url) for link in links if link.url]
    if numbering is not None:
        known = tuple(_page_numbers(links, numbering, offset))
        first, last = _page_range(links, known, page_count, offset)
        if defaults.is_descending and numbering.is_static:
            first, last = 1, max(known, default=0)
        specs += [
            numbering.request_spec(number) for number in chain(known, range(first, last + 1)[: max_pages()])
        ]
    other_pages = (spec for spec in dict.fromkeys(specs) if spec.form or spec.url not in ("", page.url))
    return tuple(islice(other_pages, max_pages()))


def _pager_links(page: Page) -> Iterator[_PagerLink]:
    for control in find_controls(page):
        kind, label = classify_control(control.text, control.sign)
        numbering, number = match_numbering(control.url)
        if number is None and (kind or not control.text):
            numbering, number = _match_own_number(page, control.url)
        if not kind and not control.text and number is not None and _is_next(page, control.url):
            kind = ControlKind.NEXT
        if not kind:
            continue
        if _is_pager_link(control, kind, number):
            number = control.number if number is None else number
            yield _PagerLink(kind, control.url, numbering, number, label)


def _match_own_number(page: Page, url: str) -> tuple[PageNumbering | None, int | None]:
    """The numbering of a URL by the number that the page itself has there, if that is a page number."""
    numbering, number = match_following_number(page.url, url)
    return (numbering, number) if number is not None and number <= max_pages() else (None, None)


def _is_next(page: Page, url: str) -> bool:
    """Whether a URL is that of the page with a number that is greater by one."""
    number = match_following_number(page.url, url)[1]
    return number is not None and match_following_number(url, page.url)[1] == number - 1


def _is_pager_link(control: PagerControl, kind: ControlKind, number: int | None) -> bool:
    """A label or 尾页 on a URL without a page number, such as that of an article, is no part of a pager."""
    if control.url:
        return number is not None or kind is ControlKind.NEXT
    return control.number is not None


def _link_numbering(page: Page, pager_links: tuple[_PagerLink, ...]) -> tuple[PageNumbering | None, int]:
    """The numbering of the links, and the offset of its numbers from the labels: -1 if it counts from 0."""
    numbered = [link for link in pager_links if link.numbering is not None]
    if not numbered:
        return None, 0
    numbering = numbered[0].numbering
    labels = {ControlKind.NEXT: 2} if numbering and not _has_numbering(page, numbering) else {}
    from_zero = any(link.number == (link.label or labels.get(link.kind, 0)) - 1 for link in numbered)
    return numbering, -1 if from_zero else 0


def _has_numbering(page: Page, numbering: PageNumbering) -> bool:
    number = page.url.removeprefix(numbering.prefix).removesuffix(numbering.suffix)
    return page.url == f"{numbering.prefix}{number}{numbering.suffix}" and number.isdecimal()


def _page_numbers(
    pager_links: tuple[_PagerLink, ...], numbering: PageNumbering, offset: int
) -> Iterator[int]:
    """The numbers of the pages that controls name, by their URL or by what they pass to a script."""
    for link in pager_links:
        if link.number is not None and link.numbering == numbering:
            yield link.number
        elif link.number is not None and not link.url:
            yield link.number + offset


def _page_range(
    pager_links: tuple[_PagerLink, ...], known_numbers: tuple[int, ...], page_count: int, offset: int
) -> tuple[int, int]:
    """The first and last number of the further pages; an empty range if nothing says how many there are."""
    second = 2 + offset
    if known_numbers and any(link.kind is ControlKind.LAST for link in pager_links):
        return min(*known_numbers, second), max(known_numbers)
    return second, page_count + offset


def _default_numbering(page: Page, file_template: str) -> PageNumbering | None:
    """The numbering by the file names of the family, or the one whose first page this is (`?page=1`)."""
    numbering, number = match_numbering(
        page.absolute_url(file_template.format(2)) if file_template else page.url
    )
    return numbering if numbering and (file_template or (number == 1 and not numbering.is_static)) else None
