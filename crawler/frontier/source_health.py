"""What one run makes of a source: its state and the cause in words. Pure: a tally and the last health in.

A state is the first remark of the list that `_remarks` gives; the cause names every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.ledger.source_health import Missed, SourceHealth
from archive.model import Outcome, SourceState
from crawler.frontier.source_stats import Fault, Tally

_DEAD = frozenset({Outcome.NOT_FOUND, Outcome.GONE, Outcome.SOFT_404})
"""Ends of links that lead nowhere: the portal's own fault, which no further visit mends."""
_MOVED = _DEAD | {Outcome.EMPTY}
_REFUSED = frozenset(
    {
        Outcome.REFUSED_403,
        Outcome.REFUSED_CHALLENGE,
        Outcome.REFUSED_GUARD,
        Outcome.ROBOTS_DISALLOW,
    }
)


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """How one source fared in one run.

    `listed` counts the reports that lists showed, `reports` those archived; `columns` are the addresses of
    the columns that showed them, `rendered` counts pages of the browser. `is_wrong`: somebody should look.
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
    missed: tuple[Missed, ...] = ()

    @property
    def failures(self) -> int:
        """How many pages could not be had."""
        return sum(one.count for one in self.missed)


@dataclass(frozen=True, slots=True)
class _Remark:
    state: SourceState
    outcome: Outcome
    cause: str
    is_wrong: bool = True


def summary(tally: Tally, before: SourceHealth) -> SourceSummary:
    """The tally with what it amounts to, beside what the source was like the last time."""
    remarks = list(_remarks(tally, before)) or [_Remark(SourceState.FINE, Outcome.OK, "", is_wrong=False)]
    return SourceSummary(
        source=tally.source.id,
        state=remarks[0].state,
        outcome=remarks[0].outcome,
        detail="；".join(remark.cause for remark in remarks),
        is_wrong=any(remark.is_wrong for remark in remarks),
        lists=tally.lists,
        listed=len(tally.listed),
        reports=tally.reports,
        attachments=tally.attachments,
        columns=tuple(tally.columns),
        newest=tally.newest,
        rendered=tally.rendered,
        missed=tuple(tally.missed.values()),
    )


def after(before: SourceHealth, now: SourceSummary, run: str, moment: str, has_news: bool) -> SourceHealth:
    """The health to keep. A run that did not see the lists whole is no measure for the next one."""
    is_good = now.outcome is Outcome.OK or now.state is SourceState.EMPTY_EXPECTED
    measure = before.items if _was_whole(before) else before.items_before
    newest = before.newest if _was_whole(before) else before.newest_before
    return replace(
        before,
        last_run=run,
        last_success=moment if is_good else before.last_success,
        last_change=moment if has_news else before.last_change,
        outcome=now.outcome.value,
        detail=now.detail,
        items=now.listed,
        items_before=measure,
        needs_browser=now.state is SourceState.NEEDS_BROWSER,
        state=now.state.value,
        cause=now.detail,
        is_wrong=now.is_wrong,
        columns=len(now.columns),
        newest=now.newest,
        newest_before=newest,
        missed=now.missed,
        failures=0 if is_good else before.failures + 1,
    )


def _was_whole(health: SourceHealth) -> bool:
    """Whether a run saw all that the lists held; a list gone empty is not believed until somebody looks."""
    return health.outcome == Outcome.OK or health.state == SourceState.EMPTY_EXPECTED


def _remarks(tally: Tally, before: SourceHealth) -> Iterator[_Remark]:
    """What there is to say, the gravest first; nothing for a source that is fine."""
    if tally.needs_browser:
        cause = f"列表要用浏览器打开：{tally.needs_browser}"
        yield _Remark(SourceState.NEEDS_BROWSER, Outcome.NEEDS_BROWSER, cause)
    if tally.stopped:
        is_ours = tally.stopped.outcome is Outcome.POSTPONED
        yield _Remark(SourceState.STOPPED, tally.stopped.outcome, tally.stopped.detail, is_wrong=not is_ours)
    yield from _of_the_way(tally)
    if tally.listed or tally.reports:
        yield from _of_the_list(tally, before)
    elif not (tally.needs_browser or tally.stopped or tally.faults):
        yield _of_nothing(tally, before)
    yield from _of_the_reports(tally)


def _of_the_way(tally: Tally) -> Iterator[_Remark]:
    """Columns and menus that could not be had."""
    faults = _missing(tally)
    if faults:
        first = faults[0]
        more = f"（共 {len(faults)} 处）" if len(faults) > 1 else ""
        cause = f"{first.asked} {first.detail}".rstrip() + more
        yield _Remark(_partly(first) if tally.listed else _wholly(first), first.outcome, cause)


def _missing(tally: Tally) -> list[Fault]:
    """The faults on the way, without those of columns that were found elsewhere: these have moved."""
    moved = set(tally.moved) if tally.listed else set()
    return [one for one in tally.faults if not (one.asked in moved and one.outcome in _MOVED)]


def _of_the_list(tally: Tally, before: SourceHealth) -> Iterator[_Remark]:
    """What the lists show, beside what they showed the last time that they were seen whole."""
    moved = [column for column in tally.moved if column not in tally.columns]
    if moved:
        where = "、".join(tally.columns) or "首页"
        yield _Remark(
            SourceState.MOVED, Outcome.OK, f"登记的栏目 {'、'.join(moved)} 已无年报，现见于 {where}"
        )
    if tally.stopped or tally.needs_browser or _missing(tally):
        return
    whole = _was_whole(before)
    items, newest = (before.items, before.newest) if whole else (before.items_before, before.newest_before)
    if tally.newest and tally.newest < newest:
        yield _Remark(SourceState.OLDER, Outcome.OK, f"最新一条由 {newest} 退为 {tally.newest}")
    if len(tally.listed) < items:
        yield _Remark(SourceState.FEWER, Outcome.OK, f"年报由 {items} 份减为 {len(tally.listed)} 份")


def _of_nothing(tally: Tally, before: SourceHealth) -> _Remark:
    """No report in any list, although every page on the way was had."""
    had = before.items if _was_whole(before) else before.items_before
    if had:
        return _Remark(SourceState.EMPTIED, Outcome.EMPTY, f"列表上次有 {had} 份年报，这次一份也没有")
    if tally.notices:
        cause = f"栏目说明：{tally.notices[0]}"
        return _Remark(SourceState.EMPTY_EXPECTED, Outcome.EMPTY, cause, is_wrong=False)
    if tally.lists:
        return _Remark(SourceState.BROKEN, Outcome.EMPTY, "列表中没有认出年报，也没有说明为何没有")
    return _Remark(SourceState.NO_COLUMN, Outcome.EMPTY, "没有找到年报栏目")


def _of_the_reports(tally: Tally) -> Iterator[_Remark]:
    """Reports and files that lists name and that could not be had."""
    if not tally.lost:
        return
    worst = next((outcome for outcome in tally.lost if outcome in _REFUSED), tally.lost.most_common(1)[0][0])
    fault = Fault("", worst, "")
    state, outcome = (_partly(fault), Outcome.OK) if tally.reports else (_wholly(fault), worst)
    is_wrong = not tally.reports or not _DEAD.issuperset(tally.lost)
    yield _Remark(state, outcome, f"{tally.lost.total()} 页年报或附件未取到", is_wrong)


def _partly(fault: Fault) -> SourceState:
    return SourceState.PARTLY_REFUSED if fault.outcome in _REFUSED else SourceState.PARTLY_FAILED


def _wholly(fault: Fault) -> SourceState:
    if fault.outcome in _REFUSED:
        return SourceState.REFUSED
    if fault.outcome is Outcome.MAINTENANCE:
        return SourceState.MAINTENANCE
    return SourceState.NO_COLUMN if fault.outcome in _MOVED else SourceState.UNREACHABLE
