from __future__ import annotations

from pathlib import Path

import pytest

from crawler.exceptions import RateLimitStoreUnavailable
from crawler.politeness.slot_pools import open_store, store_dir, user_state_dir
from crawler.state.rate_limits import RateLimitStore
from tests.support.subprocess_crawl import crawl, write_registry

pytestmark = pytest.mark.slow

UNKNOWN_HOST = "rsj.nowhere.gov.cn.invalid"


def test_slots_are_stored_per_user_and_those_of_pinned_hosts_in_the_data_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, chosen = tmp_path / "data", tmp_path / "chosen"
    assert store_dir(None, data, is_pinned=True) == data
    assert store_dir(None, data, is_pinned=False) == tmp_path / "state" / "gongkai"
    assert store_dir(chosen, data, is_pinned=True) == store_dir(chosen, data, is_pinned=False) == chosen
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_state_dir() == tmp_path / ".local" / "state" / "gongkai"


def test_without_a_home_directory_the_error_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(RateLimitStoreUnavailable, match="GONGKAI_STATE_DIR"):
        user_state_dir()


def test_two_archives_share_one_slot_pool(tmp_path: Path) -> None:
    """Both crawls only try to request robots.txt: the host does not exist."""
    for name in ("one", "two"):
        summary = crawl(tmp_path / name, write_registry(tmp_path, {"host": UNKNOWN_HOST}), {}, RETRY_TIMES=0)
        assert summary["sources"]["rsj"][0] == "dns"
        assert not (tmp_path / name / "visits.db").exists()
    with RateLimitStore.open(tmp_path / "state" / "gongkai") as store:
        (row,) = store.fetch_all("select key, asked from visits")
    assert row["key"] == UNKNOWN_HOST
    assert row["asked"] >= 2


def test_an_unusable_slot_store_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RateLimitStoreUnavailable, match="GONGKAI_STATE_DIR"):
        open_store(tmp_path / "file" / "turns")
