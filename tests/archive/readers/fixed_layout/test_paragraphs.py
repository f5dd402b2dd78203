"""Lines of a page are joined to paragraphs, but not the rows of a table without rules."""

from __future__ import annotations

from archive.readers.fixed_layout.paragraphs import TextMargins, join_paragraphs
from archive.readers.fixed_layout.text_lines import TextLine

LINES = [
    "本机关依照条例公开政府信息，接受社会监督，现将有关情况报告如下，请予",
    "审阅。",
    "2.没有现成信息需要另行制作 158 22 11 56 21 60 328",
    "三、本年度办理结果（四）无法提供本机关不掌握相关政府信息的申请一并计",
    "3.补正后申请内容仍不明确 159 15 38 26 48 57 343",
]


def test_a_row_of_numbers_is_joined_neither_to_the_line_before_nor_to_the_line_after() -> None:
    lines = [
        TextLine(text, 0, 60.0, 100.0 + 14 * number, 60.0 + 12 * len(text), 112.0 + 14 * number)
        for number, text in enumerate(LINES)
    ]
    # All full lines end at the right margin, so that only their text can separate them.
    lines = [
        line if line.text == "审阅。" else TextLine(line.text, 0, 60.0, line.top, 460.0, line.bottom)
        for line in lines
    ]
    paragraphs = [paragraph.text for paragraph in join_paragraphs(lines, TextMargins.from_lines(lines))]
    assert paragraphs == [LINES[0] + LINES[1], *LINES[2:]]
