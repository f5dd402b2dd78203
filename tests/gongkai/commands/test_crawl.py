"""`gongkai crawl` on the sample web, in separate processes: output, archive, and recovery after a kill."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Role
from crawler.state.crawl_state import CrawlState
from samples.server.server import RunningWeb, serve
from samples.world.world import World
from tests.gongkai.conftest import RunCommand
from tests.support.project import ROOT

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[str]"]
WORLD = World(12, 24, portals=4, families=("trs", "hanweb"))
SUFFIX = ("--suffix", ".gov.cn", "--suffix", ".gov.cn.test")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[RunningWeb]:
    """The sample web, and its registry in the test's data directory."""
    with serve(WORLD) as web:
        add_registry(web, tmp_path / "data")
        yield web


def add_registry(web: RunningWeb, data: Path) -> None:
    (data / "sources").mkdir(parents=True)
    copyfile(web.registry_path, data / "sources" / "samples.toml")


def host_options(web: RunningWeb) -> list[str]:
    return pair_options(web.hosts)


def pair_options(pairs: dict[str, str]) -> list[str]:
    hosts = [text for name, address in pairs.items() for text in ("--host", f"{name}={address}")]
    return [*hosts, "--delay", "0"]


def wait_for_exit(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, errors = process.communicate(timeout=120)
    return process.returncode, out, errors


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)


def archived_records(data: Path) -> list[tuple[str, str]]:
    with Ledger.open(data) as ledger:
        return [(capture.run, capture.record) for capture in ledger.captures.select()]


