"""Statutory tables printed as text, as copies and converters leave them, and the figures read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.extraction import align_tables, split_sections
from archive.extraction.loose_tables import gather_loose_tables
from archive.forms import FormTable, form, section_titles
from archive.model import Block, Figure, Paragraph

FigureKey = tuple[str, str, str]
Rows = list[list[str]]

HEADER = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def distinct_values(form_id: str) -> dict[FigureKey, str]:
    """Return another number for every figure, so that a shifted one is seen; totals are sums."""
    values: dict[FigureKey, str] = {}
    for table in form(form_id).tables:
        for number, row in enumerate(table.rows, start=1):
            row_numbers = [100 * number + place for place in range(1, len(row.columns) + 1)]
            if row.columns[-1].key == "total":
                row_numbers[-1] = sum(row_numbers[:-1])
            for column, value in zip(row.columns, row_numbers, strict=True):
                values[table.key, row.key, column.key] = str(value)
    return values


def printed_tables(form_id: str, values: Mapping[FigureKey, str]) -> dict[str, Rows]:
    """Return the rows of the tables as they are printed, without the cells that others cover."""
    tables = {table.key: table for table in form(form_id).tables}
    return {
        "disclosure": _disclosure(tables["disclosure"], values),
        "requests": [
            ["申请人情况"],
            ["自然人", "法人或其他组织", "总计"],
            HEADER[1:6],
            *_labelled_rows(tables["requests"], values),
        ],
        "challenges": [
            ["行政复议", "行政诉讼"],
            [*RESULTS, "未经复议直接起诉", "复议后起诉"],
            [*RESULTS, *RESULTS],
            [text for key, text in values.items() if key[0] == "challenges"],
        ],
    }


def _disclosure(table: FormTable, values: Mapping[FigureKey, str]) -> Rows:
    rows: Rows = []
    for block in table.blocks:
        assert block.caption is not None
        rows += [[block.caption.zh], ["信息内容", *(column.term.zh for column in block.columns)]]
        rows += [
            [row.term.zh, *(values[table.key, row.key, column.key] for column in row.columns)]
            for row in block.rows
        ]
    return rows


def _labelled_rows(table: FormTable, values: Mapping[FigureKey, str]) -> Rows:
    printed: set[str] = set()
    rows: Rows = []
    for row in table.rows:
        groups = [group.zh for group in row.groups if group.zh not in printed]
        printed.update(groups)
        numbers = [values[table.key, row.key, column.key] for column in row.columns]
        rows.append([*groups, row.term.zh, *numbers])
    return rows


def report_blocks(tables: Mapping[str, Sequence[str]]) -> list[Block]:
    """Return a report with a sentence in every section, and the lines of the tables in theirs."""
    lines = ["某县某局2022年政府信息公开工作年度报告"]
    for ordinal, (key, titles) in zip("一二三四五六", section_titles().items(), strict=False):
        lines += [f"{ordinal}、{titles[0]}", *tables.get(key, ("本部分的正文。",))]
    return [Paragraph(line) for line in lines]


def read_figures(blocks: Sequence[Block], form_id: str = "2021") -> dict[FigureKey, Figure]:
    """Return the figures of the blocks after the step under test."""
    layout = split_sections(gather_loose_tables(blocks))
    return {figure.place: figure for figure in align_tables(layout.grids, form(form_id)).figures}


def numbers(figures: Mapping[FigureKey, Figure]) -> dict[FigureKey, str]:
    """Return the numbers that were read, as text."""
    return {key: str(figure.number) for key, figure in figures.items() if figure.number is not None}


def broken_in_two(text: str) -> tuple[str, str]:
    """Return the text in two pieces, if it is long enough for two lines."""
    cut = len(text) // 2 if len(text) > 8 else len(text)
    return text[:cut], text[cut:]
