"""Faults of portals, one a portal (`World.with_faults`), with the outcome and source state they cause.

A fault changes the responses of some paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from samples.portals import Article, Portal, SampleResponse
from samples.reports import Decoy
from samples.world.fault_responses import (
    broken_encoding,
    captcha_page,
    changing_links,
    delayed_response,
    endless_body,
    error_on_first_visit,
    forbidden_response,
    gzip_bomb,
    huge_body,
    jiasule_challenge,
    maintenance_page,
    redirect_home,
    redirect_loop,
    redirect_to_malformed_host,
    redirect_to_private_address,
    redirect_with_cookie,
    ruishu_challenge,
    server_error,
    service_unavailable,
    session_links,
    soft_404,
    strange_charset,
    truncated_body,
    under_construction_page,
    wrong_charset,
    wrong_encoding,
)

FaultTarget = Literal["page", "column", "portal", "robots", "list", "registry", "certificate"]
ResponseTransform = Callable[[SampleResponse, int], SampleResponse]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, its target, the outcome of requests that meet it, and the resulting state of the source.

    `transform` makes a response from the normal one and the number of earlier visits to the path.
    `is_fatal`: affected pages are unavailable. `dropped_report`: this report is missing from every list.
    """

    key: str
    target: FaultTarget
    outcome: str
    state: str
    transform: ResponseTransform
    is_fatal: bool = True
    dropped_report: Literal["", "newest", "oldest"] = ""


def _unchanged_response(answer: SampleResponse, visits: int) -> SampleResponse:
    return answer


_ALL_FAULTS = (
    Fault("slow", "page", "ok", "fine", delayed_response, is_fatal=False),
    Fault("error_sometimes", "page", "ok", "fine", error_on_first_visit, is_fatal=False),
    Fault("error_always", "page", "server_error", "partly_failed", server_error),
    Fault("forbidden", "page", "refused_403", "partly_refused", forbidden_response),
    Fault("soft_404", "page", "soft_404", "partly_failed", soft_404),
    Fault("sent_home", "page", "soft_404", "partly_failed", redirect_home),
    Fault("redirect_loop", "page", "redirect_loop", "partly_failed", redirect_loop),
    Fault("redirect_private", "page", "refused_guard", "partly_refused", redirect_to_private_address),
    Fault("wrong_charset", "page", "ok", "fine", wrong_charset, is_fatal=False),
    Fault("strange_charset", "page", "ok", "fine", strange_charset, is_fatal=False),
    Fault("wrong_encoding", "page", "ok", "fine", wrong_encoding, is_fatal=False),
    Fault("broken_encoding", "page", "connection", "partly_failed", broken_encoding),
    Fault("redirect_malformed", "page", "refused_guard", "partly_refused", redirect_to_malformed_host),
    Fault("cookie_redirect", "page", "ok", "fine", redirect_with_cookie, is_fatal=False),
    Fault("session_ids", "list", "ok", "fine", session_links, is_fatal=False),
    Fault("endless", "page", "too_large", "partly_failed", endless_body),
    Fault("huge", "page", "too_large", "partly_failed", huge_body),
    Fault("gzip_bomb", "page", "too_large", "partly_failed", gzip_bomb),
    Fault("cut", "page", "connection", "partly_failed", truncated_body),
    Fault("robots_503", "robots", "robots_disallow", "refused", service_unavailable),
    Fault("challenge_412", "portal", "refused_challenge", "refused", ruishu_challenge),
    # 521 is a 5xx, and it answers for robots.txt too: nothing else may be asked.
    Fault("challenge_521", "portal", "refused_challenge", "refused", jiasule_challenge),
    # The first visit goes to robots.txt; what cannot be asked for it cannot be asked at all.
    Fault("certificate", "certificate", "tls", "unreachable", _unchanged_response),
    # The same, on a portal that still answers over http.
    Fault("certificate_only", "certificate", "tls", "partly_failed", _unchanged_response, is_fatal=False),
    Fault("captcha", "portal", "refused_challenge", "refused", captcha_page),
    Fault("maintenance", "portal", "maintenance", "maintenance", maintenance_page),
    Fault("column_empty", "column", "ok", "empty_expected", under_construction_page),
    Fault("column_moved", "registry", "not_found", "moved", _unchanged_response, is_fatal=False),
    Fault("changing_ids", "list", "ok", "fine", changing_links, is_fatal=False),
    Fault("list_older", "list", "ok", "older", _unchanged_response, is_fatal=False, dropped_report="newest"),
    Fault("list_fewer", "list", "ok", "fewer", _unchanged_response, is_fatal=False, dropped_report="oldest"),
)
FAULTS: dict[str, Fault] = {fault.key: fault for fault in _ALL_FAULTS}
"""Every fault by its key."""
MOVED_COLUMN_PREFIX = "/lm"
"""Prefix of the former path of a moved column, where nothing is served."""


@dataclass(slots=True)
class ActiveFault:
    """A fault of one portal: the affected paths, and how often each was visited."""

    fault: Fault
    portal: Portal
    affected_paths: frozenset[str]
    _visit_counts: dict[str, int] = field(default_factory=dict)

    def apply(self, path: str, response: SampleResponse) -> SampleResponse:
        """The response that is sent instead of `response`."""
        if not self._is_affected(path):
            return response
        visits = self._visit_counts.get(path, 0)
        self._visit_counts[path] = visits + 1
        return self.fault.transform(response, visits)

    def is_unavailable(self, article: Article) -> bool:
        """True if the page of a report is unavailable."""
        return self.fault.is_fatal and (self.fault.target != "page" or article.path in self.affected_paths)

    def _is_affected(self, path: str) -> bool:
        return self.fault.target == "portal" or path in self.affected_paths


def activate_fault(key: str, portal: Portal) -> ActiveFault:
    """The fault of this key on a portal; a page's fault meets the first report that is a page itself."""
    fault = FAULTS[key]
    columns = portal.site.columns
    lists = (path for column in columns for path in (column.path, f"{column.path}index.html"))
    reports = (
        article.path
        for column in columns
        for article in column.articles
        if article.report and not article.attachment
    )
    paths: dict[FaultTarget, Iterable[str]] = {
        "page": (next(reports, ""),),
        "robots": ("/robots.txt",),
        "portal": (),
        "column": lists,
        "list": lists,
        "registry": (),
        "certificate": (),
    }
    return ActiveFault(fault, portal, frozenset(paths[fault.target]))


def without_dropped_report(articles: tuple[Article, ...], key: str) -> tuple[Article, ...]:
    """The articles of a list, newest first, without the report that this fault takes out of it; one stays."""
    reports = [article for article in articles if article.report]
    ends = {"newest": reports[:1], "oldest": reports[-1:]}
    dropped = ends.get(FAULTS[key].dropped_report, []) if key and len(reports) > 1 else []
    return tuple(article for article in articles if article not in dropped)


def compatible_decoys(decoys: Sequence[Decoy], key: str) -> list[Decoy]:
    """The decoys of a list; where this fault takes a report away, none that would still lead to it."""
    is_cut = bool(key and FAULTS[key].dropped_report)
    return [decoy for decoy in decoys if not (is_cut and decoy.links_to_reports)]
