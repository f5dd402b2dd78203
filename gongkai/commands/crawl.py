"""`gongkai crawl`: visit the registered sources and archive whatever comes back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from crawler.run import CrawlOptions
from crawler.sources import Source
from gongkai.crawling import crawl_here, faults
from gongkai.exits import INTERNAL, Misuse
from gongkai.options import data_option
from gongkai.registry import wanted
from gongkai.visiting import check_who_answers, visiting


@click.command("crawl")
@click.argument("names", metavar="[SOURCE…]", nargs=-1)
@data_option
@visiting
@click.pass_context
def command(
    context: click.Context,
    names: tuple[str, ...],
    data: Path,
    options: CrawlOptions,
) -> None:
    """抓取点名的来源（不点名则全部），把收到的每个字节存入档案。

    每个主机同一时间只有一个请求，遵守 robots.txt。随时可以中断，再运行即可：已存档的不会丢失。
    有来源没有抓好时，逐个点名并说明原因，退出码为 1。

    \b
    示例：
      gongkai crawl
      gongkai crawl hunan-rst yueyang
    """
    sources = wanted(data, names)
    _check(options, sources)
    check_who_answers(options, (host for source in sources for host in source.all_hosts()))
    summary = crawl_here(data, sources, options)
    lines = faults(sources, summary)
    reports = sum(one.reports for one in summary.sources)
    click.echo(f"抓取了 {len(summary.sources)} 个来源，存档年报页面 {reports} 份，{len(lines)} 个来源有问题")
    for line in lines:
        click.echo(line, err=True)
    if summary.errors:
        click.echo(f"程序在处理页面时出错 {summary.errors} 次，详见上面的记录", err=True)
    context.exit(INTERNAL if summary.errors else int(bool(lines)))


def _check(options: CrawlOptions, sources: tuple[Source, ...]) -> None:
    strangers = [source.id for source in sources if urlsplit(source.home).hostname not in options.hosts]
    if options.hosts and strangers:
        raise Misuse(f"给了 --host 就只抓这些主机；不在其中的来源：{'、'.join(strangers)}")
