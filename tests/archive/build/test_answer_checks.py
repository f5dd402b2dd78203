"""A result of another group, of another report or of values that the database refuses is not written."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.build import Parser, group_captures
from archive.build.answer_checks import check_group_result
from archive.build.document_groups import DocumentGroup
from archive.build.group_reader import read_group
from archive.build.read_results import GroupResult
from archive.ledger import Ledger
from archive.workers.messages import encode_result
from tests.support.small_archive import PAGE_URL, SOURCE_FACTS, SmallArchive, parse_json, report_bytes

ReportRow = dict[str, Any]


@pytest.fixture
def group_and_result(tmp_path: Path) -> tuple[DocumentGroup, GroupResult]:
    archive = SmallArchive(tmp_path)
    archive.add_response(PAGE_URL, report_bytes("临川县教育局"))
    with Ledger.open(archive.data) as ledger:
        [group] = group_captures(ledger.captures.select(), SOURCE_FACTS)
    parser = Parser("1", parse_json)
    return group, read_group(group, {}, lambda _: None, archive.data / "warc", parser)


def changed(result: GroupResult, table: str, change: Callable[[list[ReportRow]], object]) -> GroupResult:
    rows = copy.deepcopy(result.versions[0].rows)
    change(rows[table])
    return replace(result, versions=(replace(result.versions[0], rows=rows),))


def test_a_true_result_survives_the_way_as_data(
    group_and_result: tuple[DocumentGroup, GroupResult],
) -> None:
    group, result = group_and_result
    received = msgspec.msgpack.decode(encode_result(result), type=GroupResult)
    assert received == result
    assert received.versions
    check_group_result(group, received)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("reports", lambda rows: rows[0].update(id=1)),
        ("reports", lambda rows: rows[0].update(agency="别的机关")),
        ("reports", lambda rows: rows[0].update(document_id=1)),
        ("reports", lambda rows: rows[0].update(label=None)),
        ("reports", lambda rows: rows[0].update(year=2**63)),
        ("reports", lambda rows: rows[0].update(title=["a", "b"])),
        ("reports", lambda rows: rows[0].update({"id] FROM x; --": 1})),
        ("reports", lambda rows: rows.clear()),
        ("requests", lambda rows: rows[0].update(report_id=1)),
        ("requests", lambda rows: rows[0].update(total="12")),
        ("requests", lambda rows: rows.append(rows[0])),
    ],
)
def test_rows_that_are_not_of_this_report_are_refused(
    group_and_result: tuple[DocumentGroup, GroupResult],
    table: str,
    change: Callable[[list[ReportRow]], object],
) -> None:
    group, result = group_and_result
    with pytest.raises(ValueError):  # noqa: PT011 - the texts are for nobody
        check_group_result(group, changed(result, table, change))


def test_another_group_and_other_files_are_refused(
    group_and_result: tuple[DocumentGroup, GroupResult],
) -> None:
    group, result = group_and_result
    file = replace(result.files[0], url="http://www.other.gov.cn/")
    for false in (
        replace(result, page="http://www.other.gov.cn/"),
        replace(result, files=(file,)),
        replace(result, files=()),
        replace(result, versions=(replace(result.versions[0], index_entry=("a",)),)),
    ):
        with pytest.raises(ValueError, match=r"another|other"):
            check_group_result(group, false)
