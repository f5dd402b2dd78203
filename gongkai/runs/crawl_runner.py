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

from archive.ledger import Ledger
from archive.presentation import label
from crawler import CrawlOptions, CrawlSummary, crawl
from crawler.frontier import SourceSummary
from crawler.politeness import open_store, store_dirs
from crawler.registry import Source
from gongkai.monitoring import is_dead
from gongkai.output import ProgressReporter
from gongkai.runs import run_report

PROGRESS_INTERVAL_SECONDS = 2.0


def run_crawl(data: Path, sources: Sequence[Source], options: CrawlOptions) -> CrawlSummary:
    """Crawl in this process, which can do so once; what an earlier, killed one left is mended before."""
    with Ledger.open(data) as ledger:
        mended = ledger.index_missing()
        dead = {run.id for run in ledger.runs() if is_dead(run)}
        _release_dead_leases(ledger, dead)
    _release_dead_slots(data, sources, options, dead)
    if mended:
        click.echo(f"上次中断的抓取留下 {mended} 条记录，已补入台账", err=True)
    with ProgressReporter() as meter, _progress_thread(data, meter):
        summary = crawl(data, sources, replace(options, on_source_done=_print_source))
    run_report.write_report(data, sources, summary)
    return summary


def run_crawl_in_subprocess(data: Path, sources: Sequence[Source], options: CrawlOptions) -> CrawlSummary:
    """Crawl in a process of its own, for a caller that has something else to do in this one."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run_crawl, data, sources, options).result()


def _release_dead_leases(ledger: Ledger, dead_runs: set[str]) -> None:
    """Give back what a killed process of this machine had leased, rather than wait for it to run out."""
    for lease in ledger.fetch_all("select source, holder from leases"):
        if lease["holder"] in dead_runs:
            ledger.release_lease(lease["source"], lease["holder"])


def _release_dead_slots(
    data: Path, sources: Sequence[Source], options: CrawlOptions, dead_runs: set[str]
) -> None:
    """End the visits in which killed processes were; `NoTurns` where nobody may be visited."""
    hosts = (host for source in sources for host in source.all_hosts())
    for folder in store_dirs(data, hosts, options.hosts):
        with open_store(folder) as visits:
            for holder in dead_runs & visits.active_holders():
                visits.release_all(holder)


def failed_sources(sources: Sequence[Source], summary: CrawlSummary) -> list[str]:
    """A line for each source that did not end well, in the order of the registry."""
    ended = {one.source: one for one in summary.sources}
    return [line for source in sources if (line := _failure_line(source, ended.get(source.id), summary))]


def _failure_line(source: Source, source_summary: SourceSummary | None, summary: CrawlSummary) -> str:
    if source_summary is None:
        return f"{source.id}（{source.name}）：{_unfinished_reason(summary)}"
    if not source_summary.is_wrong:
        return ""
    return f"{source.id}（{source.name}）：{label('source_state', source_summary.state)}　{source_summary.detail}".rstrip()


def _unfinished_reason(summary: CrawlSummary) -> str:
    """Why a source came to no end."""
    if summary.errors:
        return "程序处理它的页面时出错，没有结论"
    if summary.finish_reason != "finished":
        return "抓取中断；再运行一次即可接着抓"
    return "由另一进程抓取，本次跳过"


def _print_source(summary: SourceSummary) -> None:
    counts = f"列表 {summary.lists} 页，年报 {summary.reports} 份，附件 {summary.attachments} 个"
    click.echo(
        f"{summary.source}：{label('source_state', summary.state)}，{counts}"
        + (f"，{summary.detail}" if summary.detail else ""),
        err=True,
    )


@contextmanager
def _progress_thread(data: Path, meter: ProgressReporter) -> Iterator[None]:
    """Meanwhile, how many records of this process's run stand in the ledger; any reader may look."""
    done = threading.Event()

    def look() -> None:
        with Ledger.open(data) as ledger:
            while not done.wait(PROGRESS_INTERVAL_SECONDS):
                run = next((run.id for run in ledger.runs() if run.pid == os.getpid()), "")
                visits = sum(sum(counts.values()) for counts in ledger.outcome_counts(run).values())
                meter("抓取：已存档记录", visits, 0)

    watcher = threading.Thread(target=look, name="gongkai-progress")
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
