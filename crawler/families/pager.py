"""Where the further pages of a list are, by what its own pager says. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from crawler.families.page_numbering import Series, joined, most, placed, sent, total
from crawler.families.pager_controls import Control, Kind, controls, kind_of
from crawler.pages.page import Ask, Page


@dataclass(frozen=True, slots=True)
class Habits:
    """What the pagers of a family leave unsaid.

    `unlinked` names the file of a further page where a list only counts its pages, as `index_{}.html`;
    `counts_down` says that static pages bear the numbers from the total down to 1.
    """

    unlinked: str = ""
    counts_down: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """A control of the pager: `number` is that of the page behind it, `label` the one that stands on it."""

    kind: Kind
    address: str
    series: Series | None
    number: int | None
    label: int | None


def pages(page: Page, text: str, habits: Habits) -> tuple[Ask, ...]:
    """The requests for the further pages, those that are linked and those that are only counted.

    `text` is the page without its comments.
    """
    steps = tuple(_steps(page))
    series, shift = _linked(page, steps)
    # A page inside the series has been led to by the first, which knew from where to count.
    stated = 0 if series is not None and _is_inside(page, series) else total(text)
    if series is None:
        series, shift = joined(page, text) or (sent(page) or _unlinked(page, habits.unlinked), 0)
    found = [Ask(step.address) for step in steps if step.address]
    if series is not None:
        known = tuple(_numbers(steps, series, shift))
        first, last = _ends(steps, known, stated, shift)
        if habits.counts_down and series.is_static:
            first, last = 1, max(known, default=0)
        found += [series.ask(number) for number in chain(known, range(first, last + 1)[: most()])]
    others = (ask for ask in dict.fromkeys(found) if ask.form or ask.url not in ("", page.url))
    return tuple(islice(others, most()))


def is_stuck(page: Page, text: str) -> bool:
    """Whether the page has a 下一页 that only its script can follow."""
    nexts = (one for one in controls(page) if kind_of(one.text)[0] is Kind.NEXT)
    return total(text) != 1 and any(one.is_live and not one.address and one.number is None for one in nexts)


def _steps(page: Page) -> Iterator[_Step]:
    for control in controls(page):
        kind, label = kind_of(control.text)
        if not kind:
            continue
        series, number = placed(control.address)
        if _leads_on(control, kind, number):
            number = control.number if number is None else number
            yield _Step(kind, control.address, series, number, label)


def _leads_on(control: Control, kind: Kind, number: int | None) -> bool:
    """A label or 尾页 over any other address, as that of an article, is no part of a pager."""
    if control.address:
        return number is not None or kind is Kind.NEXT
    return control.number is not None


def _linked(page: Page, steps: tuple[_Step, ...]) -> tuple[Series | None, int]:
    """The series of the links, and what its numbers add to the labels: -1 where it counts from 0."""
    inside = [step for step in steps if step.series is not None]
    if not inside:
        return None, 0
    series = inside[0].series
    labels = {Kind.NEXT: 2} if series and not _is_inside(page, series) else {}
    from_zero = any(step.number == (step.label or labels.get(step.kind, 0)) - 1 for step in inside)
    return series, -1 if from_zero else 0


def _is_inside(page: Page, series: Series) -> bool:
    return placed(page.url)[0] == series


def _numbers(steps: tuple[_Step, ...], series: Series, shift: int) -> Iterator[int]:
    """The pages of the series that controls name, by their address or by what they hand to a script."""
    for step in steps:
        if step.number is not None and step.series == series:
            yield step.number
        elif step.number is not None and not step.address:
            yield step.number + shift


def _ends(steps: tuple[_Step, ...], known: tuple[int, ...], stated: int, shift: int) -> tuple[int, int]:
    """The first and last number of the further pages; an empty span where nothing says how far they go."""
    second = 2 + shift
    if known and any(step.kind is Kind.LAST for step in steps):
        return min(*known, second), max(known)
    return second, stated + shift


def _unlinked(page: Page, name: str) -> Series | None:
    """The series that the family's own naming gives, or the one whose first page this is: `?page=1`."""
    series, number = placed(page.address(name.format(2)) if name else page.url)
    return series if series and (name or (number == 1 and not series.is_static)) else None
