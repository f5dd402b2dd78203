"""Prints an explanation of a report or figure in the terminal, with its archived table."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Lines
from rich.text import Text

from archive.model import translate
from archive.presentation import DisplayedFigure, DrawnCell, TableDrawing, draw_table, label, location_label
from archive.provenance import Explanation, FigureOrigin

_MAX_CELL_CHARACTERS = 60
# Lines shown on either side of the marked cell: of a text with a cell a line, and of a table.
_CONTEXT_LINES = 14
_CONTEXT_ROWS = 3
_MARK_STYLE = "bold reverse"
_RESULT_STYLES = {"fail": "red", "na": "dim"}
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Print one explanation: the report, its files, and the figure or all that is in the report."""
    console.rule(terminal_safe(explanation.report["label"]))
    console.print(_facts_table(_identity_facts(explanation.report)))
    for file in explanation.files:
        console.print(_facts_table(_file_facts(file)))
    if explanation.origin:
        _print_figure(console, explanation.origin)
    else:
        _print_whole_report(console, explanation)


def terminal_safe(text: object, max_characters: int = 2000) -> Text:
    """Return `text` safe for a terminal: cut, without markup, control or direction characters."""
    plain = str(text)
    shown = plain[:max_characters]
    if len(plain) > max_characters:
        shown += translate("…（另有 {count} 字）", count=len(plain) - max_characters)
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
    for name, value in facts:
        lines.add_row(name, terminal_safe("—" if value in (None, "") else value))
    return lines


def _identity_facts(report: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield translate("编号"), report["id"]
    yield translate("机关"), report["agency"]
    yield translate("年度"), report["year"]
    yield translate("标题"), report["title"]
    yield translate("发布"), report["published"]
    yield translate("落款"), report["signed"]
    yield translate("来源"), label("provenance", report["provenance"])
    yield translate("表式"), f"{report['form']}（{report['reader']}）"


def _file_facts(file: Any) -> Iterator[tuple[str, object]]:
    document, capture = file.document, file.capture
    yield translate("文件"), f"{document['url']}（{label('document_state', document['state'])}）"
    if capture:
        yield "  " + translate("取得"), capture.fetched
        location = translate(
            "{file} 偏移 {offset} 长 {length}",
            file=capture.file,
            offset=capture.offset,
            length=capture.length,
        )
        yield "  " + translate("存于"), location
    yield "  " + translate("摘要"), f"SHA-256 {document['digest']}"
    yield "  " + translate("核对"), file.fault or translate("重算相符，{size} 字节", size=file.size)


def _print_whole_report(console: Console, explanation: Explanation) -> None:
    lines = Lines(translate("项目"), translate("内容"), translate("出处"), box=None)
    for candidate in explanation.candidates:
        lines.add_row(
            label("field", candidate["field"]),
            terminal_safe(candidate["value"], 200),
            terminal_safe(candidate["source"]),
        )
    console.print(lines)
    states: dict[str, int] = {}
    for figure in explanation.figures.values():
        states[figure.state] = states.get(figure.state, 0) + 1
    counts = "，".join(f"{label('state', state)} {count}" for state, count in states.items())
    console.print(translate("指标：{counts}", counts=counts))
    for figure in explanation.figures.values():
        if figure.state != "reported" or figure.has_extra_text:
            console.print(_figure_line(figure))
    failed = [check for check in explanation.checks if check["result"] == "fail"]
    message = translate(
        "核对 {checks} 项，不符 {failed} 项", checks=len(explanation.checks), failed=len(failed)
    )
    console.print(message, highlight=False)
    _print_checks(console, failed)


def _figure_line(figure: DisplayedFigure) -> Text:
    value = "" if figure.value is None else f" {figure.value}"
    raw = translate("　原文 {raw}", raw=figure.raw) if figure.raw else ""
    return terminal_safe(f"  {figure.key}　{label('state', figure.state)}{value}{raw}", 300)


def _print_figure(console: Console, origin: FigureOrigin) -> None:
    figure, grid, cell = origin.figure, origin.grid, origin.cell
    console.rule(terminal_safe(location_label(*figure.key.split("."))))
    console.print(_facts_table(_figure_facts(origin)))
    _print_checks(console, origin.checks)
    if grid is None or cell is None:
        console.print(translate("原文没有这一格，或它的位置未能确定，没有表格可画"))
        return
    if origin.is_from_release:
        console.print(translate("存档的表格（取自版本，档案读不回）："))
    else:
        console.print(translate("存档的表格（由存档的字节重读）："))
    _print_drawing(console, draw_table(grid, figure.key))


def _figure_facts(origin: FigureOrigin) -> Iterator[tuple[str, object]]:
    figure, grid, cell = origin.figure, origin.grid, origin.cell
    yield translate("指标"), figure.key
    yield translate("原文"), origin.printed_text or f"（{origin.missing_reason}）"
    yield translate("数值"), None if figure.value is None else f"{figure.value} {figure.column_unit}"
    yield translate("状态"), label("state", figure.state)
    if figure.unit:
        yield translate("单位"), translate("格内写明 {unit}", unit=figure.unit)
    if grid and cell:
        where = translate(
            "第 {grid} 个表格，第 {row} 行，第 {column} 格",
            grid=grid.number + 1,
            row=cell.row + 1,
            column=cell.column + 1,
        )
        zero_based = translate(
            "（从 0 起：grid {grid}，row {row}，column {column}）",
            grid=grid.number,
            row=cell.row,
            column=cell.column,
        )
        yield translate("位置"), where + zero_based


def _print_checks(console: Console, checks: Iterable[Mapping[str, Any]]) -> None:
    for check in checks:
        style = _RESULT_STYLES.get(check["result"], "")
        sums = f"　{check['left']:g} ≠ {check['right']:g}" if check["delta"] else ""
        where = location_label(check["table_key"], check["row_key"], check["column_key"])
        result = label("result", check["result"])
        text = f"  {result}　{check['check_id']}　{where}{sums}　{check['explanation']}"
        console.print(Text(terminal_safe(text).plain, style=style), soft_wrap=True)


def _print_drawing(console: Console, drawn: TableDrawing) -> None:
    marked_line = next(
        (number for number, line in enumerate(drawn.lines) if any(c.marked for c in line.cells)), 0
    )
    shown = list(_context_lines(drawn, marked_line))
    if drawn.is_table:
        console.print(_archived_table(drawn, shown))
    else:
        _print_stream(console, drawn, shown)
    if left_out := drawn.omitted_before + drawn.omitted_after + len(drawn.lines) - len(shown):
        message = translate("（另有 {count} 行没有画出；--html 画出整个表格）", count=left_out)
        console.print(message, style="dim")


def _context_lines(drawn: TableDrawing, marked_line: int) -> Iterator[int]:
    """Yield the lines around the mark; of a table also its header and cells that span down to the mark."""
    around = _CONTEXT_LINES if not drawn.is_table else _CONTEXT_ROWS
    body = next((number for number, line in enumerate(drawn.lines) if any(c.figures for c in line.cells)), 0)
    for number, line in enumerate(drawn.lines):
        above = number < body or (
            number < marked_line and any(number + cell.rowspan > marked_line for cell in line.cells)
        )
        if abs(number - marked_line) <= around or (drawn.is_table and above):
            yield number


def _archived_table(drawn: TableDrawing, line_numbers: Sequence[int]) -> Lines:
    """Return the archived table; a cell that spans several columns is printed in its first."""
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
    """Yield the rows, with an empty text for each place covered by a cell above or to the left."""
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
