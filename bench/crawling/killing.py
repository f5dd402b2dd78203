"""Kills a crawl repeatedly and compares the server log with the ledger afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.ledger import Ledger
from crawler import CrawlOptions
from crawler.registry import load_sources
from gongkai.runs import run_crawl
from samples.server import LoggedRequest, RunningWeb

RequestIdentity = tuple[str, str, str]
"""Host, path with query, and form of a request, which identify it."""

SUFFIXES = (".gov.cn", ".gov.cn.test")
_MAX_DELAY_SECONDS = 0.3
_STARTUP_SECONDS = 1.0
_POLL_SECONDS = 0.005


class KillPoint(NamedTuple):
    """When to kill a run: `seconds` after the servers have seen `requests` of its requests."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: the length of the servers' log at that time, and the requests that the ledger had."""

    log_length: int
    recorded: frozenset[RequestIdentity]


@dataclass(frozen=True, slots=True)
class KilledCrawl:
    """A crawl with its kills. `log` has all requests that the servers saw, from the first run to the last."""

    kills: tuple[Kill, ...]
    log: tuple[RequestIdentity, ...]

    @property
    def refetched(self) -> list[RequestIdentity]:
        """Requests made again although the ledger had them before a kill; there should be none."""
        return [
            request
            for kill in self.kills
            for request in self.log[kill.log_length :]
            if request in kill.recorded
        ]

    def share_requested(self, pages: Collection[RequestIdentity]) -> float:
        """Return the share of `pages` that some run requested; the others are lost."""
        return len(set(pages) & set(self.log)) / len(pages)

    @property
    def repeated_count(self) -> int:
        """Number of requests that repeat an earlier one."""
        return len(self.log) - len(set(self.log))

    @property
    def in_flight_count(self) -> int:
        """Number of requests that the servers had seen at a kill and the ledger did not have yet."""
        return sum(len(set(self.log[: kill.log_length]) - kill.recorded) for kill in self.kills)


def request_identity(request: LoggedRequest) -> RequestIdentity:
    """Return what identifies a request in the servers' log."""
    return (request.host, request.path, request.form)


def process_starter(preload: Sequence[str]) -> Callable[..., BaseProcess]:
    """Return a function that starts another in a new process, which has already imported `preload`."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))

    def start(work: Callable[..., None], *arguments: object) -> BaseProcess:
        process = context.Process(target=work, args=arguments)
        process.start()
        return process

    return start


def crawl_due(data: Path, registry: Path, hosts: Mapping[str, str]) -> None:
    """Crawl what is due, as the timer does; its output goes to a file next to the archive."""
    data.mkdir(parents=True, exist_ok=True)
    options = CrawlOptions(hosts, SUFFIXES, delay=0.0, only_due=True, log_level="ERROR")
    with (data / "crawl.log").open("a", encoding="utf-8") as stream, redirect_stderr(stream):
        run_crawl(data, load_sources(registry), options)


def random_kill_points(kills: int, seed: int) -> list[KillPoint]:
    """Return random kill points: most shortly after the first request of a run, some while it starts."""
    generator = Random(seed)
    pairs = [(0, _STARTUP_SECONDS) if number % 4 == 3 else (1, _MAX_DELAY_SECONDS) for number in range(kills)]
    return [KillPoint(requests, generator.uniform(0, seconds)) for requests, seconds in pairs]


def crawl_with_kills(web: RunningWeb, data: Path, kill_points: Sequence[KillPoint]) -> KilledCrawl:
    """Crawl `web` into `data` with a `kill -9` at each kill point, and then to the end."""
    run = partial(
        process_starter(["gongkai.runs.crawl_runner"]), crawl_due, data, web.registry_path, web.hosts
    )
    return run_with_kills(web, run, kill_points, partial(archived_requests, data))


def run_with_kills(
    web: RunningWeb,
    run: Callable[[], BaseProcess],
    kill_points: Sequence[KillPoint],
    list_recorded: Callable[[], frozenset[RequestIdentity]] = frozenset,
) -> KilledCrawl:
    """Start `run` and kill it at each kill point, then let it end.

    `list_recorded` returns the requests that were archived by then.
    Raises `RuntimeError` if the last run fails."""
    log_start, kills = len(web.log), []
    for kill_point in kill_points:
        before = len(web.log)
        process = run()
        while len(web.log) < before + kill_point.requests and process.is_alive():
            time.sleep(_POLL_SECONDS)
        time.sleep(kill_point.seconds)
        process.kill()
        process.join()
        if process.exitcode == 0:
            break
        time.sleep(_POLL_SECONDS)  # the server logs a request after answering it
        kills.append(Kill(len(web.log) - log_start, list_recorded()))
    process = run()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the last run ended with {process.exitcode}")
    return KilledCrawl(tuple(kills), tuple(map(request_identity, web.log[log_start:])))


def archived_requests(data: Path) -> frozenset[RequestIdentity]:
    """Return all requests whose answers are archived; first index records that a kill left without a row."""
    with Ledger.open(data) as ledger:
        ledger.index_missing()
        captures = list(ledger.captures.select())
    parts = [
        (urlsplit(capture.url), capture.form)
        for capture in captures
        if capture.record in ("response", "revisit")
    ]
    return frozenset((url.netloc, url._replace(scheme="", netloc="").geturl(), form) for url, form in parts)
