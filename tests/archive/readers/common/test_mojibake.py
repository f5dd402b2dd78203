from __future__ import annotations

import pytest

from archive.readers.common.mojibake import is_garbled
from tests.support.content_views import read_content, read_html, report_paragraphs

TEXT = "绿化局全年主动公开政府信息三百条，答复申请四件。"
GARBLED = TEXT.encode().decode("gb18030", "ignore")


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1", "cp1252"])
def test_text_decoded_with_a_wrong_encoding_is_detected(encoding: str) -> None:
    assert is_garbled(TEXT.encode().decode(encoding, "ignore"))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "沙家浜镇种树三百棵，王璇、李闂二人浇水。",
        "臨湘市主動公開政府信息三百條，鍛鐵一件，鐘鼎二件。",
        "café à la Noël — 3 × 5 ≥ 15",
        "",
    ],
)
def test_real_text_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)


def test_garbled_text_has_a_finding_and_is_kept() -> None:
    for content in (
        read_html(f"<p>{TEXT}</p><p>{GARBLED}</p>"),
        read_content(f"{TEXT}\n{GARBLED}\n", "a.txt"),
    ):
        (finding,) = [finding for finding in content.findings if finding.id == "R_MOJIBAKE"]
        assert finding.detail.startswith("1 段")
        assert report_paragraphs(content) == [TEXT, GARBLED]
