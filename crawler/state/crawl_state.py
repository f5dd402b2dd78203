"""`crawl.db`: what the crawls of one archive agree on. Losing it costs leases and cached answers, no data."""

from __future__ import annotations

from pathlib import Path

from archive.ledger import SharedDatabase
from crawler.state.leases import LeaseTable
from crawler.state.migrations import migrations
from crawler.state.robots_cache import RobotsTable
from crawler.state.templates import TemplateTable
from crawler.state.unfinished import UnfinishedTable


class CrawlState(SharedDatabase):
    """Leases of sources, unfinished sources, cached robots.txt and needs of list templates."""

    FILE_NAME = "crawl.db"
    MIGRATIONS = migrations

    def __init__(self, data_dir: Path, *, read_only: bool = False) -> None:
        super().__init__(data_dir, read_only=read_only)
        self.leases = LeaseTable(self)
        self.unfinished = UnfinishedTable(self)
        self.robots = RobotsTable(self)
        self.templates = TemplateTable(self)
