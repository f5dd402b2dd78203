"""How much of a sample web a crawl found, held against the truth: for the tests and the bench alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.ledger import Ledger
from archive.model import Outcome, Role
from samples.registry import source_id
from samples.web import World

_GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class Miss:
    """A report that was not found; `explained` is what `status` says of its source, "" for nothing."""

    url: str
    family: str
    explained: str


@dataclass(frozen=True, slots=True)
class Shares:
    """`to_be_had` counts the reports that the portals hand out, `false` what was taken for one and is none.

    `pages` counts every page that was asked for, `rendered` those that the browser opened.
    """

    to_be_had: int
    found: int
    false: tuple[str, ...]
    missed: tuple[Miss, ...]
    pages: int
    rendered: int

    @property
    def recall(self) -> float:
        """The share of the reports that was found."""
        return self.found / self.to_be_had

    @property
    def precision(self) -> float:
        """The share of what was taken for a report that is one."""
        return self.found / (self.found + len(self.false))

    @property
    def plain(self) -> float:
        """The share of the pages that needed no browser."""
        return 1 - self.rendered / self.pages

    @property
    def unexplained(self) -> tuple[Miss, ...]:
        """The misses that nobody would hear of."""
        return tuple(miss for miss in self.missed if not miss.explained)

    def told(self) -> str:
        """The misses and the false ones by family, for who looks for the cause."""
        missed = Counter(miss.family for miss in self.missed)
        first = [f"{miss.family} {miss.url} {miss.explained}" for miss in self.missed[:10]]
        return "\n".join((f"missed {dict(missed)}", *first, f"false {self.false[:10]}"))


def shares(world: World, data: Path, gone: Iterable[str] = ()) -> Shares:
    """What the archive under `data` holds of `world`; `gone` are the reports that nobody can have."""
    with Ledger.open(data) as ledger:
        captures = list(ledger.captures())
        health = ledger.health()
    taken = {one.url for one in captures if one.role is Role.REPORT and one.outcome in _GOOD}
    to_be_had = set(world.truth) - set(gone)
    families = {portal.site.host: portal.site.family for portal in world.portals}
    missed = [
        Miss(url, families[world.truth[url].host], health[source_id(world.truth[url].host)].cause)
        for url in sorted(to_be_had - taken)
    ]
    asked = [one for one in captures if one.role not in (Role.ROBOTS, Role.SUBRESOURCE)]
    return Shares(
        to_be_had=len(to_be_had),
        found=len(to_be_had & taken),
        false=tuple(sorted(taken - set(world.truth))),
        missed=tuple(missed),
        pages=len({(one.url.partition("#")[0], one.form) for one in asked}),
        rendered=len({one.url.partition("#")[0] for one in asked if one.role is Role.RENDERED}),
    )
