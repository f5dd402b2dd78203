from __future__ import annotations

import pytest

from archive.extraction.identity.identify import identify
from archive.extraction.sections import split_sections
from archive.model import Candidate, Document, Paragraph, ParagraphKind
from tests.archive.extraction.identity.test_identify import BODY, TITLE, read_identity


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2023-01-12",
        "发布日期: 2023年1月12日",
        "发布时间 2023/01/12 09:30:00",
        "时间：2023-01-12",
        "[2023-01-12]",
        "【2023-01-12 09:30】",
        "2023-01-12",
        "2023-01-12 09:30 来源：临水县财政局",
        "2023年1月12日 来源：临水县财政局",
        "来源：临水县财政局 发布时间：2023-01-12 字体：【大 中 小】",
        "来源：临水县财政局 2023-01-12 09:30 浏览次数：7",
        "作者：何某　编辑：白某　2023-01-12",
        "信息来源：临水县财政局　日期：2023.1.12",
        "公开日期：2023-1-12　生成日期：2022-12-30",
    ],
)
@pytest.mark.parametrize("kind", [ParagraphKind.TEXT, ParagraphKind.BOILERPLATE])
def test_the_day_of_publication_is_read_from_a_line(line: str, kind: ParagraphKind) -> None:
    blocks = [Paragraph(TITLE), Paragraph(line, kind), *map(Paragraph, BODY)]
    assert identify(split_sections(blocks), (), Document(b"", "page")).published == "2023-01-12"


@pytest.mark.parametrize(
    "line",
    [
        "时间：2022年1月1日至2022年12月31日",
        "统计时间：2022年1月1日至12月31日",
        "成文日期：2022-12-30",
        "更新时间：2023-05-01",
        "撰写时间：2023-01-02",
        "我局于2023年1月12日公布了财政预算。",
    ],
)
def test_other_days_are_not_that_of_publication(line: str) -> None:
    assert read_identity(TITLE, line, *BODY).published is None


def test_metadata_of_the_page_is_preferred_to_its_lines() -> None:
    context = (Candidate("published", "2023-01-10", "meta PubDate"),)
    assert read_identity(TITLE, "发布时间：2023-01-12", *BODY, context=context).published == "2023-01-10"
