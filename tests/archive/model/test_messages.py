"""Messages are Chinese under every locale, as there is no catalogue of another language yet."""

from __future__ import annotations

import pytest

from archive.model.messages import translate


@pytest.mark.parametrize("locale", ["C", "en_US.UTF-8", "zh_CN.UTF-8"])
def test_messages_are_chinese_under_every_locale(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LANG", locale)
    monkeypatch.setenv("LC_ALL", locale)
    assert translate("找不到文件：{file}", file="年报.docx") == "找不到文件：年报.docx"


def test_braces_in_a_message_without_values_are_kept() -> None:
    assert translate("写法是 {主机名}") == "写法是 {主机名}"
