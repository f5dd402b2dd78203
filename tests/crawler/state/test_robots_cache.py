from __future__ import annotations

import time
from pathlib import Path

from archive.ledger.ledger import Ledger
from archive.ledger.robots_cache import CachedRules


def test_rules_are_kept_for_a_while(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    rules = CachedRules("User-agent: *\nDisallow: /", "capture", time.time() - 50)
    ledger.keep_rules("http://h.gov.cn", rules)
    assert ledger.rules("http://h.gov.cn", 60) == rules
    assert ledger.rules("http://h.gov.cn", 40) is None
    assert ledger.rules("https://h.gov.cn", 60) is None
    ledger.close()
