"""Prints the status of the sources in the terminal, and what could not be fetched.

A line fits into 80 columns; from 112 columns on it also shows the name and the dates of the last crawls.
Output that is not a terminal is wide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.model import translate
from archive.presentation import label
from gongkai.monitoring import SourceStatus

MAX_ROWS = 300
"""Lines of each list; more can hardly be read, and take long to lay out."""
_MIN_WIDE_COLUMNS = 112
_NEVER_TEXT = "—"


def print_sources(console: Console, sources: Sequence[SourceStatus]) -> None:
    """Print a line for each source; of very many, first those that need attention, the others counted."""
    shown, hidden = _select_rows(sources)
    is_wide = console.width >= _MIN_WIDE_COLUMNS
    table = Table(box=None, pad_edge=False)
    table.add_column(translate("来源"), overflow="fold", min_width=12, max_width=22)
    table.add_column(translate("状态"), no_wrap=True, min_width=8)
    table.add_column(translate("年报"), justify="right", no_wrap=True, min_width=4)
    table.add_column(translate("上次"), justify="right", no_wrap=True, min_width=4)
    for heading in _date_headings(is_wide):
        table.add_column(heading, no_wrap=True, min_width=10)
    if is_wide:
        table.add_column(translate("名称"), overflow="fold")
    for source in shown:
        table.add_row(*_row_cells(source, is_wide))
    console.print(table, highlight=False)
    if hidden:
        states = Counter(label("source_state", state) if state else _never_crawled() for state in hidden)
        counts = "，".join(f"{state} {count}" for state, count in states.most_common())
        text = translate(
            "另有 {count} 个来源未逐行列出：{counts}（全部见 --json）", count=len(hidden), counts=counts
        )
        console.print(text, highlight=False)


def _select_rows(sources: Sequence[SourceStatus]) -> tuple[Sequence[SourceStatus], list[str]]:
    """Return the sources that get a line, and the states of the others."""
    if len(sources) <= MAX_ROWS:
        return sources, []
    ordered = sorted(sources, key=lambda source: not source.wrong)
    return ordered[:MAX_ROWS], [source.health.state for source in ordered[MAX_ROWS:]]


def _date_headings(is_wide: bool) -> list[str]:
    if is_wide:
        return [translate("最近抓取"), translate("最近成功"), translate("最近变化"), translate("下次应抓")]
    return [translate("最近成功"), translate("下次应抓")]


def print_missed(console: Console, sources: Sequence[SourceStatus]) -> None:
    """Print what the last run of each source could not fetch: how many pages, why, and an example."""
    incomplete = [source for source in sources if source.health.missed]
    if not incomplete:
        return
    console.print("\n" + translate("没有取到的网页："), highlight=False)
    if len(incomplete) > MAX_ROWS:
        text = translate(
            "（{count} 个来源有，只列前 {limit} 个，全部见 --json）", count=len(incomplete), limit=MAX_ROWS
        )
        console.print(text, highlight=False)
    for source in incomplete[:MAX_ROWS]:
        console.print(f"[bold]{escape(source.id)}[/]", highlight=False)
        for missed in source.health.missed:
            cause = translate(
                "{outcome} {count} 个{role}",
                outcome=label("outcome", missed.outcome),
                count=missed.count,
                role=label("role", missed.role),
            )
            detail = f"（{missed.detail}）" if missed.detail else ""
            console.print(f"  {cause}{escape(detail)}", highlight=False)
            example = translate("例：{url}", url=escape(missed.example))
            console.print(f"    {example}", highlight=False, soft_wrap=True)


def print_not_due(console: Console, sources: Sequence[SourceStatus]) -> None:
    """Print how many reports of each source were not requested again because they were not due."""
    waiting = [source for source in sources if source.health.not_due]
    if not waiting:
        return
    total = sum(source.health.not_due for source in waiting)
    text = translate("多年未变、上次抓取时还没到期而没有再取的年报共 {count} 份：", count=total)
    console.print(f"\n{text}", highlight=False)
    for source in waiting[:MAX_ROWS]:
        text = translate("  {source}：{count} 份", source=source.id, count=source.health.not_due)
        console.print(escape(text), highlight=False)
    if len(waiting) > MAX_ROWS:
        text = translate("  另有 {count} 个来源（全部见 --json）", count=len(waiting) - MAX_ROWS)
        console.print(text, highlight=False)


def _row_cells(source: SourceStatus, is_wide: bool) -> list[str]:
    health = source.health
    moments = [health.last_success[:10] or _NEVER_TEXT, source.next_due[:10] or _NEVER_TEXT]
    if is_wide:
        moments[:1] = [_run_date(health.last_run), moments[0], health.last_change[:10] or _NEVER_TEXT]
    cells = [
        escape(source.id),
        _state_text(source),
        str(health.items) if health.state else _NEVER_TEXT,
        str(health.items_before) if health.state else _NEVER_TEXT,
        *moments,
    ]
    return [*cells, escape(source.name) + _registry_remark(source)] if is_wide else cells


def _registry_remark(source: SourceStatus) -> str:
    if not source.registered:
        return translate("（已不在登记中）")
    return "" if source.checked else translate("（未核实）")


def _state_text(source: SourceStatus) -> str:
    state = source.health.state
    text = label("source_state", state) if state else _never_crawled()
    text = translate("没有结论") if source.unfinished_run else text
    return f"[red]{text}[/]" if source.wrong else text


def _never_crawled() -> str:
    return translate("从未抓取")


def _run_date(run: str) -> str:
    """Return the date with which the id of a run begins: `20260105T…`."""
    return f"{run[:4]}-{run[4:6]}-{run[6:8]}" if run[:8].isdigit() else run[:10] or _NEVER_TEXT
