"""Derives the state of a source and its cause from the statistics of a run and the previous health. No I/O.

The state is that of the first remark of `_remarks`; the cause lists all remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.ledger import MissedPages, SourceHealth
from archive.model import Outcome, SourceState
from crawler.frontier.source_stats import FailedPage, SourceStats

_GONE_OUTCOMES = frozenset({Outcome.NOT_FOUND, Outcome.GONE, Outcome.SOFT_404})
"""Outcomes of dead links: a fault of the portal that no further visit repairs."""
_MOVED_OUTCOMES = _GONE_OUTCOMES | {Outcome.EMPTY}
_REFUSAL_OUTCOMES = frozenset(
    {
        Outcome.REFUSED_403,
        Outcome.REFUSED_CHALLENGE,
        Outcome.REFUSED_GUARD,
        Outcome.ROBOTS_DISALLOW,
    }
)


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """The result of one run at one source.

    `listed` counts the reports in lists, `reports` those archived; `columns` are the URLs of the columns that
    list them, `rendered` counts pages of the browser. `is_wrong`: an operator should check the source.
    """

    source: str
    state: SourceState
    outcome: Outcome
    detail: str
    is_wrong: bool
    lists: int
    listed: int
    reports: int
    attachments: int
    columns: tuple[str, ...] = ()
    newest: str = ""
    rendered: int = 0
    missed: tuple[MissedPages, ...] = ()

    @property
    def failures(self) -> int:
        """Return the number of pages that were not fetched: those that failed, and skipped links."""
        return sum(pages.count for pages in self.missed)


@dataclass(frozen=True, slots=True)
class _HealthRemark:
    state: SourceState
    outcome: Outcome
    cause: str
    is_wrong: bool = True


def source_summary(stats: SourceStats, previous: SourceHealth) -> SourceSummary:
    """Return the statistics with the state that follows from them and from the previous health."""
    remarks = list(_remarks(stats, previous)) or [
        _HealthRemark(SourceState.FINE, Outcome.OK, "", is_wrong=False)
    ]
    return SourceSummary(
        source=stats.source.id,
        state=remarks[0].state,
        outcome=remarks[0].outcome,
        detail="；".join(remark.cause for remark in remarks),
        is_wrong=any(remark.is_wrong for remark in remarks),
        lists=stats.lists,
        listed=len(stats.listed),
        reports=stats.reports,
        attachments=stats.attachments,
        columns=tuple(stats.columns),
        newest=stats.newest_date,
        rendered=stats.rendered,
        missed=(*stats.missed.values(), *stats.skipped.missed_pages()),
    )


def updated_health(
    previous: SourceHealth, summary: SourceSummary, run: str, moment: str, has_new_records: bool
) -> SourceHealth:
    """Return the health to store. A run that did not see all lists is not compared with the next one."""
    is_good = summary.outcome is Outcome.OK or summary.state is SourceState.EMPTY_EXPECTED
    items_before = previous.items if _is_complete(previous) else previous.items_before
    newest_before = previous.newest if _is_complete(previous) else previous.newest_before
    return replace(
        previous,
        last_run=run,
        last_success=moment if is_good else previous.last_success,
        last_change=moment if has_new_records else previous.last_change,
        outcome=summary.outcome.value,
        detail=summary.detail,
        items=summary.listed,
        items_before=items_before,
        needs_browser=summary.state is SourceState.NEEDS_BROWSER,
        state=summary.state.value,
        cause=summary.detail,
        is_wrong=summary.is_wrong,
        columns=len(summary.columns),
        newest=summary.newest,
        newest_before=newest_before,
        missed=summary.missed,
        failures=0 if is_good else previous.failures + 1,
    )


def _is_complete(health: SourceHealth) -> bool:
    """Whether a run saw all entries of the lists; a list that became empty does not count."""
    if health.state == SourceState.LIST_INCOMPLETE:
        return False
    return health.outcome == Outcome.OK or health.state == SourceState.EMPTY_EXPECTED


def _remarks(stats: SourceStats, previous: SourceHealth) -> Iterator[_HealthRemark]:
    """Yield the remarks, the most serious first; none for a source without problems."""
    if stats.internal_errors:
        cause = f"程序出错 {len(stats.internal_errors)} 次：{stats.internal_errors[0]}"
        yield _HealthRemark(SourceState.INTERNAL_ERROR, Outcome.INTERNAL_ERROR, cause)
    if stats.browser_required_url:
        cause = f"列表要用浏览器打开：{stats.browser_required_url}"
        yield _HealthRemark(SourceState.NEEDS_BROWSER, Outcome.NEEDS_BROWSER, cause)
    if stats.stop_cause:
        is_ours = stats.stop_cause.outcome is Outcome.POSTPONED
        yield _HealthRemark(
            SourceState.STOPPED, stats.stop_cause.outcome, stats.stop_cause.detail, is_wrong=not is_ours
        )
    yield from _navigation_failures(stats)
    yield from _list_gaps(stats)
    if stats.listed or stats.reports:
        yield from _list_changes(stats, previous)
    elif not (stats.browser_required_url or stats.stop_cause or stats.navigation_failures):
        yield _no_reports(stats, previous)
    yield from _document_failures(stats)


def _navigation_failures(stats: SourceStats) -> Iterator[_HealthRemark]:
    """Yield a remark if columns or menus could not be fetched."""
    failures = [
        failure
        for failure in _unresolved_failures(stats)
        if failure.outcome is not Outcome.INTERNAL_ERROR  # a remark of their own
    ]
    if failures:
        first = failures[0]
        total = f"（共 {len(failures)} 处）" if len(failures) > 1 else ""
        cause = f"{first.requested_url} {first.detail}".rstrip() + total
        yield _HealthRemark(_some_failed(first) if stats.listed else _all_failed(first), first.outcome, cause)


def _list_gaps(stats: SourceStats) -> Iterator[_HealthRemark]:
    """Yield a remark if lists go on, reports have unknown addresses, or limits cost links.

    A limit is named with both numbers: the links that were not requested, and those that were.
    """
    gaps = [f"{progress.url} {progress.gap}" for progress in stats.list_progress.values() if progress.gap]
    if gaps:
        total = f"（共 {len(gaps)} 个列表）" if len(gaps) > 1 else ""
        yield _HealthRemark(SourceState.LIST_INCOMPLETE, Outcome.OK, f"列表没有读完：{gaps[0]}{total}")
    if stats.unresolved_reports:
        cause = f"{len(stats.unresolved_reports)} 份年报的链接由脚本打开，网址未知"
        yield _HealthRemark(SourceState.LIST_INCOMPLETE, Outcome.OK, cause)
    if skipped := stats.skipped.limited():
        requested = stats.pages_requested.total()
        cause = f"因上限有 {skipped} 个导航或列表链接没有看（看了 {requested} 个），其中可能有年报"
        yield _HealthRemark(SourceState.LIST_INCOMPLETE, Outcome.OK, cause)


def _unresolved_failures(stats: SourceStats) -> list[FailedPage]:
    """Return the failed navigation pages, except columns that have moved and were found elsewhere."""
    moved = set(stats.gone_columns) if stats.listed else set()
    return [
        failure
        for failure in stats.navigation_failures
        if not (failure.requested_url in moved and failure.outcome in _MOVED_OUTCOMES)
    ]


def _list_changes(stats: SourceStats, previous: SourceHealth) -> Iterator[_HealthRemark]:
    """Yield remarks on changes of the lists since the last run that saw all of them."""
    moved = [column for column in stats.gone_columns if column not in stats.columns]
    if moved:
        locations = "、".join(stats.columns) or "首页"
        yield _HealthRemark(
            SourceState.MOVED, Outcome.OK, f"登记的栏目 {'、'.join(moved)} 已无年报，现见于 {locations}"
        )
    if stats.stop_cause or stats.browser_required_url or _unresolved_failures(stats):
        return
    if any(_list_gaps(stats)):
        return
    is_complete = _is_complete(previous)
    items, newest = (
        (previous.items, previous.newest) if is_complete else (previous.items_before, previous.newest_before)
    )
    if stats.newest_date and stats.newest_date < newest:
        yield _HealthRemark(SourceState.OLDER, Outcome.OK, f"最新一条由 {newest} 退为 {stats.newest_date}")
    if len(stats.listed) < items:
        yield _HealthRemark(SourceState.FEWER, Outcome.OK, f"年报由 {items} 份减为 {len(stats.listed)} 份")


def _no_reports(stats: SourceStats, previous: SourceHealth) -> _HealthRemark:
    """Return the remark for lists without reports although all navigation pages were fetched."""
    items_before = previous.items if _is_complete(previous) else previous.items_before
    if items_before:
        return _HealthRemark(
            SourceState.EMPTIED, Outcome.EMPTY, f"列表上次有 {items_before} 份年报，这次一份也没有"
        )
    if stats.empty_notices:
        cause = f"栏目说明：{stats.empty_notices[0]}"
        return _HealthRemark(SourceState.EMPTY_EXPECTED, Outcome.EMPTY, cause, is_wrong=False)
    if stats.lists:
        return _HealthRemark(SourceState.BROKEN, Outcome.EMPTY, "列表中没有认出年报，也没有说明为何没有")
    return _HealthRemark(SourceState.NO_COLUMN, Outcome.EMPTY, "没有找到年报栏目")


def _document_failures(stats: SourceStats) -> Iterator[_HealthRemark]:
    """Yield a remark if listed reports or attachments could not be fetched."""
    if not stats.document_failures:
        return
    worst = next(
        (outcome for outcome in stats.document_failures if outcome in _REFUSAL_OUTCOMES),
        stats.document_failures.most_common(1)[0][0],
    )
    failure = FailedPage("", worst, "")
    state, outcome = (_some_failed(failure), Outcome.OK) if stats.reports else (_all_failed(failure), worst)
    is_wrong = not stats.reports or not _GONE_OUTCOMES.issuperset(stats.document_failures)
    yield _HealthRemark(state, outcome, f"{stats.document_failures.total()} 页年报或附件未取到", is_wrong)


def _some_failed(failure: FailedPage) -> SourceState:
    return SourceState.PARTLY_REFUSED if failure.outcome in _REFUSAL_OUTCOMES else SourceState.PARTLY_FAILED


def _all_failed(failure: FailedPage) -> SourceState:
    if failure.outcome in _REFUSAL_OUTCOMES:
        return SourceState.REFUSED
    if failure.outcome is Outcome.MAINTENANCE:
        return SourceState.MAINTENANCE
    return SourceState.NO_COLUMN if failure.outcome in _MOVED_OUTCOMES else SourceState.UNREACHABLE
