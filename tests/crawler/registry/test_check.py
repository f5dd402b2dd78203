"""What the check of a registry says: all mistakes, entries that overlap, entries that are out of date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archive.ledger.source_health import SourceHealth
from crawler.exceptions import SourceError
from crawler.registry.check import Remark, RemarkKind, check_registry

TODAY = date(2026, 11, 30)
CHECKED = {"checked": "true", "checked_on": '"2026-10-01"'}


def entry(source: str, host: str = "", **values: str) -> str:
    url = f'"http://{host or source + ".gov.cn"}/"'
    keys = {"id": f'"{source}"', "name": '"某市"', "home": url, **CHECKED, **values}
    return "[[source]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items() if value)


def check(folder: Path, *entries: str, health: SourceHealth | None = None) -> tuple[int, list[Remark]]:
    file = folder / "a.toml"
    file.write_text("\n".join(entries), encoding="utf-8")
    count, remarks = check_registry([file], {health.source: health} if health else {}, TODAY)
    return count, list(remarks)


def test_every_mistake_is_named_and_valid_entries_are_counted(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text("[[source]\n", encoding="utf-8")
    texts = [entry("a"), entry("b", home='"ftp://b.gov.cn/"'), entry("c", family='"none"'), entry("a")]
    (tmp_path / "a.toml").write_text("\n".join(texts), encoding="utf-8")
    count, remarks = check_registry([tmp_path], {}, TODAY)
    assert count == 1
    assert {remark.kind for remark in remarks} == {RemarkKind.MISTAKE}
    assert len(remarks) == 4
    for remark, part in zip(remarks, ("第 2 条", "第 3 条", "已见于", "b.toml"), strict=True):
        assert part in remark.text


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        check_registry([tmp_path / "none.toml"], {}, TODAY)


@pytest.mark.parametrize(
    ("first", "second", "kind", "part"),
    [
        ('["http://x.gov.cn/nb/"]', '["https://www.x.gov.cn/nb/"]', RemarkKind.DUPLICATE, "/nb/"),
        ('["http://x.gov.cn/nb/"]', '["http://x.gov.cn/nb/"]', RemarkKind.DUPLICATE, "/nb/"),
        ('["http://x.gov.cn/a/"]', '["http://x.gov.cn/b/"]', RemarkKind.SHARED_HOST, "栏目不同"),
        ('["http://x.gov.cn/a/"]', "", RemarkKind.DUPLICATE, "two 没有栏目"),
        ("", "", RemarkKind.DUPLICATE, "one 没有栏目"),
    ],
)
def test_entries_with_one_host_are_named_and_wrong_if_they_overlap(
    tmp_path: Path, first: str, second: str, kind: RemarkKind, part: str
) -> None:
    entries = (entry("one", "www.x.gov.cn", columns=first), entry("two", "x.gov.cn", columns=second))
    _, (remark,) = check(tmp_path, *entries, entry("other"))
    assert (remark.kind, remark.sources) == (kind, ("one", "two"))
    assert part in remark.text
    assert "x.gov.cn" in remark.text


def test_a_host_of_many_departments_is_one_remark(tmp_path: Path) -> None:
    columns = [f'["http://x.gov.cn/{number}/"]' for number in range(9)]
    entries = [entry(f"s{number}", "x.gov.cn", columns=column) for number, column in enumerate(columns)]
    _, (remark,) = check(tmp_path, *entries)
    assert (remark.kind, len(remark.sources)) == (RemarkKind.SHARED_HOST, 9)


@pytest.mark.parametrize(
    ("values", "kind", "part"),
    [
        ({"checked": "false", "checked_on": "", "note": '"栏目待查"'}, RemarkKind.NEVER_CHECKED, "栏目待查"),
        ({"checked_on": ""}, RemarkKind.STALE, "日期不明"),
        ({"checked_on": '"2025-11-29"'}, RemarkKind.STALE, "2025-11-29"),
    ],
)
def test_entries_never_checked_or_checked_long_ago_are_named(
    tmp_path: Path, values: dict[str, str], kind: RemarkKind, part: str
) -> None:
    _, (remark,) = check(tmp_path, entry("a", **values))
    assert (remark.kind, remark.sources) == (kind, ("a",))
    assert part in remark.text


@pytest.mark.parametrize("state", ["moved", "no_column", "broken", "emptied"])
def test_an_entry_that_the_last_crawl_contradicts_is_stale(tmp_path: Path, state: str) -> None:
    health = SourceHealth("a", "20261129T000000", state=state, cause="栏目在别处")
    _, (remark,) = check(tmp_path, entry("a"), health=health)
    assert remark.kind is RemarkKind.STALE
    assert "栏目在别处" in remark.text


def test_an_entry_that_has_not_been_crawled_well_for_a_year_is_stale(tmp_path: Path) -> None:
    health = SourceHealth("a", "20261129T000000", last_success="2025-11-29T00:00:00Z", state="unreachable")
    assert [remark.kind for remark in check(tmp_path, entry("a"), health=health)[1]] == [RemarkKind.STALE]
    health = SourceHealth("a", "20261129T000000", last_success="2025-12-01T00:00:00Z", state="unreachable")
    assert check(tmp_path, entry("a"), health=health)[1] == []
