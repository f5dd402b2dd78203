"""A new release under a running site: shown in time, and no visitor notices how."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from archive.serving import running
from tests.archive.site.collection import Sample, publish

WITHIN = 10.0
PAGES = (
    "",
    "archive/reports",
    "archive/reports.json?_search=公安",
    "archive/requests.csv",
    "static/site.css",
)
PLACE = "湖南省长沙市公安局"


def samples(number: int) -> list[Sample]:
    """A release that can be told from the others: its only report says how many applications there were."""
    return [Sample(PLACE, figures={"requests.new_requests.total": number})]


def shown(client: httpx.Client, url: str) -> int:
    rows = client.get(f"{url}archive/reports.json?_shape=objects").json()["rows"]
    return int(rows[0]["applications"])


@contextmanager
def visitors(url: str, failures: list[str], served: list[int]) -> Iterator[None]:
    """Four visitors who ask for page after page, each on a connection that is kept, until the block ends."""
    over = threading.Event()

    def visit() -> None:
        with httpx.Client(trust_env=False, timeout=30) as client:
            while not over.is_set():
                for page in PAGES:
                    try:
                        answer = client.get(url + page)
                    except httpx.HTTPError as error:
                        failures.append(f"{page}: {error!r}")
                        continue
                    served.append(answer.status_code)
                    if answer.status_code != 200:
                        failures.append(f"{page}: {answer.status_code}")

    threads = [threading.Thread(target=visit) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def wait_for(condition: Callable[[], bool]) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < WITHIN, "新版本没有按时出现"
        time.sleep(0.1)
    return time.monotonic() - started


def test_releases_change_under_load_and_nothing_fails(tmp_path: Path) -> None:
    publish(tmp_path, samples(1), "first")
    failures: list[str] = []
    served: list[int] = []
    with running(tmp_path) as url, httpx.Client(trust_env=False) as client, visitors(url, failures, served):
        for number in (2, 3, 4):
            before = (tmp_path / "current").resolve()
            publish(tmp_path, samples(number), f"release{number}")
            wait_for(lambda number=number: shown(client, url) == number)
            shutil.rmtree(before)
    assert failures == []
    assert len(served) > 50


def test_the_same_content_in_another_file_is_shown_too(tmp_path: Path) -> None:
    """A second crawl that found nothing new: equal tables, but the captures say when the page was last seen."""
    publish(tmp_path, samples(1), "same")
    with running(tmp_path) as url, httpx.Client(trust_env=False) as client:
        tag = client.get(url).headers["etag"]
        publish(tmp_path, samples(1), "same-2")
        wait_for(lambda: client.get(url).headers["etag"] != tag)


def test_a_stream_goes_on_from_a_release_that_is_gone(tmp_path: Path) -> None:
    old = publish(tmp_path, [Sample(f"湖南省长沙市第{number}局") for number in range(60)], "old")
    settings = {"max_returned_rows": 20, "default_page_size": 10}
    with running(tmp_path, settings=settings) as url, httpx.Client(trust_env=False) as client:
        whole = client.get(f"{url}archive/requests.csv").content
        with client.stream("GET", f"{url}archive/requests.csv") as answer:
            chunks = answer.iter_raw(64)
            start = next(chunks)
            publish(tmp_path, samples(7), "new")
            shutil.rmtree(old)
            with httpx.Client(trust_env=False) as other:
                wait_for(lambda: shown(other, url) == 7)
            assert start + b"".join(chunks) == whole


@pytest.mark.parametrize("damage", ["empty", "no database", "dangling"])
def test_a_release_that_cannot_be_shown_is_not(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, samples(1), "good")
    with running(tmp_path) as url, httpx.Client(trust_env=False) as client:
        bad = tmp_path / "releases" / "bad"
        if damage != "dangling":
            bad.mkdir()
        if damage == "no database":
            (bad / "archive.db").write_text("不是数据库" * 1000, encoding="utf-8")
        link = tmp_path / ".bad"
        link.symlink_to(bad)
        link.replace(tmp_path / "current")
        wait_for(lambda: "新版本未换上" in caplog.text)
        assert shown(client, url) == 1
        publish(tmp_path, samples(2), "better")
        wait_for(lambda: shown(client, url) == 2)
    assert caplog.text.count("新版本未换上") == 1


def test_a_closed_release_leaves_no_thread_and_no_file_behind(tmp_path: Path) -> None:
    publish(tmp_path, samples(0), "release0")
    with running(tmp_path) as url, httpx.Client(trust_env=False) as client:

        def opened() -> list[str]:
            return [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]

        threads = threading.active_count()
        for number in (1, 2, 3):
            publish(tmp_path, samples(number), f"release{number}")
            wait_for(lambda number=number: shown(client, url) == number)
        wait_for(lambda: threading.active_count() <= threads)
        wait_for(
            lambda: {Path(one).parent.name for one in opened() if one.endswith("archive.db")} <= {"release3"}
        )
