"""Runs a crawl for a command: recovers earlier runs, shows progress, sums up."""

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
from archive.model import describe_os_error, translate
from archive.presentation import label
from crawler import CrawlOptions, CrawlSummary, crawl
from crawler.frontier import SourceSummary
from crawler.politeness import open_store, store_dirs
from crawler.registry import Source
from crawler.state import CrawlState
from gongkai.errors import CommandError
from gongkai.monitoring import is_dead
from gongkai.output import ProgressReporter
from gongkai.runs import run_report

PROGRESS_INTERVAL_SECONDS = 2.0


def run_crawl(data: Path, sources: Sequence[Source], options: CrawlOptions) -> CrawlSummary:
    """Crawl in this process, which can do so only once; first recover what killed runs left."""
    with Ledger.open(data) as ledger:
        recovered = ledger.index_missing()
        dead_runs = {run.id for run in ledger.runs.select() if is_dead(run)}
    with CrawlState.open(data) as state:
        state.leases.release_all(dead_runs)
    _release_dead_slots(data, sources, options, dead_runs)
    if recovered:
        click.echo(translate("上次中断的抓取留下 {count} 条记录，已补入台账", count=recovered), err=True)
    with ProgressReporter() as meter, _progress_thread(data, meter):
        summary = crawl(data, sources, replace(options, on_source_done=_print_source))
    try:
        run_report.write_report(data, sources, summary)
    except OSError as error:
        reason = describe_os_error(error)
        raise CommandError(translate("本次的报告写不进去：{reason}", reason=reason)) from error
    return summary


def run_crawl_in_subprocess(data: Path, sources: Sequence[Source], options: CrawlOptions) -> CrawlSummary:
    """Crawl in a new process, for a caller that goes on using this one."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run_crawl, data, sources, options).result()


def _release_dead_slots(
    data: Path, sources: Sequence[Source], options: CrawlOptions, dead_runs: set[str]
) -> None:
    """Release the host slots of killed processes.

    Raises `RateLimitStoreUnavailable` if a store of slots cannot be opened."""
    hosts = (host for source in sources for host in source.all_hosts())
    for folder in store_dirs(data, hosts, options.hosts):
        with open_store(folder) as slots:
            for holder in dead_runs & slots.active_holders():
                slots.release_all(holder)


def failed_sources(sources: Sequence[Source], summary: CrawlSummary) -> list[str]:
    """Return a line for each source that failed, in the order of the registry."""
    summaries = {source_summary.source: source_summary for source_summary in summary.sources}
    lines = (_failure_line(source, summaries.get(source.id), summary) for source in sources)
    return [line for line in lines if line]


def _failure_line(source: Source, source_summary: SourceSummary | None, summary: CrawlSummary) -> str:
    if source_summary is None:
        return f"{source.id}（{source.name}）：{_unfinished_reason(summary)}"
    if not source_summary.is_wrong:
        return ""
    state = label("source_state", source_summary.state)
    return f"{source.id}（{source.name}）：{state}　{source_summary.detail}".rstrip()


def _unfinished_reason(summary: CrawlSummary) -> str:
    """Return the reason why a source has no result."""
    if summary.has_archive_failed:
        return translate("存档写不进去，没有结论")
    if summary.errors:
        return translate("程序处理它的页面时出错，没有结论")
    if summary.finish_reason != "finished":
        return translate("抓取中断；再运行一次即可接着抓")
    return translate("由另一进程抓取，本次跳过")


def _print_source(summary: SourceSummary) -> None:
    message = translate(
        "{source}：{state}，列表 {lists} 页，年报 {reports} 份，附件 {attachments} 个",
        source=summary.source,
        state=label("source_state", summary.state),
        lists=summary.lists,
        reports=summary.reports,
        attachments=summary.attachments,
    )
    if summary.not_due:
        message += translate("，未到期 {count} 份", count=summary.not_due)
    click.echo(f"{message}，{summary.detail}" if summary.detail else message, err=True)


@contextmanager
def _progress_thread(data: Path, meter: ProgressReporter) -> Iterator[None]:
    """Show, while a crawl runs, how many records of this process's run the ledger has."""
    done = threading.Event()

    def show_record_count() -> None:
        with Ledger.open(data) as ledger:
            while not done.wait(PROGRESS_INTERVAL_SECONDS):
                run = next((run.id for run in ledger.runs.select() if run.pid == os.getpid()), "")
                records = sum(sum(counts.values()) for counts in ledger.runs.outcome_counts(run).values())
                meter(translate("抓取：已存档记录"), records, 0)

    watcher = threading.Thread(target=show_record_count, name="gongkai-progress")
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
