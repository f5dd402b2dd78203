from __future__ import annotations

from pathlib import Path

import pytest

from crawler.exceptions import NoTurns
from crawler.politeness.slot_pools import folder_of, machine_folder, opened
from crawler.state.rate_limits import Visits
from tests.support.subprocess_crawl import crawl, registry

STRANGER = "rsj.nowhere.gov.cn.invalid"


def test_a_portals_turns_are_the_machines_and_those_of_pairs_the_archives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, chosen = tmp_path / "data", tmp_path / "chosen"
    assert folder_of(None, data, is_own=True) == data
    assert folder_of(None, data, is_own=False) == tmp_path / "state" / "gongkai"
    assert folder_of(chosen, data, is_own=True) == folder_of(chosen, data, is_own=False) == chosen
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert machine_folder() == tmp_path / ".local" / "state" / "gongkai"


def test_two_archives_are_one_visitor(tmp_path: Path) -> None:
    """Neither gets further than to ask for robots.txt: there is no such host."""
    for name in ("one", "two"):
        summary = crawl(tmp_path / name, registry(tmp_path, {"host": STRANGER}), {}, RETRY_TIMES=0)
        assert summary["sources"]["rsj"][0] == "dns"
        assert not (tmp_path / name / "visits.db").exists()
    with Visits.open(tmp_path / "state" / "gongkai") as visits:
        (row,) = visits.rows("select key, asked from visits")
    assert row["key"] == STRANGER
    assert row["asked"] >= 2


def test_without_a_place_for_turns_nobody_is_visited(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoTurns, match="GONGKAI_TURNS"):
        opened(tmp_path / "file" / "turns")
