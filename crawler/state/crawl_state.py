"""`crawl.db`: what the crawls of one archive agree on. Losing it costs leases and cached answers, no data."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from archive.ledger import SharedDatabase
from crawler.state.leases import LeaseTable
from crawler.state.migrations import migrations
from crawler.state.robots_cache import RobotsTable
from crawler.state.session_ids import SessionIdTable
from crawler.state.templates import TemplateTable
from crawler.state.unfinished import UnfinishedTable


class CrawlState(SharedDatabase):
    """Leases of sources, unfinished sources, cached robots.txt, needs of list templates and session ids."""

    FILE_NAME = "crawl.db"
    MIGRATIONS = migrations

    def __init__(self, data_dir: Path, *, read_only: bool = False) -> None:
        super().__init__(data_dir, read_only=read_only)
        self.leases = LeaseTable(self)
        self.unfinished = UnfinishedTable(self)
        self.robots = RobotsTable(self)
        self.templates = TemplateTable(self)
        self.session_ids = SessionIdTable(self)

    def future_times(self) -> list[tuple[str, str]]:
        """What was stored with a time later than now, by a clock that was wrong: host or source, and time."""
        sql = """select origin as owner, fetched as moment from robots where fetched > ?
            union all select source, begun from unfinished where begun > ? order by owner"""
        now = time.time()
        return [
            (row["owner"], datetime.fromtimestamp(row["moment"], UTC).isoformat())
            for row in self.fetch_all(sql, (now, now))
        ]
