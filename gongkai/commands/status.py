"""`gongkai status`: what a person, or a timer, wants to know before relying on the archive."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.ledger import Ledger
from gongkai.data_dir import registered_sources
from gongkai.monitoring import source_statuses, unfinished_run
from gongkai.options import data_option
from gongkai.output import print_missed, print_sources, wide_console


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@data_option
@click.pass_context
def command(context: click.Context, as_json: bool, data: Path) -> None:
    """各来源的健康状况：状态与缘由，年报件数与上次相比，最近一次抓取、成功、变化，下次何时该抓；以及中断的批次、当前版本。

    没有取到的网页按缘由计数，各举一例。从未抓取的来源、写明尚无年报的栏目不算有问题。
    有问题的来源逐个点名，退出码为 1。

    \b
    示例：
      gongkai status
      gongkai status --json
    """
    with Ledger.open(data) as ledger:
        sources = source_statuses(registered_sources(data), ledger)
        broken = unfinished_run(ledger)
    release = data / "current"
    said = {
        "sources": [source.as_dict() for source in sources],
        "unfinished_run": asdict(broken) if broken else None,
        "release": release.resolve().name if release.exists() else None,
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        console = wide_console()
        print_sources(console, sources)
        print_missed(console, sources)
        click.echo(f"当前版本：{said['release'] or '尚未发布（运行 gongkai build）'}")
    if broken:
        click.echo(f"批次 {broken.id}（{broken.command}）没有正常结束；再运行一次会自动补齐", err=True)
    wrong = [source for source in sources if source.wrong]
    for source in wrong:
        click.echo(f"{source.id}（{source.name}）：{source.wrong}", err=True)
    context.exit(int(bool(wrong or broken)))
