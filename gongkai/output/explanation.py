"""An explanation on a terminal: what the release says, which bytes say it, the table with the cell marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Lines
from rich.text import Text

from archive.presentation import DisplayedFigure, DrawnCell, TableDrawing, draw_table, label, location_label
from archive.provenance import Explanation, FigureOrigin

_MAX_CELL_CHARACTERS = 60
# Lines on either side of the mark: of a text printed a cell a line, and of a table.
_CONTEXT_LINES = 14
_CONTEXT_ROWS = 3
_MARK_STYLE = "bold reverse"
_RESULT_STYLES = {"fail": "red", "na": "dim"}
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Print one explanation."""
    console.rule(terminal_safe(explanation.report["label"]))
    console.print(_facts_table(_identity_facts(explanation.report)))
    for file in explanation.files:
        console.print(_facts_table(_file_facts(file)))
    if explanation.origin:
        _print_figure(console, explanation.origin)
    else:
        _print_whole_report(console, explanation)


def terminal_safe(text: object, max_characters: int = 2000) -> Text:
    """`text` as a terminal may be shown it: cut, no control characters, no markup, no turned lines."""
    plain = str(text)
    shown = (
        plain
        if len(plain) <= max_characters
        else f"{plain[:max_characters]}…（另有 {len(plain) - max_characters} 字）"
    )
    return Text("".join(_visible_character(character) for character in shown))


def _visible_character(character: str) -> str:
    if character == "\n":
        return character
    hidden = character in _BIDI_CONTROLS or unicodedata.category(character) in ("Cc", "Cs")
    return "\ufffd" if hidden else character


def _facts_table(facts: Iterable[tuple[str, object]]) -> Lines:
    lines = Lines(show_header=False, box=None)
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    for label, value in facts:
        lines.add_row(label, terminal_safe("—" if value in (None, "") else value))
    return lines


