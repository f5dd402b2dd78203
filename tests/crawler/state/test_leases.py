from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.state.crawl_state import CrawlState
from crawler.state.leases import LeaseTable


@pytest.fixture
def leases(tmp_path: Path) -> Iterator[LeaseTable]:
    with CrawlState.open(tmp_path) as state:
        yield state.leases


def test_a_source_has_one_holder_until_its_lease_expires(leases: LeaseTable) -> None:
    assert leases.acquire("s", "one")
    assert leases.acquire("s", "one")
    assert not leases.acquire("s", "other")
    assert not leases.renew("s", "other")
    leases.release("s", "other")
    assert leases.renew("s", "one", seconds=-1)
    assert leases.acquire("s", "other")
    assert not leases.renew("s", "one")
    leases.release("s", "other")
    assert leases.acquire("s", "one")


def test_only_the_leases_of_dead_holders_are_released(leases: LeaseTable) -> None:
    assert leases.acquire("a", "dead")
    assert leases.acquire("b", "dead")
    assert leases.acquire("c", "alive")
    leases.release_all({"dead", "unknown"})
    assert leases.acquire("a", "new")
    assert leases.acquire("b", "new")
    assert not leases.acquire("c", "new")
    leases.release_all(())
    assert leases.renew("c", "alive")
