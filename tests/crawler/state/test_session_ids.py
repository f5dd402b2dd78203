from __future__ import annotations

from pathlib import Path

from crawler.state.crawl_state import CrawlState


def test_learned_names_are_kept_for_the_next_run_until_they_expire(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        state.session_ids.save("a.gov.cn", frozenset({"zid"}))
        state.session_ids.save("a.gov.cn", frozenset({"zid", "token"}))
        state.session_ids.save("b.gov.cn", frozenset({"k"}))
    with CrawlState.open(tmp_path) as state:
        assert state.session_ids.names() == {"a.gov.cn": {"zid", "token"}, "b.gov.cn": {"k"}}
        assert state.session_ids.names(seconds=-1) == {}
        assert state.session_ids.names() == {}


def test_a_name_learned_by_a_clock_that_was_wrong_is_forgotten(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        state.session_ids.save("a.gov.cn", frozenset({"zid"}))
        with state.transaction() as connection:
            connection.execute("update session_ids set learned = learned + 1e6")
        assert state.session_ids.names() == {}
