"""`gongkai crawl`: crawls registered sources into the archive and names those that failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from archive.ledger import Ledger
from archive.model import translate
from archive.presentation import label
from crawler import CrawlOptions, CrawlSummary
from crawler.registry import Source, due_times
from crawler.state import CrawlState
from gongkai.errors import EXIT_PROBLEM, UsageError
from gongkai.options import data_option
from gongkai.registry import selected_sources
from gongkai.runs import crawl_options, failed_sources, report_path, require_contact_and_store, run_crawl


@click.command("crawl")
@click.argument("names", metavar="[SOURCE…]", nargs=-1)
@click.option("--due", "only_due", is_flag=True, help="只抓到期的来源；供定时任务使用")
@data_option
@crawl_options
def command(
    names: tuple[str, ...],
    only_due: bool,
    data: Path,
    options: CrawlOptions,
) -> None:
    """抓取点名的来源（不点名则全部），把收到的每个字节存入档案。

    每个主机同一时间只有一个请求，遵守 robots.txt；访问真实网站须给出 --contact。
    随时可以中断（Ctrl-C 等手头的请求结束，再按一次立即停），再运行即可：
    已存档的不会丢失，一天之内也不会再问一遍。
    有来源没有抓好时，逐个点名并说明原因，退出码为 1。

    --due 只抓到期的：年报公布期（1 月 1 日至 4 月 15 日）较密，其余时间较疏；没有到期的就直接结束。
    多年未变的年报越来越久才再取一次，没有到期的计数列出；不加 --due 则全取。
    网站的问题只点名，不改退出码，所以 crawl --due && build 总会发布抓到的内容；问题由 status 列出。
    程序自己出错、存档写不进去时，退出码仍为 1。

    \b
    示例：
      gongkai crawl --contact https://example.org/about
      gongkai crawl hunan-rst yueyang
      gongkai crawl --due && gongkai build
    """
    sources = selected_sources(data, names)
    _check_hosts(options, sources)
    if only_due:
        sources = _due_sources(data, sources)
    if not sources:
        return
    require_contact_and_store(data, options, (host for source in sources for host in source.all_hosts()))
    options = replace(options, only_due=only_due)
    summary = run_crawl(data, sources, options)
    lines = failed_sources(sources, summary)
    _print_summary(summary, lines)
    click.echo(translate("本次的报告：{path}", path=report_path(data, summary.run)))
    has_ended = summary.finish_reason == "finished"
    is_ours = summary.errors or not has_ended
    click.get_current_context().exit(EXIT_PROBLEM if is_ours or (lines and not only_due) else 0)


def _due_sources(data: Path, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Return the sources that are due, the longest overdue first; print the next one if there are none."""
    now = datetime.now(UTC)
    with Ledger.open(data) as ledger, CrawlState.open(data) as state:
        dues = due_times(sources, ledger.health.by_source(), state.unfinished.sources(), now)
    ordered = sorted(sources, key=lambda source: dues[source.id].moment)
    due = tuple(source for source in ordered if dues[source.id].moment <= now)
    if not due:
        next_due = dues[ordered[0].id]
        click.echo(
            translate(
                "没有到期的来源，什么也没有做；最早到期的是 {source}：{time}（{reason}）",
                source=ordered[0].id,
                time=f"{next_due.moment:%Y-%m-%d %H:%M}",
                reason=next_due.reason,
            )
        )
    return due


def _print_summary(summary: CrawlSummary, lines: list[str]) -> None:
    click.echo(
        translate(
            "抓取了 {sources} 个来源，存档年报页面 {reports} 份，{problems} 个来源有问题",
            sources=len(summary.sources),
            reports=sum(source_summary.reports for source_summary in summary.sources),
            problems=len(lines),
        )
    )
    not_due = sum(source_summary.not_due for source_summary in summary.sources)
    if not_due:
        click.echo(
            translate(
                "另有 {count} 份多年未变的年报还没到期，这次没有再取（不加 --due 则全取）", count=not_due
            )
        )
    states = Counter(source_summary.state for source_summary in summary.sources)
    if states:
        counts = "，".join(f"{label('source_state', state)} {count}" for state, count in states.most_common())
        click.echo(translate("来源状态：{counts}", counts=counts))
    for line in lines:
        click.echo(line, err=True)
    if summary.errors:
        click.echo(
            translate("程序在处理页面时出错 {count} 次，详见上面的记录", count=summary.errors), err=True
        )
    if summary.has_archive_failed:
        click.echo(translate("存档写不进去，抓取已停止；原因见上面的记录，解决后再运行一次"), err=True)


def _check_hosts(options: CrawlOptions, sources: tuple[Source, ...]) -> None:
    excluded = [source.id for source in sources if urlsplit(source.home).hostname not in options.hosts]
    if options.hosts and excluded:
        raise UsageError(
            translate("给了 --host 就只抓这些主机；不在其中的来源：{sources}", sources="、".join(excluded))
        )
