"""A crawl over every fault of the sample web: each source's state, and nothing false archived as a report."""

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

# What is older or fewer shows only beside an earlier crawl.
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
    """An archive after a crawl of the world with all of its faults, each on its first day."""
    data = tmp_path_factory.mktemp("faults")
    with serve(FAULTY_WORLD) as web:
        crawl(data, web.registry_path, web.hosts, **SETTINGS)
    return data


def faults_by_source() -> dict[str, str]:
    """The fault of each source."""
    return {source_id(host): dealt.fault.key for host, dealt in FAULTY_WORLD.faults.items()}


def source_health(data: Path) -> dict[str, SourceHealth]:
    with Ledger.open(data) as ledger:
        return {faults_by_source()[source]: one for source, one in ledger.health.by_source().items()}


def without_query(url: str) -> str:
    """Without what changes from visit to visit."""
    return urlsplit(url)._replace(query="").geturl()


def report_captures(data: Path) -> list[Capture]:
    return [
        capture
        for capture in read_captures(data)
        if capture.role is Role.REPORT and capture.outcome is Outcome.OK
    ]


def test_every_fault_gives_its_source_state(data: Path) -> None:
    expected = {key: fault.state for key, fault in FIRST_DAY_FAULTS.items()}
    found = source_health(data)
    assert {key: one.state for key, one in found.items()} == expected
    calm = {"fine", "empty_expected"}
    dead = {"soft_404", "sent_home"}
    assert {key for key, one in found.items() if not one.is_wrong} == dead | {
        key for key, state in expected.items() if state in calm
    }
    assert all(
        bool(source_health.cause) is (source_health.state != "fine") for source_health in found.values()
    )


def test_exactly_the_reports_without_a_fault_are_archived(data: Path) -> None:
    found = {without_query(capture.url) for capture in report_captures(data)}
    assert found == {url for url, truth in FAULTY_WORLD.truth.items() if not truth.fault}


def test_every_missed_report_has_a_cause(data: Path) -> None:
    lost = Counter(truth.fault for truth in FAULTY_WORLD.truth.values() if truth.fault)
    for key, one in source_health(data).items():
        fault = FAULTS[key]
        if fault.target == "page" and fault.is_fatal:
            (missed,) = one.missed
            assert (missed.outcome, missed.count) == (fault.outcome, lost[key]), key
            assert FAULTY_WORLD.truth[without_query(missed.example)].fault == key
        elif fault.is_fatal and key != "column_empty":
            # Where https fails http is tried, and there nobody listens.
            beside = {"connection"} if fault.target == "certificate" else set()
            assert {missed.outcome for missed in one.missed} == {fault.outcome} | beside, key


def test_a_wrong_charset_label_is_recorded(data: Path) -> None:
    assert [capture.detail for capture in report_captures(data) if capture.detail] == [
        "编码标为 gb2312，实为 utf-8"
    ]


def test_a_list_that_became_older_shorter_or_empty_is_reported_by_the_next_crawl(tmp_path: Path) -> None:
    world = World(22, 12, portals=4, families=("trs",), carriers=("page",))
    with serve(world) as web:
        crawl(tmp_path, web.registry_path, web.hosts)
    with serve(world.with_faults(LATER_FAULTS)) as web:
        crawl(tmp_path, web.registry_path, web.hosts)
    with Ledger.open(tmp_path) as ledger:
        found = ledger.health.by_source()
    hosts = [source_id(portal.site.host) for portal in world.portals]
    assert [found[host].state for host in hosts] == ["older", "fewer", "emptied", "fine"]
    assert [found[host].is_wrong for host in hosts] == [True, True, True, False]
    assert all(found[host].items_before == 3 for host in hosts)
    assert "2 份" in found[hosts[1]].cause
