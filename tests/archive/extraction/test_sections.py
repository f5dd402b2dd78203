from __future__ import annotations

import pytest

from archive.extraction.headings import match_heading
from archive.extraction.sections import split_sections
from archive.model import Block, Cell, Grid, GridKind, Paragraph, ParagraphKind

TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
KEYS = ("overview", "disclosure", "requests", "challenges", "problems", "other_matters")
TABLE = Grid(GridKind.SPANS, (Cell("规章", 0, 0), Cell("0", 0, 1)))


def as_blocks(*lines: str) -> list[Block]:
    return [Paragraph(line) for line in lines]


def report_blocks(ordinals: str = "一二三四五六") -> list[Block]:
    lines: list[str] = ["某县某局2022年政府信息公开工作年度报告", "本报告由某局编制。"]
    for ordinal, title in zip(ordinals, TITLES, strict=True):
        lines += [f"{ordinal}、{title}", f"{title}的正文。"]
    return as_blocks(*lines, "某县某局", "2023年1月9日")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("一、总体情况", "overview"),
        ("一、 總體情況 ", "overview"),
        ("1．总体情况", "overview"),
        ("第一部分 总体情况", "overview"),
        ("总 体 情 况", "overview"),
        ("4、 政府信息公开行政复议、行政诉讼情况", "challenges"),
        ("四、政府信息公开行政复议和行政诉讼情况", "challenges"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "challenges"),
        ("五、存在的主要问题及改进情况：", "problems"),
        ("五、政府信息公开工作存在的主要问题及改进措施", "problems"),
        ("五、存在的主要问题及整改措施", "problems"),
        ("六、其它需要报告的事项", "other_matters"),
        ("四、结转下年度继续办理", None),
        ("三、本年度办理结果", None),
        ("我局总体情况良好", None),
        ("由总体情况,主动公开政府信息情况,收到和处理政府信息公开申请情况等六部分组成", None),
    ],
)
def test_a_heading_is_recognised_by_its_title(line: str, key: str | None) -> None:
    heading = match_heading(line)
    assert (heading[0] if heading else None) == key


def test_sections_begin_at_their_headings() -> None:
    layout = split_sections(report_blocks())
    assert layout.texts == {key: (f"{title}的正文。",) for key, title in zip(KEYS, TITLES, strict=True)}
    assert layout.title is not None
    assert layout.title.text == "某县某局2022年政府信息公开工作年度报告"
    assert layout.preamble == ("本报告由某局编制。",)
    assert layout.signature == ("某县某局", "2023年1月9日")


def test_restarting_ordinals_are_ignored() -> None:
    assert tuple(split_sections(report_blocks("一二三123")).texts) == KEYS


def test_a_subheading_of_section_one_starts_no_section() -> None:
    blocks = report_blocks()
    blocks[3:3] = as_blocks("（一）主动公开情况", "主动公开的小节。", "（二）依申请公开情况", "申请的小节。")
    layout = split_sections(blocks)
    assert layout.texts["overview"] == (
        "（一）主动公开情况", "主动公开的小节。", "（二）依申请公开情况", "申请的小节。", "总体情况的正文。",
    )  # fmt: skip
    assert layout.texts["disclosure"] == ("主动公开政府信息情况的正文。",)


def test_a_missing_section_is_left_out() -> None:
    blocks = [
        block for block in report_blocks() if not (isinstance(block, Paragraph) and TITLES[4] in block.text)
    ]
    assert tuple(split_sections(blocks).texts) == tuple(key for key in KEYS if key != "problems")


def test_grids_have_their_section_and_captions_are_not_prose() -> None:
    blocks = report_blocks()
    blocks[5:5] = [Paragraph("第二十条第（一）项"), TABLE]
    layout = split_sections(blocks)
    assert [(grid.number, grid.section) for grid in layout.grids] == [(0, "disclosure")]
    assert layout.captions == ("第二十条第（一）项",)
    assert layout.texts["disclosure"] == ("主动公开政府信息情况的正文。",)


def test_boilerplate_and_text_after_the_signature_are_separated() -> None:
    boilerplate = Paragraph("扫一扫在手机上查看当前页面", ParagraphKind.BOILERPLATE, "qr")
    layout = split_sections([*report_blocks(), boilerplate, Paragraph("（此件公开发布）")])
    assert layout.boilerplate == (boilerplate,)
    assert layout.after_signature == ("（此件公开发布）",)
    assert layout.signature == ("某县某局", "2023年1月9日")


@pytest.mark.parametrize(
    ("lines", "signature"),
    [
        (["无", "某县某局", "2023年1月9日"], ("某县某局", "2023年1月9日")),
        (["某县某局 2023年1月9日"], ("某县某局 2023年1月9日",)),
        (["某县某局", "二〇二三年一月九日"], ("某县某局", "二〇二三年一月九日")),
        (["本局于2023年1月9日公布。", "特此报告。"], ()),
    ],
)
def test_the_signature_is_read(lines: list[str], signature: tuple[str, ...]) -> None:
    assert split_sections(report_blocks()[:-2] + as_blocks(*lines)).signature == signature


def test_a_signature_above_the_preamble_is_read() -> None:
    title, *rest = report_blocks()[:-2]
    layout = split_sections([title, *as_blocks("某县某局", "2023年1月9日"), *rest])
    assert layout.signature == ("某县某局", "2023年1月9日")
    assert layout.preamble == ("本报告由某局编制。",)


def test_a_date_of_the_portal_is_not_a_signature() -> None:
    title, *rest = report_blocks()[:-2]
    layout = split_sections([title, *as_blocks("某县某局", "2023-01-09"), *rest])
    assert layout.signature == ()