def _identity_facts(report: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "编号", report["id"]
    yield "机关", report["agency"]
    yield "年度", report["year"]
    yield "标题", report["title"]
    yield "发布", report["published"]
    yield "落款", report["signed"]
    yield "来历", label("provenance", report["provenance"])
    yield "表式", f"{report['form']}（{report['reader']}）"


def _file_facts(file: Any) -> Iterator[tuple[str, object]]:
    document, capture = file.document, file.capture
    yield "文件", f"{document['url']}（{label('document_state', document['state'])}）"
    if capture:
        yield "  取得", capture.fetched
        yield "  存于", f"{capture.file} 偏移 {capture.offset} 长 {capture.length}"
    yield "  摘要", f"SHA-256 {document['digest']}"
    yield "  核对", file.fault or f"重算相符，{file.size} 字节"


def _print_whole_report(console: Console, explanation: Explanation) -> None:
    lines = Lines("项目", "说法", "出处", box=None)
    for said in explanation.candidates:
        lines.add_row(
            label("field", said["field"]), terminal_safe(said["value"], 200), terminal_safe(said["source"])
        )
    console.print(lines)
    states: dict[str, int] = {}
    for figure in explanation.figures.values():
        states[figure.state] = states.get(figure.state, 0) + 1
    console.print("指标：" + "，".join(f"{label('state', state)} {count}" for state, count in states.items()))
    for figure in explanation.figures.values():
        if figure.state != "reported" or figure.has_extra_text:
            console.print(_figure_line(figure))
    failed = [check for check in explanation.checks if check["result"] == "fail"]
    console.print(f"核对 {len(explanation.checks)} 项，不符 {len(failed)} 项", highlight=False)
    _print_checks(console, failed)


def _figure_line(figure: DisplayedFigure) -> Text:
    value = "" if figure.value is None else f" {figure.value}"
    raw = f"　原文 {figure.raw}" if figure.raw else ""
    return terminal_safe(f"  {figure.key}　{label('state', figure.state)}{value}{raw}", 300)


def _print_figure(console: Console, origin: FigureOrigin) -> None:
    figure, grid, cell = origin.figure, origin.grid, origin.cell
    console.rule(terminal_safe(location_label(*figure.key.split("."))))
    console.print(_facts_table(_figure_facts(origin)))
    _print_checks(console, origin.checks)
    if grid is None or cell is None:
        console.print("原文没有这一格，或它的位置未能确定，没有表格可画")
        return
    console.print(
        f"存档的表格（{'取自版本，档案读不回' if origin.is_from_release else '由存档的字节重读'}）："
    )
    _print_drawing(console, draw_table(grid, figure.key))


def _figure_facts(origin: FigureOrigin) -> Iterator[tuple[str, object]]:
    figure, grid, cell = origin.figure, origin.grid, origin.cell
    yield "指标", figure.key
    yield "原文", origin.printed_text or f"（{origin.missing_reason}）"
    yield "数值", None if figure.value is None else f"{figure.value} {figure.column_unit}"
    yield "状态", label("state", figure.state)
    if figure.unit:
        yield "单位", f"格内写明 {figure.unit}"
    if grid and cell:
        where = f"第 {grid.number + 1} 个表格，第 {cell.row + 1} 行，第 {cell.column + 1} 格"
        yield "位置", f"{where}（从 0 起：grid {grid.number}，row {cell.row}，column {cell.column}）"


def _print_checks(console: Console, checks: Iterable[Mapping[str, Any]]) -> None:
    for check in checks:
        style = _RESULT_STYLES.get(check["result"], "")
        sums = f"　{check['left']:g} ≠ {check['right']:g}" if check["delta"] else ""
        where = location_label(check["table_key"], check["row_key"], check["column_key"])
        text = f"  {label('result', check['result'])}　{check['check_id']}　{where}{sums}　{check['explanation']}"
        console.print(Text(terminal_safe(text).plain, style=style), soft_wrap=True)


def _print_drawing(console: Console, drawn: TableDrawing) -> None:
    at = next((number for number, line in enumerate(drawn.lines) if any(c.marked for c in line.cells)), 0)
    shown = list(_context_lines(drawn, at))
    if drawn.is_table:
        console.print(_archived_table(drawn, shown))
    else:
        _print_stream(console, drawn, shown)
    if left_out := drawn.omitted_before + drawn.omitted_after + len(drawn.lines) - len(shown):
        console.print(f"（另有 {left_out} 行没有画出；--html 画出整个表格）", style="dim")


def _context_lines(drawn: TableDrawing, marked_line: int) -> Iterator[int]:
    """The lines around the mark; of a table also its header, and what reaches down to the mark."""
    around = _CONTEXT_LINES if not drawn.is_table else _CONTEXT_ROWS
    body = next((number for number, line in enumerate(drawn.lines) if any(c.figures for c in line.cells)), 0)
    for number, line in enumerate(drawn.lines):
        above = number < body or (
            number < marked_line and any(number + cell.rowspan > marked_line for cell in line.cells)
        )
        if abs(number - marked_line) <= around or (drawn.is_table and above):
            yield number


def _archived_table(drawn: TableDrawing, line_numbers: Sequence[int]) -> Lines:
    """The table with a column for each of the archive's; a cell that spans several stands in its first."""
    lines = Lines(show_header=False, box=box.SQUARE, show_lines=True)
    rows = list(_expanded_rows(drawn))
    for _ in range(max((len(row) for row in rows), default=0)):
        lines.add_column(overflow="fold")
    for before, number in zip((-1, *line_numbers), line_numbers, strict=False):
        if number > before + 1:
            lines.add_row("⋯")
        lines.add_row(*rows[number])
    return lines


def _expanded_rows(drawn: TableDrawing) -> Iterator[list[Text]]:
    """The rows with an empty text for every place that a cell above or to the left covers."""
    covered: dict[int, int] = {}
    for number, line in enumerate(drawn.lines):
        row: list[Text] = []
        for cell in line.cells:
            while covered.get(len(row), 0) > number:
                row.append(Text())
            reach = range(len(row), len(row) + cell.colspan)
            covered.update(dict.fromkeys(reach, number + cell.rowspan))
            row += [_cell_text(cell), *(Text() for _ in reach[1:])]
        yield row


def _cell_text(cell: DrawnCell) -> Text:
    text = terminal_safe(cell.text.strip(), _MAX_CELL_CHARACTERS * 4 if cell.marked else _MAX_CELL_CHARACTERS)
    return Text(f"【{text.plain}】", style=_MARK_STYLE) if cell.marked else text


def _print_stream(console: Console, drawn: TableDrawing, line_numbers: Sequence[int]) -> None:
    for number in line_numbers:
        line = drawn.lines[number]
        text = Text(f"{line.number:>5} ", style="dim")
        for cell in line.cells:
            text.append("│ ").append_text(_cell_text(cell)).append(" ")
        console.print(text, soft_wrap=True)
