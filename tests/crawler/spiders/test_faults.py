"""A crawl over every fault of the sample web: the state of each source, and which reports are archived."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from archive.model import Capture, Outcome, Role
from samples.server.server import serve
from samples.world.faults import FAULTS
from samples.world.registry import source_id
from samples.world.world import World
from tests.support.subprocess_crawl import crawl, read_captures

pytestmark = pytest.mark.slow

# An older or shorter list is noticed only by comparison with an earlier crawl.
FIRST_DAY_FAULTS = {key: fault for key, fault in FAULTS.items() if not fault.dropped_report}
WORLD = World(
    21,
    2 * len(FIRST_DAY_FAULTS),
    portals=len(FIRST_DAY_FAULTS),
    families=("trs", "hanweb"),
    carriers=("page",),
)
FAULTY_WORLD = WORLD.with_faults(tuple(FIRST_DAY_FAULTS))
LATER_FAULTS = ("list_older", "list_fewer", "column_empty")
SETTINGS = {"DOWNLOAD_MAXSIZE": 4 << 20, "DOWNLOAD_TIMEOUT": 20, "RETRY_TIMES": 1}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive after a first crawl of the world with its faults."""
    data = tmp_path_factory.mktemp("faults")
    with serve(FAULTY_WORLD) as web:
        crawl(data, web.registry_path, web.hosts, **SETTINGS)
    return data


def faults_by_source() -> dict[str, str]:
    """Return the fault of each source, by its id."""
    return {source_id(host): dealt.fault.key for host, dealt in FAULTY_WORLD.faults.items()}


def source_health(data: Path) -> dict[str, SourceHealth]:
    with Ledger.open(data) as ledger:
        return {faults_by_source()[source]: health for source, health in ledger.health.by_source().items()}


def without_query(url: str) -> str:
    """Return the URL without its query, which changes from visit to visit."""
    return urlsplit(url)._replace(query="").geturl()


def report_captures(data: Path) -> list[Capture]:
    return [
        capture
        for capture in read_captures(data)
        if capture.role is Role.REPORT and capture.outcome is Outcome.OK
    ]


@pytest.mark.fault("bad_answers", "crawl")
def test_every_fault_gives_its_source_state(data: Path) -> None:
    expected = {key: fault.state for key, fault in FIRST_DAY_FAULTS.items()}
    health_by_fault = source_health(data)
    assert {key: health.state for key, health in health_by_fault.items()} == expected
    good_states = {"fine", "empty_expected"}
    dead_link_faults = {"soft_404", "sent_home"}
    assert {key for key, health in health_by_fault.items() if not health.is_wrong} == dead_link_faults | {
        key for key, state in expected.items() if state in good_states
    }
    assert all(
        bool(source_health.cause) is (source_health.state != "fine")
        for source_health in health_by_fault.values()
    )


def test_exactly_the_reports_without_a_fault_are_archived(data: Path) -> None:
    urls = {without_query(capture.url) for capture in report_captures(data)}
    assert urls == {url for url, truth in FAULTY_WORLD.truth.items() if not truth.fault}


@pytest.mark.fault("bad_answers", "crawl")
def test_every_missed_report_has_a_cause(data: Path) -> None:
    lost_counts = Counter(truth.fault for truth in FAULTY_WORLD.truth.values() if truth.fault)
    for key, health in source_health(data).items():
        fault = FAULTS[key]
        if fault.target == "page" and fault.is_fatal:
            (missed,) = health.missed
            assert (missed.outcome, missed.count) == (fault.outcome, lost_counts[key]), key
            assert FAULTY_WORLD.truth[without_query(missed.example)].fault == key
        elif fault.is_fatal and key != "column_empty":
            # If HTTPS fails, HTTP is tried, and there no server listens.
            other_outcomes = {"connection"} if fault.target == "certificate" else set()
            assert {missed.outcome for missed in health.missed} == {fault.outcome} | other_outcomes, key


def test_wrong_labels_are_recorded(data: Path) -> None:
    assert {capture.detail for capture in report_captures(data) if capture.detail} == {
        "编码标为 gb2312，实为 utf-8",
        "压缩标为 gzip，实为未压缩",
    }


def test_a_list_that_became_older_shorter_or_empty_is_reported_by_the_next_crawl(tmp_path: Path) -> None:
    world = World(22, 12, portals=4, families=("trs",), carriers=("page",))
    with serve(world) as web:
        crawl(tmp_path, web.registry_path, web.hosts)
    with serve(world.with_faults(LATER_FAULTS)) as web:
        crawl(tmp_path, web.registry_path, web.hosts)
    with Ledger.open(tmp_path) as ledger:
        health_by_source = ledger.health.by_source()
    hosts = [source_id(portal.site.host) for portal in world.portals]
    assert [health_by_source[host].state for host in hosts] == ["older", "fewer", "emptied", "fine"]
    assert [health_by_source[host].is_wrong for host in hosts] == [True, True, True, False]
    assert all(health_by_source[host].items_before == 3 for host in hosts)
    assert "2 份" in health_by_source[hosts[1]].cause
