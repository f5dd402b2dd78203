"""An explanation on a terminal: what the release says, which bytes say it, the table with the cell marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Lines
from rich.text import Text

from archive.presentation.figures import Shown, place
from archive.presentation.labels import word
from archive.presentation.table_drawing import Drawing, DrawnCell, drawing
from archive.provenance.explain import Explanation, Origin

_LONGEST = 60
# Lines on either side of the mark: of a text printed a cell a line, and of a table.
_AROUND = 14
_AROUND_IN_TABLE = 3
_MARK = "bold reverse"
_DONE = {"fail": "red", "na": "dim"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def tell(console: Console, one: Explanation) -> None:
    """Print one explanation."""
    console.rule(safe(one.report["label"]))
    console.print(_facts(_identity(one.report)))
    for file in one.files:
        console.print(_facts(_file(file)))
    if one.origin:
        _figure(console, one.origin)
    else:
        _whole(console, one)


def safe(text: object, most: int = 2000) -> Text:
    """`text` as a terminal may be shown it: cut, no control characters, no markup, no turned lines."""
    plain = str(text)
    shown = plain if len(plain) <= most else f"{plain[:most]}…（另有 {len(plain) - most} 字）"
    return Text("".join(_visible(character) for character in shown))


def _visible(character: str) -> str:
    if character == "\n":
        return character
    hidden = character in _BIDI or unicodedata.category(character) in ("Cc", "Cs")
    return "\ufffd" if hidden else character


def _facts(facts: Iterable[tuple[str, object]]) -> Lines:
    lines = Lines(show_header=False, box=None)
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    for label, value in facts:
        lines.add_row(label, safe("—" if value in (None, "") else value))
    return lines


def _identity(report: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "编号", report["id"]
    yield "机关", report["agency"]
    yield "年度", report["year"]
    yield "标题", report["title"]
    yield "发布", report["published"]
    yield "落款", report["signed"]
    yield "来历", word("provenance", report["provenance"])
    yield "表式", f"{report['form']}（{report['reader']}）"


def _file(file: Any) -> Iterator[tuple[str, object]]:
    document, capture = file.document, file.capture
    yield "文件", f"{document['url']}（{word('document_state', document['state'])}）"
    if capture:
        yield "  取得", capture.fetched
        yield "  存于", f"{capture.file} 偏移 {capture.offset} 长 {capture.length}"
    yield "  摘要", f"SHA-256 {document['digest']}"
    yield "  核对", file.fault or f"重算相符，{file.size} 字节"


def _whole(console: Console, one: Explanation) -> None:
    lines = Lines("项目", "说法", "出处", box=None)
    for said in one.candidates:
        lines.add_row(word("field", said["field"]), safe(said["value"], 200), safe(said["source"]))
    console.print(lines)
    states: dict[str, int] = {}
    for figure in one.figures.values():
        states[figure.state] = states.get(figure.state, 0) + 1
    console.print("指标：" + "，".join(f"{word('state', state)} {count}" for state, count in states.items()))
    for figure in one.figures.values():
        if figure.state != "reported" or figure.more:
            console.print(_line(figure))
    failed = [check for check in one.checks if check["result"] == "fail"]
    console.print(f"核对 {len(one.checks)} 项，不符 {len(failed)} 项", highlight=False)
    _checks(console, failed)


def _line(figure: Shown) -> Text:
    value = "" if figure.value is None else f" {figure.value}"
    raw = f"　原文 {figure.raw}" if figure.raw else ""
    return safe(f"  {figure.key}　{word('state', figure.state)}{value}{raw}", 300)


def _figure(console: Console, origin: Origin) -> None:
    figure, grid, cell = origin.figure, origin.grid, origin.cell
    console.rule(safe(place(*figure.key.split("."))))
    console.print(_facts(_said(origin)))
    _checks(console, origin.checks)
    if grid is None or cell is None:
        console.print("原文没有这一格，或它的位置未能确定，没有表格可画")
        return
    console.print(f"存档的表格（{'取自版本，档案读不回' if origin.from_release else '由存档的字节重读'}）：")
    _draw(console, drawing(grid, figure.key))


def _said(origin: Origin) -> Iterator[tuple[str, object]]:
    figure, grid, cell = origin.figure, origin.grid, origin.cell
    yield "指标", figure.key
    yield "原文", origin.printed or f"（{origin.silence}）"
    yield "数值", None if figure.value is None else f"{figure.value} {figure.column_unit}"
    yield "状态", word("state", figure.state)
    if figure.unit:
        yield "单位", f"格内写明 {figure.unit}"
    if grid and cell:
        where = f"第 {grid.number + 1} 个表格，第 {cell.row + 1} 行，第 {cell.column + 1} 格"
        yield "位置", f"{where}（从 0 起：grid {grid.number}，row {cell.row}，column {cell.column}）"


def _checks(console: Console, checks: Iterable[Mapping[str, Any]]) -> None:
    for check in checks:
        style = _DONE.get(check["result"], "")
        sums = f"　{check['left']:g} ≠ {check['right']:g}" if check["delta"] else ""
        where = place(check["table_key"], check["row_key"], check["column_key"])
        text = (
            f"  {word('result', check['result'])}　{check['check_id']}　{where}{sums}　{check['explanation']}"
        )
        console.print(Text(safe(text).plain, style=style), soft_wrap=True)


def _draw(console: Console, drawn: Drawing) -> None:
    at = next((number for number, line in enumerate(drawn.lines) if any(c.marked for c in line.cells)), 0)
    shown = list(_near(drawn, at))
    if drawn.is_table:
        console.print(_table(drawn, shown))
    else:
        _stream(console, drawn, shown)
    if left_out := drawn.before + drawn.after + len(drawn.lines) - len(shown):
        console.print(f"（另有 {left_out} 行没有画出；--html 画出整个表格）", style="dim")


def _near(drawn: Drawing, at: int) -> Iterator[int]:
    """The lines around the mark; of a table also its header, and what reaches down to the mark."""
    around = _AROUND if not drawn.is_table else _AROUND_IN_TABLE
    body = next((number for number, line in enumerate(drawn.lines) if any(c.figures for c in line.cells)), 0)
    for number, line in enumerate(drawn.lines):
        above = number < body or (number < at and any(number + cell.rowspan > at for cell in line.cells))
        if abs(number - at) <= around or (drawn.is_table and above):
            yield number


def _table(drawn: Drawing, shown: Sequence[int]) -> Lines:
    """The table with a column for each of the archive's; a cell that spans several stands in its first."""
    lines = Lines(show_header=False, box=box.SQUARE, show_lines=True)
    rows = list(_spread(drawn))
    for _ in range(max((len(row) for row in rows), default=0)):
        lines.add_column(overflow="fold")
    for before, number in zip((-1, *shown), shown, strict=False):
        if number > before + 1:
            lines.add_row("⋯")
        lines.add_row(*rows[number])
    return lines


def _spread(drawn: Drawing) -> Iterator[list[Text]]:
    """The rows with an empty text for every place that a cell above or to the left covers."""
    covered: dict[int, int] = {}
    for number, line in enumerate(drawn.lines):
        row: list[Text] = []
        for cell in line.cells:
            while covered.get(len(row), 0) > number:
                row.append(Text())
            reach = range(len(row), len(row) + cell.colspan)
            covered.update(dict.fromkeys(reach, number + cell.rowspan))
            row += [_cell(cell), *(Text() for _ in reach[1:])]
        yield row


def _cell(cell: DrawnCell) -> Text:
    text = safe(cell.text.strip(), _LONGEST * 4 if cell.marked else _LONGEST)
    return Text(f"【{text.plain}】", style=_MARK) if cell.marked else text


def _stream(console: Console, drawn: Drawing, shown: Sequence[int]) -> None:
    for number in shown:
        line = drawn.lines[number]
        text = Text(f"{line.number:>5} ", style="dim")
        for cell in line.cells:
            text.append("│ ").append_text(_cell(cell)).append(" ")
        console.print(text, soft_wrap=True)
