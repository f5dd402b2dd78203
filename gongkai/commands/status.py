"""`gongkai status`: what a person, or a timer, wants to know before relying on the archive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from archive.ledger import Ledger
from archive.site.wording import word
from gongkai.health import SourceStatus, statuses, unfinished
from gongkai.options import data_option
from gongkai.registry import registered
from gongkai.show import wide_console


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@data_option
@click.pass_context
def command(context: click.Context, as_json: bool, data: Path) -> None:
    """各来源的健康状况：最近一次抓取、结果、年报件数、是否需要浏览器；以及中断的批次、当前版本。

    从未抓取的来源不算有问题。有问题的来源逐个点名，退出码为 1。

    \b
    示例：
      gongkai status
      gongkai status --json
    """
    with Ledger.open(data) as ledger:
        sources = statuses(registered(data), ledger)
        broken = unfinished(ledger)
    release = data / "current"
    said = {
        "sources": [asdict(source) for source in sources],
        "unfinished_run": asdict(broken) if broken else None,
        "release": release.resolve().name if release.exists() else None,
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _show(sources)
        click.echo(f"当前版本：{said['release'] or '尚未发布（运行 gongkai build）'}")
    if broken:
        click.echo(f"批次 {broken.id}（{broken.command}）没有正常结束；再运行一次会自动补齐", err=True)
    wrong = [source for source in sources if source.wrong]
    for source in wrong:
        click.echo(f"{source.id}（{source.name}）：{source.wrong}", err=True)
    context.exit(int(bool(wrong or broken)))


def _show(sources: Sequence[SourceStatus]) -> None:
    table = Table("来源", "结果", "年报", "上次", "最近成功", "核实", "名称", box=None)
    for column in table.columns[:-1]:
        column.no_wrap = True
    for source in sources:
        table.add_row(
            escape(source.id),
            word("outcome", source.outcome) if source.outcome else "从未抓取",
            str(source.items) if source.outcome else "—",
            str(source.items_before) if source.outcome else "—",
            source.last_success[:10] or "—",
            "已核实" if source.checked else "未核实",
            escape(source.name) + ("" if source.registered else "（已不在登记中）"),
        )
    wide_console().print(table)