def test_every_report_is_archived_and_a_second_crawl_adds_no_body(
    start: Start, web: RunningWeb, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    code, out, errors = wait_for_exit(start("crawl", *SUFFIX, *host_options(web)))
    assert code == 0, errors
    assert "4 个来源" in out
    with Ledger.open(data) as ledger:
        assert {capture.url for capture in ledger.captures.select([Role.REPORT])} >= set(WORLD.truth)
    (file,) = (data / "runs").iterdir()
    assert str(file) in out
    report = json.loads(file.read_text("utf-8"))
    assert (report["reason"], report["errors"], report["unfinished"]) == ("finished", 0, [])
    assert {source["state"] for source in report["sources"]} == {"fine"}
    assert sum(source["listed"] for source in report["sources"]) == len(WORLD.truth)
    assert sum(report["records"].values()) == sum(report["outcomes"].values())
    assert report["started"] < report["ended"]
    for document in ("crawling.md", "crawling.zh.md"):
        text = (ROOT / "docs" / document).read_text("utf-8")
        assert [key for key in (*report, *report["sources"][0]) if f"`{key}`" not in text] == []
    first = {run for run, _ in archived_records(data)}
    assert wait_for_exit(start("crawl", *SUFFIX, *host_options(web)))[0] == 0
    assert {kind for run, kind in archived_records(data) if run not in first} <= {"revisit", "metadata"}


def test_only_named_sources_are_crawled(start: Start, web: RunningWeb, tmp_path: Path) -> None:
    host = next(iter(web.hosts))
    name = host.removesuffix(".gov.cn.test").replace(".", "-")
    code, out, errors = wait_for_exit(start("crawl", name, *SUFFIX, *host_options(web)))
    assert code == 0, errors
    assert "1 个来源" in out
    assert {request.host for request in web.log} == {host}


def test_a_failed_source_is_reported_and_the_others_are_crawled(
    start: Start, web: RunningWeb, tmp_path: Path
) -> None:
    unreachable = next(iter(web.hosts))
    web.hosts[unreachable] = "127.0.0.1:9"
    code, out, errors = wait_for_exit(start("crawl", *SUFFIX, *host_options(web)))
    name = unreachable.removesuffix(".gov.cn.test").replace(".", "-")
    assert code == 1
    assert name in errors
    assert "1 个来源有问题" in out


@pytest.mark.fault("killed", "crawl")
def test_a_killed_and_repeated_crawl_gives_the_same_release(
    start: Start, gongkai: RunCommand, web: RunningWeb, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    process = start("crawl", *SUFFIX, *host_options(web))
    wait_for(lambda: len(web.log) >= 20)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    code, _, errors = wait_for_exit(start("crawl", *SUFFIX, *host_options(web)))
    assert code == 0, errors
    assert list((data / "warc").glob("*.open")) == []
    assert gongkai("verify").exit_code == 0
    assert gongkai("build", *SUFFIX).exit_code == 0
    killed = gongkai("digest").stdout

    other = tmp_path / "other"
    add_registry(web, other)
    assert wait_for_exit(start("crawl", "--data", other, *SUFFIX, *host_options(web)))[0] == 0
    assert gongkai("build", "--data", other, *SUFFIX).exit_code == 0
    assert gongkai("digest", "--data", other).stdout == killed


def test_due_crawls_sources_never_crawled_and_then_none(
    start: Start, gongkai: RunCommand, web: RunningWeb, tmp_path: Path
) -> None:
    unreachable, *_ = web.hosts
    pairs = {**web.hosts, unreachable: "127.0.0.1:9"}
    options = pair_options(pairs)
    code, out, errors = wait_for_exit(start("crawl", "--due", *SUFFIX, *options))
    assert (code, "来源状态：正常 3" in out) == (0, True), errors
    assert "4 个来源" in out
    assert unreachable.removesuffix(".gov.cn.test").replace(".", "-") in errors
    log_length = len(web.log)
    result = gongkai("crawl", "--due", *SUFFIX, *host_options(web))
    assert result.exit_code == 0
    assert "没有到期的来源" in result.stdout
    assert len(web.log) == log_length


def test_ctrl_c_stops_cleanly_and_the_next_run_repeats_no_request(
    start: Start, web: RunningWeb, tmp_path: Path
) -> None:
    process = start("crawl", "--due", *SUFFIX, *host_options(web))
    wait_for(lambda: len(web.log) >= 20)
    process.send_signal(signal.SIGINT)
    code, _, errors = wait_for_exit(process)
    assert code == 1
    assert "中断" in errors
    with CrawlState.open(tmp_path / "data") as state:
        assert state.fetch_all("select * from leases") == []
    with Ledger.open(tmp_path / "data") as ledger:
        assert all(run.ended for run in ledger.runs.select())
    code, _, errors = wait_for_exit(start("crawl", "--due", *SUFFIX, *host_options(web)))
    assert code == 0, errors
    request_counts = Counter(
        (request.method, request.host, request.path, request.form) for request in web.log
    )
    assert max(request_counts.values()) == 1, request_counts.most_common(3)
    with Ledger.open(tmp_path / "data") as ledger:
        assert {capture.url for capture in ledger.captures.select([Role.REPORT])} >= set(WORLD.truth)


@pytest.mark.fault("two_at_once", "crawl")
def test_two_concurrent_runs_never_crawl_the_same_source(
    start: Start, web: RunningWeb, tmp_path: Path
) -> None:
    processes = [start("crawl", "--due", *SUFFIX, *host_options(web)) for _ in range(2)]
    outputs = [wait_for_exit(process) for process in processes]
    assert [code for code, *_ in outputs] == [0, 0], outputs
    request_counts = Counter(
        (request.method, request.host, request.path, request.form) for request in web.log
    )
    assert max(request_counts.values()) == 1, request_counts.most_common(3)
    with Ledger.open(tmp_path / "data") as ledger:
        pairs = {(capture.source, capture.run) for capture in ledger.captures.select()}
        assert {capture.url for capture in ledger.captures.select([Role.REPORT])} >= set(WORLD.truth)
    assert len(pairs) == len(web.hosts)


def test_an_unknown_source_is_a_usage_error(gongkai: RunCommand, web: RunningWeb) -> None:
    result = gongkai("crawl", "nowhere")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("contact", [(), ("--contact", "me"), ("--contact", "http://x y.cn/")])
def test_no_public_host_is_visited_without_a_contact(
    gongkai: RunCommand, web: RunningWeb, contact: tuple[str, ...]
) -> None:
    result = gongkai("crawl", *contact)
    assert result.exit_code == 2
    assert "--contact" in result.stderr
    assert "尚未发出任何请求" in result.stderr
    assert not web.log


def test_no_host_is_visited_without_a_usable_slot_store(
    gongkai: RunCommand, web: RunningWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    result = gongkai("crawl", "--contact", "https://example.org/about")
    assert result.exit_code == 1
    assert "GONGKAI_STATE_DIR" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not web.log


def test_the_error_for_an_empty_registry_names_its_directory(gongkai: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "data" / "sources").mkdir(parents=True)
    result = gongkai("crawl")
    assert result.exit_code == 1
    assert "sources" in result.stderr


@pytest.mark.parametrize("pair", ["nonsense", "elsewhere.gov.cn.test=127.0.0.1:80"])
def test_a_host_option_that_matches_no_source_is_a_usage_error(
    gongkai: RunCommand, web: RunningWeb, pair: str
) -> None:
    assert gongkai("crawl", "--host", pair).exit_code == 2
    assert web.log == []
