"""`gongkai status`: prints the status of all sources; exit code 1 if something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
import msgspec

from archive.build import FileOutcome, files_not_read_yet
from archive.ledger import Ledger
from archive.model import translate
from archive.workers import machine_protection
from crawler.download import can_use_sandbox, find_chromium
from crawler.state import CrawlState
from gongkai.data_dir import require_data
from gongkai.monitoring import archive_status, source_statuses, unfinished_run
from gongkai.options import data_option
from gongkai.output import (
    archive_lines,
    browser_lines,
    print_missed,
    print_not_due,
    print_sources,
    protection_lines,
    wide_console,
)
from gongkai.registry import registered_sources


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@data_option
@click.pass_context
def command(context: click.Context, as_json: bool, data: Path) -> None:
    """各来源的健康状况：状态与原因，年报件数与上次相比，最近一次抓取、成功、变化，下次何时该抓；以及中断的批次、当前版本、读文件的进程在本机受到的保护。

    没有取到的网页按原因计数，各举一例。从未抓取的来源、写明尚无年报的栏目不算有问题。
    有问题的来源、抓取结束时没有得出结论的来源、当前版本里没有读完的文件逐个点名，退出码为 1。

    \b
    示例：
      gongkai status
      gongkai status --json
    """
    require_data(data)
    current = data / "current"
    release = current.resolve().name if current.exists() else None
    database = current / "archive.db"
    with Ledger.open_to_read(data) as ledger, CrawlState.open_to_read(data) as state:
        sources = source_statuses(registered_sources(data), ledger, state)
        run = unfinished_run(ledger)
        archive = archive_status(ledger, state, database if database.is_file() else None)
    not_read_yet = files_not_read_yet(database) if database.is_file() else []
    protection = machine_protection()
    chromium = find_chromium()
    has_sandbox = can_use_sandbox(chromium) if chromium else None
    if as_json:
        status = {
            "sources": [source.as_dict() for source in sources],
            "unfinished_run": asdict(run) if run else None,
            "release": release,
            "not_read_yet": [asdict(file) for file in not_read_yet],
            "archive": asdict(archive),
            "protection": asdict(protection),
            "browser_sandbox": has_sandbox,
        }
        click.echo(msgspec.json.format(msgspec.json.encode(status), indent=2).decode())
    else:
        console = wide_console()
        for print_part in (print_sources, print_missed, print_not_due):
            print_part(console, sources)
        release_text = release or translate("尚未发布（运行 gongkai build）")
        click.echo(translate("当前版本：{release}", release=release_text))
        for line in (*archive_lines(archive), *protection_lines(protection), *browser_lines(has_sandbox)):
            click.echo(line)
    if run:
        message = translate(
            "批次 {run}（{command}）没有正常结束；再运行一次会自动补齐", run=run.id, command=run.command
        )
        click.echo(message, err=True)
    problems = [source for source in sources if source.wrong]
    for source in problems:
        click.echo(f"{source.id}（{source.name}）：{source.wrong}", err=True)
    _print_not_read_yet(not_read_yet)
    context.exit(int(bool(problems or run or not_read_yet)))


def _print_not_read_yet(files: Sequence[FileOutcome]) -> None:
    """Print which files of the release were not read to their end, and what to do."""
    if not files:
        return
    click.echo(
        translate(
            "{count} 个文件没有读完；再运行 gongkai build 会各重读一次，机器空闲时更易读完", count=len(files)
        ),
        err=True,
    )
    for file in files:
        click.echo(f"{file.url}　{file.detail}", err=True)
