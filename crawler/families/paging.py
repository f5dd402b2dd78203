"""Where the further pages of a list are, by what its own pager says. Pure; the patterns are `paging.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.families.controls import Control, Kind, Series, controls, joined, kind_of, most, placed, total
from crawler.page import Page


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


def pages(page: Page, text: str, habits: Habits) -> tuple[str, ...]:
    """The addresses of the further pages, those that are linked and those that are only counted.

    `text` is the page without its comments.
    """
    steps = tuple(_steps(page))
    stated = total(text)
    series, shift = _linked(steps)
    if series is None:
        series, shift = joined(page, text) or (_unlinked(page, habits.unlinked, stated), 0)
    found = [step.address for step in steps if step.address]
    if series is not None:
        known = tuple(_numbers(steps, series, shift))
        ends = _ends(steps, known, stated, shift)
        if habits.counts_down and not series.is_query:
            ends = (1, max(known, default=0))
        found += [series.address(number) for number in (*known, *range(ends[0], ends[1] + 1)[: most()])]
    return tuple(address for address in dict.fromkeys(found) if address not in ("", page.url))


def _steps(page: Page) -> Iterator[_Step]:
    for control in controls(page):
        kind, label = kind_of(control.text)
        series, number = placed(control.address)
        if kind and _leads_on(control, kind, number):
            number = control.number if number is None else number
            yield _Step(kind, control.address, series, number, label)


def _leads_on(control: Control, kind: Kind, number: int | None) -> bool:
    """A label or 尾页 over any other address, as that of an article, is no part of a pager."""
    if control.address:
        return number is not None or kind is Kind.NEXT
    return control.number is not None


def _linked(steps: tuple[_Step, ...]) -> tuple[Series | None, int]:
    """The series of the links, and what its numbers add to the labels: -1 where it counts from 0."""
    inside = [step for step in steps if step.series is not None]
    # Where pages count down, no label is near its number.
    from_zero = any(step.label is not None and step.number == step.label - 1 for step in inside)
    return (inside[0].series, -1 if from_zero else 0) if inside else (None, 0)


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


def _unlinked(page: Page, name: str, stated: int) -> Series | None:
    """The series that the family's own naming gives, or the one that the page itself stands in."""
    series, number = placed(page.address(name.format(2)) if name else page.url)
    return series if number is not None and number <= max(stated, 2 if name else 0) else None
