"""What portals do to their visitors: a fault a portal, dealt by `World.spoiled`, with what it must lead to.

A fault stands before some paths and makes other answers of the portal's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from samples.portals.response import Answer
from samples.portals.site import Article, Portal
from samples.reports.decoys import Decoy
from samples.world.fault_responses import (
    bomb,
    broken,
    captcha,
    changing,
    cut,
    endless,
    huge,
    jiasule,
    maintenance,
    mislabelled,
    refusing,
    ruishu,
    sent_home,
    sent_inside,
    sent_round,
    slow,
    soft_404,
    sometimes_broken,
    unavailable,
    under_construction,
)

Place = Literal["page", "column", "portal", "robots", "list", "registry", "certificate"]
Spoils = Callable[[Answer, int], Answer]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, where it stands, the end of the visits that meet it and the state of their source.

    `spoil` makes the answer out of the portal's own and the number of visits to the address before.
    `loses`: the pages behind it cannot be had. `cut` takes an article out of every list instead.
    """

    key: str
    place: Place
    outcome: str
    state: str
    spoil: Spoils
    loses: bool = True
    cut: Literal["", "newest", "oldest"] = ""


def _same(answer: Answer, visits: int) -> Answer:
    return answer


_ALL = (
    Fault("slow", "page", "ok", "fine", slow, loses=False),
    Fault("error_sometimes", "page", "ok", "fine", sometimes_broken, loses=False),
    Fault("error_always", "page", "server_error", "partly_failed", broken),
    Fault("forbidden", "page", "refused_403", "partly_refused", refusing),
    Fault("soft_404", "page", "soft_404", "partly_failed", soft_404),
    Fault("sent_home", "page", "soft_404", "partly_failed", sent_home),
    Fault("redirect_loop", "page", "redirect_loop", "partly_failed", sent_round),
    Fault("redirect_private", "page", "refused_guard", "partly_refused", sent_inside),
    Fault("wrong_charset", "page", "ok", "fine", mislabelled, loses=False),
    Fault("endless", "page", "too_large", "partly_failed", endless),
    Fault("huge", "page", "too_large", "partly_failed", huge),
    Fault("gzip_bomb", "page", "too_large", "partly_failed", bomb),
    Fault("cut", "page", "connection", "partly_failed", cut),
    Fault("robots_503", "robots", "robots_disallow", "refused", unavailable),
    Fault("challenge_412", "portal", "refused_challenge", "refused", ruishu),
    # 521 is a 5xx, and it answers for robots.txt too: nothing else may be asked.
    Fault("challenge_521", "portal", "refused_challenge", "refused", jiasule),
    # The first visit goes to robots.txt; what cannot be asked for it cannot be asked at all.
    Fault("certificate", "certificate", "tls", "unreachable", _same),
    # The same, on a portal that still answers over http.
    Fault("certificate_only", "certificate", "tls", "partly_failed", _same, loses=False),
    Fault("captcha", "portal", "refused_challenge", "refused", captcha),
    Fault("maintenance", "portal", "maintenance", "maintenance", maintenance),
    Fault("column_empty", "column", "ok", "empty_expected", under_construction),
    Fault("column_moved", "registry", "not_found", "moved", _same, loses=False),
    Fault("changing_ids", "list", "ok", "fine", changing, loses=False),
    Fault("list_older", "list", "ok", "older", _same, loses=False, cut="newest"),
    Fault("list_fewer", "list", "ok", "fewer", _same, loses=False, cut="oldest"),
)
FAULTS: dict[str, Fault] = {fault.key: fault for fault in _ALL}
"""Every fault by its key."""
OLD = "/lm"
"""What stands before the path of a column where it was before it moved: nothing is there any more."""


@dataclass(slots=True)
class Dealt:
    """A fault in its place on one portal: the paths that it spoils, and how often each was visited."""

    fault: Fault
    portal: Portal
    spoiled: frozenset[str]
    _visits: dict[str, int] = field(default_factory=dict)

    def answer(self, path: str, given: Answer) -> Answer:
        """What goes out in the place of `given`."""
        if not self._meets(path):
            return given
        visits = self._visits.get(path, 0)
        self._visits[path] = visits + 1
        return self.fault.spoil(given, visits)

    def hides(self, article: Article) -> bool:
        """Whether the page of a report cannot be had."""
        return self.fault.loses and (self.fault.place != "page" or article.path in self.spoiled)

    def _meets(self, path: str) -> bool:
        return self.fault.place == "portal" or path in self.spoiled


def deal(key: str, portal: Portal) -> Dealt:
    """The fault of this key on a portal; a page's fault meets the first report that is a page itself."""
    fault = FAULTS[key]
    columns = portal.site.columns
    lists = (path for column in columns for path in (column.path, f"{column.path}index.html"))
    reports = (one.path for column in columns for one in column.articles if one.report and not one.attachment)
    paths: dict[Place, Iterable[str]] = {
        "page": (next(reports, ""),),
        "robots": ("/robots.txt",),
        "portal": (),
        "column": lists,
        "list": lists,
        "registry": (),
        "certificate": (),
    }
    return Dealt(fault, portal, frozenset(paths[fault.place]))


def kept(articles: tuple[Article, ...], key: str) -> tuple[Article, ...]:
    """The articles of a list, newest first, without the report that this fault takes out of it; one stays."""
    reports = [article for article in articles if article.report]
    ends = {"newest": reports[:1], "oldest": reports[-1:]}
    missing = ends.get(FAULTS[key].cut, []) if key and len(reports) > 1 else []
    return tuple(article for article in articles if article not in missing)


def decoys_beside(decoys: Sequence[Decoy], key: str) -> list[Decoy]:
    """The decoys of a list; where this fault takes a report away, none that would still lead to it."""
    is_cut = bool(key and FAULTS[key].cut)
    return [decoy for decoy in decoys if not (is_cut and decoy.lists)]
