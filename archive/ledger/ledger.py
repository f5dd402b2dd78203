"""`ledger.db`: the index of the WARC files, quick to query, and rebuilt from them at any time.

Any process may write. Captures and runs are rebuilt by `rebuild_ledger`; the health of a source is judged
again at its next crawl.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Self

from archive.ledger.captures import CaptureTable
from archive.ledger.database import DatabaseUnusable, SharedDatabase
from archive.ledger.migrations import migrations
from archive.ledger.runs import RunTable
from archive.ledger.source_health import HealthTable
from archive.model import translate
from archive.warc import iter_file_captures, locate_file, recover_open_files, warc_file_names

_BATCH_ROWS = 1000


class Ledger(SharedDatabase):
    """The captures of an archive, its runs and the health of its sources."""

    FILE_NAME = "ledger.db"
    MIGRATIONS = migrations

    def __init__(self, data_dir: Path, *, read_only: bool = False) -> None:
        super().__init__(data_dir, read_only=read_only)
        self.warc_dir = data_dir / "warc"
        self.captures = CaptureTable(self)
        self.runs = RunTable(self)
        self.health = HealthTable(self)

    @classmethod
    def open_to_read(cls, folder: Path) -> Self:
        """Open the ledger for queries; creates and changes nothing. Empty if there is no archive yet.

        Raises `DatabaseUnusable` also if it is lost: then an empty one would say that nothing was archived.
        """
        if not (folder / cls.FILE_NAME).is_file() and warc_file_names(folder / "warc"):
            message = translate("{file} 不见了。", file=folder / cls.FILE_NAME)
            raise DatabaseUnusable(message + cls.advice())
        return super().open_to_read(folder)

    @classmethod
    def advice(cls) -> str:
        """The command that makes the index again."""
        return translate("它只是索引：请运行 gongkai recover，从 WARC 文件重建")

    def index_missing(self) -> int:
        """Recover what killed processes left and enter records without a row; returns how many.

        For the start of every command that writes. Files of living processes are left to them.
        """
        recover_open_files(self.warc_dir)
        names = sorted(path.name for path in self.warc_dir.glob("*.warc.gz"))
        return sum(self._index_tail(name) for name in names)

    def _index_tail(self, file: str) -> int:
        # Rows are entered in the order of records: those without a row come after the last that has one.
        sql = "select coalesce(max(offset + length), 0) as end from captures where file = ?"
        indexed: int = self.fetch_all(sql, (file,))[0]["end"]
        if indexed >= locate_file(self.warc_dir, file).stat().st_size:
            return 0
        missing = iter_file_captures(self.warc_dir, file, indexed)
        added = 0
        while batch := list(islice(missing, _BATCH_ROWS)):
            added += self.captures.add_all(batch)
        return added
