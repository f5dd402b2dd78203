"""What a release adds, changes and removes, compared with the one before."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.build.release_diff import compare_releases
from tests.support.release_queries import query_rows
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow


def build_reports(data: Path, **reports: bytes) -> SmallArchive:
    archive = SmallArchive(data)
    for name, body in reports.items():
        archive.add_response(f"{PAGE_URL}?{name}", body)
    archive.build()
    return archive


def report_labels(archive: SmallArchive) -> dict[int, str]:
    return dict(query_rows(archive, "SELECT id, label FROM reports"))  # type: ignore[arg-type]


def test_reports_are_added_changed_and_removed(tmp_path: Path) -> None:
    kept, changed = report_bytes("临川县教育局"), report_bytes("临川县水利局")
    before = build_reports(tmp_path / "1", kept=kept, changed=changed, removed=report_bytes("临川县司法局"))
    corrected = report_bytes("临川县水利局", cells={"requests.granted.total": 9})
    after = build_reports(tmp_path / "2", kept=kept, changed=corrected, added=report_bytes("临川县审计局"))
    labels = report_labels(before) | report_labels(after)
    reasons = dict.fromkeys(labels, "数据有变")
    changes = compare_releases(after.database, before.database, reasons, processes=1)
    named = {
        kind: [(change.label, change.reason) for change in getattr(changes, kind)]
        for kind in ("added", "changed", "removed")
    }
    assert [label for label in labels.values() if "教育局" in label]
    assert {kind: len(entries) for kind, entries in named.items()} == {"added": 1, "changed": 1, "removed": 1}
    for kind, agency in (("added", "审计局"), ("changed", "水利局"), ("removed", "司法局")):
        [(label, reason)] = named[kind]
        assert agency in label
        assert reason == "数据有变"


def test_without_a_release_before_every_report_is_added(tmp_path: Path) -> None:
    archive = build_reports(tmp_path, only=report_bytes())
    reasons = dict.fromkeys(report_labels(archive), "新增")
    changes = compare_releases(archive.database, None, reasons, processes=1)
    assert (len(changes.added), changes.changed, changes.removed) == (1, [], [])


def test_an_agency_and_its_successor_are_linked_if_both_have_reports(tmp_path: Path) -> None:
    archive = build_reports(
        tmp_path,
        before=report_bytes("临川县国土资源局", 2018),
        after=report_bytes("临川县自然资源局", 2023),
        other=report_bytes("临川县教育局", 2023),
    )
    assert query_rows(archive, "SELECT predecessor, successor FROM agency_succession") == [
        ("临川县国土资源局", "临川县自然资源局")
    ]
