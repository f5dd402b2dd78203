"""A CSV of a table has every row once, whatever it is sorted by.

Datasette's pages overlap when ties are broken one way on the first page and another way on the next.
"""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import httpx
import pytest

from archive.database.schema import load_schema
from archive.site.server import run_in_thread
from tests.support.site_collection import SiteReport, blank_figure, make_current, publish_release

pytestmark = pytest.mark.slow

# 144 reports at 20 rows a page; years, provinces, dates and numbers have few values, some of them NULL.
PLACES = ("湖南省长沙市", "福建省莆田市", "某", "四川省达州市", "广东省广州市", "湖南省岳阳市")
OFFICES = ("公安局", "教育局", "民政局", "财政局", "司法局", "水利局", "卫生健康委员会", "统计局")
SETTINGS = {"max_returned_rows": 20, "default_page_size": 10}
SORTS = [
    (table.name, column, direction)
    for table in load_schema().tables
    for column in table.sortable
    for direction in ("_sort", "_sort_desc")
]


def many_reports() -> list[SiteReport]:
    return [
        SiteReport(
            place + office,
            year,
            figures={"requests.new_requests.total": number % 2 if number % 5 else blank_figure()},
            published=("2024-01-20", "2024-03-01", None)[number % 3],
            url=f"http://www.example.gov.cn/{number}.html",
        )
        for number, (year, place, office) in enumerate(
            (year, place, office) for year in (2021, 2022, 2023) for place in PLACES for office in OFFICES
        )
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("many_reports")
    publish_release(data, many_reports())
    _add_sources(data / "current" / "archive.db")
    return data


@pytest.fixture(scope="module")
def url(data: Path) -> Iterator[str]:
    with run_in_thread(data, settings=SETTINGS) as url:
        yield url


def _add_sources(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for number in range(50):
            source = f"s{number * 7919 % 100:02}"
            connection.execute(
                "insert into sources (id, name, registered, province, reports) values (?, ?, 1, ?, ?)",
                (source, "来源", ("湖南省", None)[number % 2], number % 2),
            )
            connection.execute(
                "insert into source_health"
                " (source_id, last_visit, visits, succeeded, refused, failed, outcomes)"
                " values (?, ?, 1, 1, ?, ?, '{}')",
                (source, ("2024-01-01T00:00:00Z", None)[number % 2], number % 2, number % 3),
            )
    connection.close()


def stream_rows(url: str, table: str, column: str, direction: str) -> list[dict[str, str]]:
    path = f"{url}archive/{table}.csv"
    with httpx.Client(trust_env=False, timeout=60) as client:
        answer = client.get(path, params={direction: column})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def row_keys(table: str, rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in load_schema().table(table).key) for row in rows]


def stored_keys(data: Path, table: str) -> list[tuple[str, ...]]:
    key = ", ".join(load_schema().table(table).key)
    connection = sqlite3.connect(data / "current" / "archive.db")
    rows = connection.execute(f"select {key} from {table}").fetchall()
    connection.close()
    return [tuple(map(str, row)) for row in rows]


@pytest.mark.parametrize(("table", "column", "direction"), SORTS)
def test_a_stream_has_each_row_once(url: str, data: Path, table: str, column: str, direction: str) -> None:
    rows = stream_rows(url, table, column, direction)
    expected = stored_keys(data, table)
    assert len(expected) > 2 * SETTINGS["max_returned_rows"], "there is only one page"
    assert sorted(row_keys(table, rows)) == sorted(expected)
    values = [row[column] for row in rows]
    assert len(list(groupby(values))) == len(set(values)), "equal values are not adjacent"


@pytest.mark.parametrize("table", [table.name for table in load_schema().tables])
def test_an_unsorted_table_is_streamed_completely(url: str, data: Path, table: str) -> None:
    with httpx.Client(trust_env=False, timeout=60) as client:
        text = client.get(f"{url}archive/{table}.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sorted(row_keys(table, rows)) == sorted(stored_keys(data, table))


@pytest.mark.parametrize(
    ("index", "direction"),
    [("published", "_sort_desc"), ("published, id", "_sort_desc"), ("published desc, id", "_sort")],
)
def test_a_plain_index_on_a_sorted_column_loses_or_repeats_rows(
    tmp_path: Path, data: Path, index: str, direction: str
) -> None:
    """With an index that Datasette's own SQL can use, rows are lost or repeated; so there is none."""
    folder = tmp_path / "releases" / "plain"
    folder.mkdir(parents=True)
    shutil.copy(data / "current" / "archive.db", folder)
    connection = sqlite3.connect(folder / "archive.db")
    connection.execute(f"create index plain on reports ({index})")
    connection.close()
    make_current(tmp_path, folder)
    with run_in_thread(tmp_path, settings=SETTINGS) as url:
        keys = row_keys("reports", stream_rows(url, "reports", "published", direction))
    expected = stored_keys(data, "reports")
    assert sorted(keys) != sorted(expected)
    assert len(set(keys)) < len(expected) or len(keys) > len(expected)


@pytest.mark.parametrize("where", ["year=2022", "province=湖南省", "_search=长沙市", "failed_checks__gte=0"])
@pytest.mark.parametrize("direction", ["_sort", "_sort_desc"])
def test_a_filtered_stream_has_each_row_once(url: str, data: Path, where: str, direction: str) -> None:
    with httpx.Client(trust_env=False, timeout=60) as client:
        address = f"{url}archive/reports.csv?{where}&{direction}=published"
        text = client.get(address).content.decode("utf-8-sig")
        count = client.get(f"{url}archive/reports.json?{where}").json()["filtered_table_rows_count"]
    keys = row_keys("reports", list(csv.DictReader(io.StringIO(text, newline=""))))
    assert count > SETTINGS["max_returned_rows"]
    assert len(keys) == len(set(keys)) == count
