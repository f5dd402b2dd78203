from __future__ import annotations

import time
from pathlib import Path

from archive.ledger.ledger import Ledger
from archive.ledger.robots_cache import CachedRobots


def test_rules_are_kept_for_a_while(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    rules = CachedRobots("User-agent: *\nDisallow: /", "capture", time.time() - 50)
    ledger.save_robots("http://h.gov.cn", rules)
    assert ledger.cached_robots("http://h.gov.cn", 60) == rules
    assert ledger.cached_robots("http://h.gov.cn", 40) is None
    assert ledger.cached_robots("https://h.gov.cn", 60) is None
    ledger.close()
