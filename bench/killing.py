"""A crawl that is killed again and again, and what the servers' log and the ledger say of it afterwards."""

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
"""Host, path with query, and form of a request: what tells it from others."""

SUFFIXES = (".gov.cn", ".gov.cn.test")
_MAX_DELAY_SECONDS = 0.3
_STARTUP_SECONDS = 1.0
_POLL_SECONDS = 0.005


class KillPoint(NamedTuple):
    """When to kill a run: so many seconds after the servers have seen so many of its requests."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: how much of the servers' log was written by then, and what the ledger held."""

    log_length: int
    recorded: frozenset[RequestIdentity]


@dataclass(frozen=True, slots=True)
class KilledCrawl:
    """A crawl with its kills. `log` is what the servers saw from the first run to the end of the last."""

    kills: tuple[Kill, ...]
    log: tuple[RequestIdentity, ...]

    @property
    def refetched(self) -> list[RequestIdentity]:
        """What was fetched again although the ledger had it before a kill: nothing."""
        return [
            asked for kill in self.kills for asked in self.log[kill.log_length :] if asked in kill.recorded
        ]

    def share_requested(self, pages: Collection[RequestIdentity]) -> float:
        """The share of `pages` that some run asked for; what none did is lost."""
        return len(set(pages) & set(self.log)) / len(pages)

    @property
    def repeated_count(self) -> int:
        """How many requests were made more than once."""
        return len(self.log) - len(set(self.log))

    @property
    def in_flight_count(self) -> int:
        """How many requests the servers had seen at a kill that the ledger did not hold yet."""
        return sum(len(set(self.log[: kill.log_length]) - kill.recorded) for kill in self.kills)


def request_identity(seen: LoggedRequest) -> RequestIdentity:
    """A line of the servers' log as a request."""
    return (seen.host, seen.path, seen.form)


def process_starter(preload: Sequence[str]) -> Callable[..., BaseProcess]:
    """Starts a function in a process of its own, which has imported `preload` already."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))

    def start(work: Callable[..., None], *arguments: object) -> BaseProcess:
        process = context.Process(target=work, args=arguments)
        process.start()
        return process

    return start


def crawl_due(data: Path, registry: Path, hosts: Mapping[str, str]) -> None:
    """What is due, as the timer's command crawls it; what it says goes into a file beside the archive."""
    data.mkdir(parents=True, exist_ok=True)
    options = CrawlOptions(hosts, SUFFIXES, delay=0.0, only_due=True, log_level="ERROR")
    with (data / "crawl.log").open("a", encoding="utf-8") as stream, redirect_stderr(stream):
        run_crawl(data, load_sources(registry), options)


def random_kill_points(kills: int, seed: int) -> list[KillPoint]:
    """Most come a little after the first request of a run, some while it starts or reads what it has."""
    random = Random(seed)
    pairs = [(0, _STARTUP_SECONDS) if number % 4 == 3 else (1, _MAX_DELAY_SECONDS) for number in range(kills)]
    return [KillPoint(requests, random.uniform(0, seconds)) for requests, seconds in pairs]


def crawl_with_kills(web: RunningWeb, data: Path, kill_points: Sequence[KillPoint]) -> KilledCrawl:
    """Crawl `web` into `data` with a `kill -9` at each of these moments, and then to the end."""
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
    """Start `run` and kill it at each moment, then let it end; `noted` tells what it had kept by then."""
    begun, done = len(web.log), []
    for moment in kill_points:
        before = len(web.log)
        process = run()
        while len(web.log) < before + moment.requests and process.is_alive():
            time.sleep(_POLL_SECONDS)
        time.sleep(moment.seconds)
        process.kill()
        process.join()
        if process.exitcode == 0:
            break
        time.sleep(_POLL_SECONDS)  # the server notes a request when it has answered it
        done.append(Kill(len(web.log) - begun, list_recorded()))
    last = run()
    last.join()
    if last.exitcode:
        raise RuntimeError(f"the last run ended with {last.exitcode}")
    return KilledCrawl(tuple(done), tuple(request_identity(seen) for seen in web.log[begun:]))


def archived_requests(data: Path) -> frozenset[RequestIdentity]:
    """Every request whose answer the archive holds; records that a kill left without a row are entered."""
    with Ledger.open(data) as ledger:
        ledger.index_missing()
        captures = list(ledger.captures())
    parts = [(urlsplit(one.url), one.form) for one in captures if one.record in ("response", "revisit")]
    return frozenset((url.netloc, url._replace(scheme="", netloc="").geturl(), form) for url, form in parts)
