"""The health of the sources on a terminal: a line a source, then what could not be had and why.

A line holds what fits 80 columns; from 112 on, the name and the last visits stand in it as well. (Written
to a file it is wide.)
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.presentation import label
from gongkai.monitoring import SourceStatus

_MIN_WIDE_COLUMNS = 112
_NEVER_TEXT = "—"


def print_sources(console: Console, sources: Sequence[SourceStatus]) -> None:
    """A line for each source."""
    is_wide = console.width >= _MIN_WIDE_COLUMNS
    table = Table(box=None, pad_edge=False)
    table.add_column("来源", overflow="fold", min_width=12, max_width=22)
    table.add_column("状态", no_wrap=True, min_width=8)
    table.add_column("年报", justify="right", no_wrap=True, min_width=4)
    table.add_column("上次", justify="right", no_wrap=True, min_width=4)
    for name in ("最近抓取", "最近成功", "最近变化", "下次应抓") if is_wide else ("最近成功", "下次应抓"):
        table.add_column(name, no_wrap=True, min_width=10)
    if is_wide:
        table.add_column("名称", overflow="fold")
    for source in sources:
        table.add_row(*_row_cells(source, is_wide))
    console.print(table, highlight=False)


def print_missed(console: Console, sources: Sequence[SourceStatus]) -> None:
    """What the last run of each source could not have: how many pages, why, and one of them."""
    told = [source for source in sources if source.health.missed]
    if not told:
        return
    console.print("\n没有取到的网页：", highlight=False)
    for source in told:
        console.print(f"[bold]{escape(source.id)}[/]", highlight=False)
        for one in source.health.missed:
            cause = f"{label('outcome', one.outcome)} {one.count} 个{label('role', one.role)}"
            detail = f"（{one.detail}）" if one.detail else ""
            console.print(f"  {cause}{escape(detail)}", highlight=False)
            console.print(f"    例：{escape(one.example)}", highlight=False, soft_wrap=True)


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
        return "（已不在登记中）"
    return "" if source.checked else "（未核实）"


def _state_text(source: SourceStatus) -> str:
    state = source.health.state
    text = label("source_state", state) if state else "从未抓取"
    return f"[red]{text}[/]" if source.wrong else text


def _run_date(run: str) -> str:
    """The day that a run's id begins with: `20260105T…`."""
    return f"{run[:4]}-{run[4:6]}-{run[6:8]}" if run[:8].isdigit() else run[:10] or _NEVER_TEXT
