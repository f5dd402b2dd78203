"""A new release of a running site is shown in time, without an error for any visitor."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from archive.site.server import run_in_thread
from tests.support.site_collection import SiteReport, publish_release

pytestmark = pytest.mark.slow

# An idle machine takes two seconds. The tests check that the switch happens, not how fast.
MAX_WAIT_SECONDS = 60.0
PAGES = (
    "",
    "archive/reports",
    "archive/reports.json?_search=公安",
    "archive/requests.csv",
    "static/site.css",
)
LATER_THAN_NOW = 3_800_000_000
AGENCY = "湖南省长沙市公安局"


def numbered_release(number: int) -> list[SiteReport]:
    """Return the only report of a release, with `number` applications, by which the release is recognised."""
    return [SiteReport(AGENCY, figures={"requests.new_requests.total": number})]


def shown_count(client: httpx.Client, url: str) -> int:
    rows = client.get(f"{url}archive/reports.json?_shape=objects").json()["rows"]
    return int(rows[0]["applications"])


@contextmanager
def run_visitors(url: str, failures: list[str], statuses: list[int]) -> Iterator[None]:
    """Run four visitors that request page after page, each on one connection, until the block ends."""
    finished = threading.Event()

    def visit() -> None:
        with httpx.Client(trust_env=False, timeout=30) as client:
            while not finished.is_set():
                for page in PAGES:
                    try:
                        answer = client.get(url + page)
                    except httpx.HTTPError as error:
                        failures.append(f"{page}: {error!r}")
                        continue
                    statuses.append(answer.status_code)
                    if answer.status_code != 200:
                        failures.append(f"{page}: {answer.status_code}")

    threads = [threading.Thread(target=visit) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        finished.set()
        for thread in threads:
            thread.join()


def wait_for(condition: Callable[[], bool]) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < MAX_WAIT_SECONDS, "新版本没有按时出现"
        time.sleep(0.1)
    return time.monotonic() - started


@pytest.mark.fault("two_at_once", "serve")
def test_no_request_fails_while_releases_change(tmp_path: Path) -> None:
    publish_release(tmp_path, numbered_release(1), "first")
    failures: list[str] = []
    statuses: list[int] = []
    with (
        run_in_thread(tmp_path) as url,
        httpx.Client(trust_env=False) as client,
        run_visitors(url, failures, statuses),
    ):
        for number in (2, 3, 4):
            before = (tmp_path / "current").resolve()
            publish_release(tmp_path, numbered_release(number), f"release{number}")
            wait_for(lambda number=number: shown_count(client, url) == number)
            shutil.rmtree(before)
    assert failures == []
    assert len(statuses) > 50


def test_a_release_with_the_same_content_is_shown(tmp_path: Path) -> None:
    """After a crawl without changes the tables are equal, but the captures are later ones."""
    publish_release(tmp_path, numbered_release(1), "same")
    with run_in_thread(tmp_path) as url, httpx.Client(trust_env=False) as client:
        tag = client.get(url).headers["etag"]
        publish_release(tmp_path, numbered_release(1), "same-2")
        wait_for(lambda: client.get(url).headers["etag"] != tag)


def test_a_stream_continues_from_a_deleted_release(tmp_path: Path) -> None:
    """The stream has ten megabytes, more than the sockets can buffer, so that it waits for its reader."""
    old = publish_release(tmp_path, numbered_release(1), "old")
    texts = [f"{number}" * 200_000 for number in range(100, 120)]
    with closing(sqlite3.connect(old / "archive.db")) as connection, connection:
        [[report]] = connection.execute("select id from reports")
        rows = ((report, number, text) for number, text in enumerate(texts))
        connection.executemany("insert into leftovers values (?, ?, ?)", rows)
    with (
        run_in_thread(tmp_path, settings={"max_returned_rows": 5, "default_page_size": 5}) as url,
        httpx.Client(trust_env=False) as client,
        client.stream("GET", f"{url}archive/leftovers.csv") as answer,
    ):
        chunks = answer.iter_raw(1024)
        start = next(chunks)
        publish_release(tmp_path, numbered_release(7), "new")
        shutil.rmtree(old)
        wait_for(lambda: shown_count(httpx.Client(trust_env=False), url) == 7)
        body = start + b"".join(chunks)
    streamed = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert [row[2] for row in streamed][1:] == texts


@pytest.mark.fault("clock", "serve")
def test_a_release_of_a_clock_that_was_wrong_is_shown_and_replaced(tmp_path: Path) -> None:
    folder = publish_release(tmp_path, numbered_release(1), "first")
    for path in (folder, folder / "archive.db", tmp_path / "releases"):
        os.utime(path, (LATER_THAN_NOW, LATER_THAN_NOW))
    with run_in_thread(tmp_path) as url, httpx.Client(trust_env=False) as client:
        answer = client.get(url)
        assert answer.status_code == 200
        assert client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        publish_release(tmp_path, numbered_release(2), "second")
        wait_for(lambda: shown_count(client, url) == 2)
        assert client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("damage", ["empty", "no database", "dangling"])
@pytest.mark.fault("corrupt", "serve")
def test_a_broken_release_is_not_shown(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    publish_release(tmp_path, numbered_release(1), "good")
    with run_in_thread(tmp_path) as url, httpx.Client(trust_env=False) as client:
        bad = tmp_path / "releases" / "bad"
        if damage != "dangling":
            bad.mkdir()
        if damage == "no database":
            (bad / "archive.db").write_text("不是数据库" * 1000, encoding="utf-8")
        link = tmp_path / ".bad"
        link.symlink_to(bad)
        link.replace(tmp_path / "current")
        wait_for(lambda: "新版本未换上" in caplog.text)
        assert shown_count(client, url) == 1
        publish_release(tmp_path, numbered_release(2), "better")
        wait_for(lambda: shown_count(client, url) == 2)
    assert caplog.text.count("新版本未换上") == 1


def worker_thread_count() -> int:
    """Count the threads of this process, without the event loop's own pool, which grows on demand."""
    return sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate())


def open_releases(data: Path) -> set[str]:
    """Return the releases under `data` of which this process has a file open."""
    files = [
        descriptor.readlink() for descriptor in Path("/proc/self/fd").iterdir() if descriptor.is_symlink()
    ]
    return {path.parent.name for path in files if path.is_relative_to(data / "releases")}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="这个系统说不出打开了哪些文件")
def test_a_closed_release_has_no_threads_and_no_open_files(tmp_path: Path) -> None:
    publish_release(tmp_path, numbered_release(0), "release0")
    with run_in_thread(tmp_path) as url, httpx.Client(trust_env=False) as client:
        threads = worker_thread_count()
        for number in (1, 2, 3):
            publish_release(tmp_path, numbered_release(number), f"release{number}")
            wait_for(lambda number=number: shown_count(client, url) == number)
        wait_for(lambda: worker_thread_count() <= threads)
        wait_for(lambda: open_releases(tmp_path) == {"release3"})
