"""Where the further pages of a list are, by what its own pager says. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from crawler.families.page_numbering import (
    PageNumbering,
    form_numbering,
    match_numbering,
    max_pages,
    script_numbering,
    stated_page_count,
)
from crawler.families.pager_controls import ControlKind, PagerControl, classify_control, find_controls
from crawler.pages import Page, RequestSpec


@dataclass(frozen=True, slots=True)
class PagerDefaults:
    """What the pagers of a family leave unsaid.

    `unlinked` names the file of a further page where a list only counts its pages, as `index_{}.html`;
    `counts_down` says that static pages bear the numbers from the total down to 1.
    """

    file_template: str = ""
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class _PagerLink:
    """A control of the pager: `number` is that of the page behind it, `label` the one that stands on it."""

    kind: ControlKind
    url: str
    numbering: PageNumbering | None
    number: int | None
    label: int | None


def next_page_requests(page: Page, text: str, defaults: PagerDefaults) -> tuple[RequestSpec, ...]:
    """The requests for the further pages, those that are linked and those that are only counted.

    `text` is the page without its comments.
    """
    steps = tuple(_pager_links(page))
    series, shift = _link_numbering(page, steps)
    # A page inside the series has been led to by the first, which knew from where to count.
    stated = 0 if series is not None and _has_numbering(page, series) else stated_page_count(text)
    if series is None:
        series, shift = script_numbering(page, text) or (
            form_numbering(page) or _default_numbering(page, defaults.file_template),
            0,
        )
    found = [RequestSpec(step.url) for step in steps if step.url]
    if series is not None:
        known = tuple(_page_numbers(steps, series, shift))
        first, last = _page_range(steps, known, stated, shift)
        if defaults.is_descending and series.is_static:
            first, last = 1, max(known, default=0)
        found += [
            series.request_spec(number) for number in chain(known, range(first, last + 1)[: max_pages()])
        ]
    others = (ask for ask in dict.fromkeys(found) if ask.form or ask.url not in ("", page.url))
    return tuple(islice(others, max_pages()))


def needs_script_to_page(page: Page, text: str) -> bool:
    """Whether the page has a 下一页 that only its script can follow."""
    nexts = (one for one in find_controls(page) if classify_control(one.text)[0] is ControlKind.NEXT)
    return stated_page_count(text) != 1 and any(
        one.has_action and not one.url and one.number is None for one in nexts
    )


def _pager_links(page: Page) -> Iterator[_PagerLink]:
    for control in find_controls(page):
        kind, label = classify_control(control.text)
        if not kind:
            continue
        series, number = match_numbering(control.url)
        if _is_pager_link(control, kind, number):
            number = control.number if number is None else number
            yield _PagerLink(kind, control.url, series, number, label)


def _is_pager_link(control: PagerControl, kind: ControlKind, number: int | None) -> bool:
    """A label or 尾页 over any other address, as that of an article, is no part of a pager."""
    if control.url:
        return number is not None or kind is ControlKind.NEXT
    return control.number is not None


def _link_numbering(page: Page, pager_links: tuple[_PagerLink, ...]) -> tuple[PageNumbering | None, int]:
    """The series of the links, and what its numbers add to the labels: -1 where it counts from 0."""
    inside = [step for step in pager_links if step.numbering is not None]
    if not inside:
        return None, 0
    series = inside[0].numbering
    labels = {ControlKind.NEXT: 2} if series and not _has_numbering(page, series) else {}
    from_zero = any(step.number == (step.label or labels.get(step.kind, 0)) - 1 for step in inside)
    return series, -1 if from_zero else 0


def _has_numbering(page: Page, numbering: PageNumbering) -> bool:
    return match_numbering(page.url)[0] == numbering


def _page_numbers(
    pager_links: tuple[_PagerLink, ...], numbering: PageNumbering, offset: int
) -> Iterator[int]:
    """The pages of the series that controls name, by their address or by what they hand to a script."""
    for step in pager_links:
        if step.number is not None and step.numbering == numbering:
            yield step.number
        elif step.number is not None and not step.url:
            yield step.number + offset


def _page_range(
    pager_links: tuple[_PagerLink, ...], known_numbers: tuple[int, ...], page_count: int, offset: int
) -> tuple[int, int]:
    """The first and last number of the further pages; an empty span where nothing says how far they go."""
    second = 2 + offset
    if known_numbers and any(step.kind is ControlKind.LAST for step in pager_links):
        return min(*known_numbers, second), max(known_numbers)
    return second, page_count + offset


def _default_numbering(page: Page, file_template: str) -> PageNumbering | None:
    """The series that the family's own naming gives, or the one whose first page this is: `?page=1`."""
    series, number = match_numbering(
        page.absolute_url(file_template.format(2)) if file_template else page.url
    )
    return series if series and (file_template or (number == 1 and not series.is_static)) else None
