"""Messages are Chinese under every locale, as there is no catalogue of another language yet."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from archive.model import describe_os_error
from archive.model.messages import translate


@pytest.mark.parametrize("locale", ["C", "en_US.UTF-8", "zh_CN.UTF-8"])
def test_messages_are_chinese_under_every_locale(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LANG", locale)
    monkeypatch.setenv("LC_ALL", locale)
    assert translate("找不到文件：{file}", file="年报.docx") == "找不到文件：年报.docx"


def test_braces_in_a_message_without_values_are_kept() -> None:
    assert translate("写法是 {主机名}") == "写法是 {主机名}"


def test_a_refusal_of_the_system_is_shown_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "年报.docx").read_bytes()
    assert describe_os_error(missing.value) == "没有这个文件或目录"
    with pytest.raises(IsADirectoryError) as directory:
        tmp_path.read_bytes()
    assert describe_os_error(directory.value) == "这是一个目录"


def test_a_rare_refusal_of_the_system_keeps_its_own_text() -> None:
    assert describe_os_error(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert describe_os_error(OSError("no number")) == "no number"
