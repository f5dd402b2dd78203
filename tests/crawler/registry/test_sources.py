from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from crawler.exceptions import SourceError
from crawler.pages.urls import same_portal, url_host
from crawler.registry.sources import (
    BUNDLED_SOURCES_DIR,
    Source,
    load_sources,
    registry_paths,
    select_sources,
)

ENTRY = """
[[source]]
id = "{id}"
name = "某局"
home = "{home}"
family = "{family}"
columns = ["{column}"]
{more}
"""


def write_registry(folder: Path, name: str = "a.toml", **values: str) -> Path:
    filled = {
        "id": "rsj-a",
        "home": "http://rsj.a.gov.cn/",
        "family": "trs",
        "column": "http://rsj.a.gov.cn/nb/",
        "more": "",
        **values,
    }
    file = folder / name
    file.write_text(ENTRY.format(**filled), encoding="utf-8")
    return file


def test_files_of_the_settings_replace_those_of_the_data_directory_and_these_the_bundled_ones(
    tmp_path: Path,
) -> None:
    assert registry_paths((), tmp_path) == (BUNDLED_SOURCES_DIR,)
    (tmp_path / "sources").mkdir()
    assert registry_paths((), tmp_path) == (tmp_path / "sources",)
    assert registry_paths((tmp_path / "a.toml",), tmp_path) == (tmp_path / "a.toml",)


def test_an_entry_is_read_completely(tmp_path: Path) -> None:
    file = write_registry(
        tmp_path, more='agency = "某县某局"\nprovince = "某省"\nhosts = ["zfxxgk.a.gov.cn"]\nchecked = true'
    )
    (source,) = load_sources(file)
    assert source == Source(
        id="rsj-a",
        name="某局",
        home="http://rsj.a.gov.cn/",
        family="trs",
        columns=("http://rsj.a.gov.cn/nb/",),
        agency="某县某局",
        province="某省",
        hosts=("zfxxgk.a.gov.cn",),
        checked=True,
    )
    assert source.as_dict()["columns"] == ("http://rsj.a.gov.cn/nb/",)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"family": "vuejs"}, "vuejs"),
        ({"home": "ftp://rsj.a.gov.cn/"}, "只接受 http 与 https"),
        ({"home": "http://user:secret@rsj.a.gov.cn/"}, "不得带用户名或密码"),
        ({"home": "http:///nb/"}, "主机名不对"),
        ({"home": "http://rsj_a.gov.cn/"}, "主机名不对"),
        ({"column": "http://rsj.a.gov.cn:99999/"}, "无法解析"),
        ({"column": "/nb/"}, "只接受 http 与 https"),
        ({"id": "某局"}, "id 只能用"),
        ({"more": 'familly = "trs"'}, "不认识的键 familly"),
        ({"more": 'checked = "no"'}, "checked 类型不对"),
        ({"more": 'hosts = "a.gov.cn"'}, "hosts 类型不对"),
        ({"more": "hosts = [1]"}, "hosts 类型不对"),
        ({"more": 'hold = "2027-1-1"'}, "hold 要写成日期"),
        ({"more": "cadence = -1"}, "不能是负数"),
        ({"more": 'hosts = ["http://a.gov.cn/"]'}, "不是主机名"),
        ({"more": "delay = -1"}, "不能是负数"),
        ({"more": "delay = true"}, "delay 类型不对"),
        ({"more": "daily_cap = 1.5"}, "daily_cap 类型不对"),
        ({"more": 'visit_hours = "8pm"'}, "visit_hours 不对"),
    ],
)
def test_an_error_names_file_and_entry(tmp_path: Path, values: dict[str, str], expected: str) -> None:
    file = write_registry(tmp_path, **values)
    with pytest.raises(SourceError) as raised:
        load_sources(file)
    message = str(raised.value)
    assert expected in message
    assert str(file) in message
    assert values.get("id", "rsj-a") in message
    assert "\n" not in message


@pytest.mark.parametrize("key", ["id", "name", "home"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    file = write_registry(tmp_path)
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(f"{key} =")]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SourceError, match=f"缺少 {key}"):
        load_sources(file)


def test_an_error_for_a_duplicate_id_names_both_files(tmp_path: Path) -> None:
    first, second = write_registry(tmp_path, "a.toml"), write_registry(tmp_path, "b.toml")
    with pytest.raises(SourceError) as raised:
        load_sources(tmp_path)
    assert str(first) in str(raised.value)
    assert str(second) in str(raised.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[source]\n", "不是有效的 TOML"),
        ("[[sources]]\nid = 1\n", "多出 sources"),
        ("source = [1]\n", "第 1 条"),
    ],
)
def test_a_file_that_is_not_a_registry_is_an_error(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=expected):
        load_sources(file)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        load_sources(tmp_path / "none.toml")


def test_sources_are_chosen_by_id(tmp_path: Path) -> None:
    sources = load_sources(
        [write_registry(tmp_path, "a.toml"), write_registry(tmp_path, "b.toml", id="rsj-b")]
    )
    assert [source.id for source in select_sources(sources, ["rsj-b"])] == ["rsj-b"]
    assert select_sources(sources, []) == sources
    with pytest.raises(SourceError, match="rsj-c"):
        select_sources(sources, ["rsj-c"])


def test_the_shipped_registry_loads_and_is_unchecked() -> None:
    sources = load_sources(BUNDLED_SOURCES_DIR)
    assert len(sources) >= 40
    assert not [source.id for source in sources if source.checked]
    assert {
        "临湘市人力资源和社会保障局",
        "莆田市涵江区人力资源和社会保障局",
        "达州市人力资源和社会保障局",
        "长沙县人力资源和社会保障局",
        "西乌珠穆沁旗人力资源和社会保障局",
    } <= {source.agency for source in sources}


def test_the_shipped_registry_names_each_host_once() -> None:
    hosts = Counter(url_host(source.home) for source in load_sources(BUNDLED_SOURCES_DIR))
    assert [name for name, count in hosts.items() if count > 1] == []


@pytest.mark.parametrize("source", load_sources(BUNDLED_SOURCES_DIR), ids=lambda source: source.id)
def test_a_shipped_entry_notes_its_origin(source: Source) -> None:
    assert all(same_portal(column, source.home, source.hosts, (".gov.cn",)) for column in source.columns)
    if source.columns:
        assert re.search("推得|网址|列表接口", source.note), "the note names the origin of the column"
    else:
        assert "待查" in source.note


def test_each_file_of_the_shipped_registry_covers_one_province() -> None:
    for file in sorted(BUNDLED_SOURCES_DIR.glob("*.toml")):
        assert len({source.province for source in load_sources(file)}) == 1, file.name
