"""The statutory table of disclosure (table 2), built from a draft."""

from typing import Any

from bench.foreign.model import ForeignTruth
from bench.foreign.report.draft import Layout
from bench.foreign.report.labels import break_header, load_labels, relabel
from bench.foreign.report.tables import Figures, Row, make_head, make_value
from bench.foreign.report.tree import Block, DraftCell, DraftParagraph, Table

WIDTH = 3


def build_disclosure(truth: ForeignTruth, figures: Figures, layout: Layout, name: str = "表2") -> list[Block]:
    """Table 2 as one table, or as one table for each block when the captions stand outside."""
    blocks = load_labels()["disclosure"][f"form_{truth.form}"]
    kept = [block for block in blocks if _keep_rows(block, layout)]
    if layout.captions == "outside" or layout.is_flat:
        parts: list[Block] = []
        for number, block in enumerate(kept):
            rows = _build_block(block, truth, figures, layout, len(block["columns"]))
            parts.append(DraftParagraph(block["caption"], "caption"))
            parts.append(Table(tuple(rows), 1, f"{name}-{number + 1}"))
        return parts
    rows = []
    for block in kept:
        part = _build_block(block, truth, figures, layout, WIDTH)
        if layout.captions == "column":
            part[0] = (make_head(block["caption"], 1, len(part)), *part[0])
        else:
            rows.append((make_head(block["caption"], WIDTH + 1),))
        rows.extend(part)
    return [Table(tuple(rows), 0, name)]


def _keep_rows(block: dict[str, Any], layout: Layout) -> list[list[str]]:
    return [row for row in block["rows"] if f"disclosure.{row[0]}" not in layout.left_out]


def _build_block(
    block: dict[str, Any], truth: ForeignTruth, figures: Figures, layout: Layout, width: int
) -> list[Row]:
    columns = block["columns"]
    turn = layout.column_turn % len(columns)
    columns = columns[turn:] + columns[:turn]
    last = width - len(columns) + 1
    head = [make_head("信息内容")]
    for place, (key, label) in enumerate(columns):
        text = _name_money(key, relabel(label, layout.labels, truth.year), layout)
        head.append(make_head(break_header(text, layout.header), last if place + 1 == len(columns) else 1))
    rows: list[Row] = [tuple(head)]
    for row, label in _keep_rows(block, layout):
        cells = [DraftCell(relabel(label, layout.labels, truth.year))]
        for place, (key, _) in enumerate(columns):
            span = last if place + 1 == len(columns) else 1
            cells.append(make_value(figures, f"disclosure.{row}.{key}", span))
        rows.append(tuple(cells))
    return rows


def _name_money(key: str, label: str, layout: Layout) -> str:
    if not layout.money_unit:
        return label
    if key == "fee_amount":
        return label.replace("万元", layout.money_unit)
    return f"{label}（{layout.money_unit}）" if key == "purchase_amount" else label
