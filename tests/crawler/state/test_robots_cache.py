from __future__ import annotations

import time
from pathlib import Path

from crawler.state.crawl_state import CrawlState
from crawler.state.robots_cache import CachedRobots


def test_robots_txt_is_cached_for_a_limited_time(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        rules = CachedRobots("User-agent: *\nDisallow: /", "capture", time.time() - 50)
        state.robots.save("http://h.gov.cn", rules)
        assert state.robots.get("http://h.gov.cn", 60) == rules
        assert state.robots.get("http://h.gov.cn", 40) is None
        assert state.robots.get("https://h.gov.cn", 60) is None
