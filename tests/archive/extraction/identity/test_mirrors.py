from __future__ import annotations

import pytest

from archive.extraction.identity.mirrors import mirror_signs
from archive.model import Document

TEXT = "我局依法公开政府信息，收到申请三件，均已答复。"
HOME = "https://rsj.linshui.gov.cn/art/1.html"


def mirror_findings(
    title: str = "", text: str = TEXT, url: str = HOME, official: bool | None = True
) -> list[str]:
    return list(mirror_signs([title], text, Document(b"", "page", url=url, official=official)))


def test_an_agencys_own_page_has_no_mirror_signs() -> None:
    assert mirror_findings("临水县财政局2022年政府信息公开工作年度报告") == []
    assert mirror_findings(url="", official=None) == []


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ("繁体", {"text": "我局依法公開政府信息，收到申請三件，均已答復。"}),
        ("拼音", {"text": "公(gōng)開工(gong)作年度報(bào)告"}),
        ("广告", {"title": "临水县审计局雷速体育直播2025年政府信息公开工作年度报告"}),
        ("WebVPN", {"url": "https://www-linshui-gov-cn.vpn.example.com/art/1.html"}),
        ("代理", {"url": "https://proxy.example.com/go/http://www.linshui.gov.cn/art/1.html"}),
        ("官方", {"url": "https://copies.example.com/1.html", "official": False}),
    ],
)
def test_each_mirror_sign_is_found(sign: str, shown: dict[str, str]) -> None:
    assert [finding for finding in mirror_findings(**shown) if sign in finding]  # type: ignore[arg-type]


def test_a_single_traditional_character_is_not_a_sign() -> None:
    assert mirror_findings(text=TEXT * 3 + "臺") == []
