"""Our TOML files are refused when a key is unknown, missing or of the wrong type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.model.data_files import DataRecord, load_data
from archive.model.errors import DataFileError


class TitleRule(DataRecord, frozen=True, kw_only=True):
    name: str
    pattern: re.Pattern[str]
    weight: int = 1


class Rules(DataRecord, frozen=True, kw_only=True):
    rule: tuple[TitleRule, ...]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a new importable package without data files; imports are cached, so it is unique."""
    name = f"data_{tmp_path.name.replace('-', '_')}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def write_rules(folder: Path, package: str, text: str) -> None:
    (folder / package / "rules.toml").write_text(text, encoding="utf-8")


def test_a_file_is_loaded_as_typed_values(tmp_path: Path, package: str) -> None:
    write_rules(tmp_path, package, '[[rule]]\nname = "年报"\npattern = "年度报告$"\n')
    (rule,) = load_data(package, "rules.toml", Rules).rule
    assert (rule.name, rule.weight) == ("年报", 1)
    assert rule.pattern.search("2023年度报告")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[rule]]\nname = "年报"\npattern = "a"\nwieght = 2\n', "wieght"),
        ('[[rule]]\nname = "年报"\n', "pattern"),
        ('[[rule]]\nname = "年报"\npattern = "a"\nweight = "2"\n', r"\$\.rule\[0\]\.weight"),
        ('[[rule]]\nname = "年报"\npattern = "a"\n[other]\n', "other"),
        ("[[rule\n", "rules.toml"),
    ],
)
def test_an_error_names_the_wrong_key(tmp_path: Path, package: str, text: str, reason: str) -> None:
    write_rules(tmp_path, package, text)
    with pytest.raises(DataFileError, match=reason):
        load_data(package, "rules.toml", Rules)
