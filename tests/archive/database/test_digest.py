"""The digest depends on every value, but not on order, row ids and times."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from shutil import copyfile

import pytest

from archive.database.digest import WHOLE_ARCHIVE_KEY, connection_digests, content_digests
from archive.database.schema import load_schema
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = SmallArchive(tmp_path_factory.mktemp("digest"))
    for number in range(3):
        archive.add_response(f"{PAGE_URL}?{number}", report_bytes(f"临川县第{number}局"))
    return archive.build().release / "archive.db"


@pytest.fixture
def database(built_database: Path, tmp_path: Path) -> Path:
    """A copy of the database that the test may change."""
    return Path(copyfile(built_database, tmp_path / "archive.db"))


def digest_after(database: Path, *statements: str) -> dict[str, str]:
    with sqlite3.connect(database) as connection:
        for statement in statements:
            connection.execute(statement)
        return connection_digests(connection)


def test_the_digest_includes_every_table_except_those_of_times(database: Path) -> None:
    named = {table.name for table in load_schema().tables if table.digest}
    assert set(content_digests(database)) == {*named, WHOLE_ARCHIVE_KEY}
    assert {"captures", "source_health"}.isdisjoint(named)


@pytest.mark.parametrize("table", [table.name for table in load_schema().tables if table.digest])
def test_an_added_or_removed_row_changes_the_digest_of_its_table_and_archive(
    database: Path, table: str
) -> None:
    before = content_digests(database)
    with sqlite3.connect(database) as connection:
        (rows,) = connection.execute(f"SELECT count(*) FROM [{table}]").fetchone()
        if not rows:
            columns = [
                column
                for column in load_schema().table(table).columns
                if column.required or column.name == "id"
            ]
            values = ", ".join("'1'" if column.type == "text" else "1" for column in columns)
            names = ", ".join(f"[{column.name}]" for column in columns)
            connection.execute(f"INSERT INTO [{table}] ({names}) VALUES ({values})")
        else:
            connection.execute(f"DELETE FROM [{table}]")
    now = content_digests(database)
    assert {name for name in now if now[name] != before[name]} == {table, WHOLE_ARCHIVE_KEY}


def test_order_of_insertion_and_free_pages_do_not_change_the_digest(database: Path) -> None:
    before = content_digests(database)
    again = digest_after(
        database,
        "CREATE TEMP TABLE kept AS SELECT * FROM sections ORDER BY report_id DESC, number",
        "DELETE FROM sections",
        "INSERT INTO sections SELECT * FROM kept",
    )
    assert again == before


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("UPDATE documents SET last_seen = 'x', first_seen = 'y', capture_id = 'z'", False),
        ("DELETE FROM captures", False),
        ("UPDATE source_health SET visits = 9", False),
        ("UPDATE reports SET applications = NULL", True),
        ("UPDATE disclosure SET fee_amount = fee_amount + 0.0001", True),
        ("UPDATE requests SET total = 0 WHERE number = 1", True),
    ],
)
def test_values_change_the_digest_and_times_do_not(database: Path, change: str, seen: bool) -> None:
    before = content_digests(database)
    assert (digest_after(database, change) != before) is seen


def test_the_digest_does_not_write(database: Path) -> None:
    before = database.read_bytes()
    content_digests(database)
    assert database.read_bytes() == before


def test_two_processes_compute_the_same_digest(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.database.digest.PARALLEL_MIN_BYTES", 0)
    assert list(content_digests(database, 2).items()) == list(content_digests(database).items())


def test_a_row_anywhere_in_a_long_table_changes_the_digest(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.database.digest._ROWS_PER_CHUNK", 7)
    before = content_digests(database)
    for place in (0, 6, 7, 20):
        chosen = f"SELECT report_id, number FROM requests ORDER BY 1, 2 LIMIT 1 OFFSET {place}"
        now = digest_after(
            database, f"UPDATE requests SET label = label || '！' WHERE (report_id, number) = ({chosen})"
        )
        assert now["requests"] != before["requests"]
        before = now
