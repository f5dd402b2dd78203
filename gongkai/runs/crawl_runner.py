"""A crawl as commands run it: mended first, told as it goes, judged at its end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import click

from archive.ledger.ledger import Ledger
from archive.presentation.labels import word
from crawler.frontier.source_health import SourceSummary
from crawler.politeness.slot_pools import folders, opened
from crawler.registry.sources import Source
from crawler.run import CrawlOptions, CrawlSummary, crawl
from gongkai.monitoring.source_status import is_dead
from gongkai.output.progress import Meter
from gongkai.runs import run_report

LOOK_SECONDS = 2.0


def crawl_here(data: Path, sources: Sequence[Source], options: CrawlOptions) -> CrawlSummary:
    """Crawl in this process, which can do so once; what an earlier, killed one left is mended before."""
    with Ledger.open(data) as ledger:
        mended = ledger.recover()
        dead = {run.id for run in ledger.runs() if is_dead(run)}
        _free(ledger, dead)
    _give_up(data, sources, options, dead)
    if mended:
        click.echo(f"上次中断的抓取留下 {mended} 条记录，已补入台账", err=True)
    with Meter() as meter, _watching(data, meter):
        summary = crawl(data, sources, replace(options, told=_tell))
    run_report.write(data, sources, summary)
    return summary


def crawl_apart(data: Path, sources: Sequence[Source], options: CrawlOptions) -> CrawlSummary:
    """Crawl in a process of its own, for a caller that has something else to do in this one."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(crawl_here, data, sources, options).result()


def _free(ledger: Ledger, dead: set[str]) -> None:
    """Give back what a killed process of this machine had leased, rather than wait for it to run out."""
    for lease in ledger.rows("select source, holder from leases"):
        if lease["holder"] in dead:
            ledger.release(lease["source"], lease["holder"])


def _give_up(data: Path, sources: Sequence[Source], options: CrawlOptions, dead: set[str]) -> None:
    """End the visits in which killed processes were; `NoTurns` where nobody may be visited."""
    hosts = (host for source in sources for host in source.all_hosts())
    for folder in folders(data, hosts, options.hosts):
        with opened(folder) as visits:
            for holder in dead & visits.under_way():
                visits.give_up(holder)


def faults(sources: Sequence[Source], summary: CrawlSummary) -> list[str]:
    """A line for each source that did not end well, in the order of the registry."""
    ended = {one.source: one for one in summary.sources}
    return [line for source in sources if (line := _fault(source, ended.get(source.id), summary))]


def _fault(source: Source, one: SourceSummary | None, summary: CrawlSummary) -> str:
    if one is None:
        return f"{source.id}（{source.name}）：{_unended(summary)}"
    if not one.is_wrong:
        return ""
    return f"{source.id}（{source.name}）：{word('source_state', one.state)}　{one.detail}".rstrip()


def _unended(summary: CrawlSummary) -> str:
    """Why a source came to no end."""
    if summary.errors:
        return "程序处理它的页面时出错，没有结论"
    if summary.ended != "finished":
        return "抓取中断；再运行一次即可接着抓"
    return "由另一进程抓取，本次跳过"


def _tell(one: SourceSummary) -> None:
    counts = f"列表 {one.lists} 页，年报 {one.reports} 份，附件 {one.attachments} 个"
    click.echo(
        f"{one.source}：{word('source_state', one.state)}，{counts}"
        + (f"，{one.detail}" if one.detail else ""),
        err=True,
    )


@contextmanager
def _watching(data: Path, meter: Meter) -> Iterator[None]:
    """Meanwhile, how many records of this process's run stand in the ledger; any reader may look."""
    done = threading.Event()

    def look() -> None:
        with Ledger.open(data) as ledger:
            while not done.wait(LOOK_SECONDS):
                run = next((run.id for run in ledger.runs() if run.pid == os.getpid()), "")
                visits = sum(sum(counts.values()) for counts in ledger.outcomes(run).values())
                meter("抓取：已存档记录", visits, 0)

    watcher = threading.Thread(target=look, name="gongkai-progress")
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
