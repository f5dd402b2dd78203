"""Prints a report in the terminal: identity, tables as the form prints them, findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Column as Heading
from rich.table import Table as Lines

from archive.forms import LEGACY_FORM, FormRow, FormTable, chapter_names, form, terms
from archive.model import Figure, Finding, Identity, LegacyCell, Report, Result, State, translate
from archive.presentation import label

_MAX_CELL_CHARS = 120
# A figure that is not a number is never shown as one; a missing row is not shown as blank.
STATE_MARKS = {State.BLANK: "空", State.ABSENT: "缺行", State.UNREADABLE: "读不懂", State.UNCERTAIN: "对不准"}


def wide_console() -> Console:
    """Return a console on standard output; unless it is a terminal, as wide as the widest table."""
    console = Console()
    return console if console.is_terminal else Console(width=140)


def print_report(console: Console, name: str, report: Report) -> None:
    """Print one report: identity, sections, tables, failed checks, text that was left over."""
    console.rule(escape(name))
    console.print(_identity_table(report))
    console.print(_sections_table(report))
    figures = {figure.key: figure for figure in report.figures}
    if report.form == LEGACY_FORM:
        console.print(_legacy_table(report.legacy_cells))
    for table in form(report.form).tables if report.form != LEGACY_FORM else ():
        for lines in _form_tables(table, figures):
            console.print(lines)
    _print_findings(console, report)
    for text in report.leftovers:
        console.print(translate("剩余文字：{text}", text=escape(text)), soft_wrap=True, highlight=False)


def _identity_table(report: Report) -> Lines:
    lines = Lines(show_header=False, box=None)
    for name, value in _identity_facts(report.identity, report):
        lines.add_row(name, escape(value) if value else "—")
    return lines


def _identity_facts(identity: Identity, report: Report) -> Iterator[tuple[str, str | None]]:
    yield translate("机关"), identity.agency
    if identity.agency_printed != identity.agency:
        yield translate("原文写作"), identity.agency_printed
    yield translate("年度"), str(identity.year) if identity.year else None
    yield translate("标题"), identity.title
    yield translate("发布"), identity.published
    yield translate("落款"), identity.signed
    yield translate("来源"), label("provenance", identity.provenance.value)
    yield translate("表式"), f"{report.form}（{report.reader}）"


def _sections_table(report: Report) -> Lines:
    titles = {key: term.zh for key, term in terms().sections.items()} | chapter_names()
    lines = Lines(translate("部分"), translate("字数"), box=None)
    for key, text in report.sections.items():
        lines.add_row(titles[key], str(len(text)))
    return lines


def _legacy_table(cells: Sequence[LegacyCell]) -> Lines:
    """Return the table of a report for a year before 2019: a line for each number, indented by its path."""
    lines = Lines(
        Heading("", overflow="fold"),
        translate("单位"),
        translate("栏目"),
        Heading("", justify="right"),
        title=translate("统计表"),
    )
    for cell in cells:
        value = f"{cell.number}" if cell.number is not None else _state_mark(cell.state) + cell.raw
        texts = ("  " * len(cell.path) + cell.label, cell.unit, cell.column, value)
        lines.add_row(*(escape(_shorten(text)) for text in texts))
    return lines


def _form_tables(table: FormTable, figures: dict[str, Figure]) -> Iterator[Lines]:
    """Yield one grid for each run of rows with the same columns; in table 2 each item has its own."""
    for columns, rows in groupby(table.rows, key=lambda row: row.columns):
        title = table.zh if columns == table.rows[0].columns else None
        lines = Lines(Heading("", min_width=36, overflow="fold"), title=title, title_justify="left")
        for column in columns:
            lines.add_column(column.term.zh, justify="right", overflow="fold")
        for group, members in groupby(rows, key=lambda row: row.groups[1:]):
            if group:
                lines.add_row(*(term.zh for term in group))
            for row in members:
                keys = (f"{table.key}.{row.key}.{column.key}" for column in columns)
                lines.add_row(_row_label(row), *(_figure_text(figures.get(key)) for key in keys))
        yield lines


def _row_label(row: FormRow) -> str:
    return f"{'  ' if row.groups[1:] else ''}{row.term.zh}"


def _state_mark(state: State) -> str:
    return translate(STATE_MARKS[state]) if state in STATE_MARKS else ""


def _figure_text(figure: Figure | None) -> str:
    if figure is None:
        return _state_mark(State.ABSENT)
    if figure.state is State.REPORTED:
        return f"{figure.number}"
    if figure.state is State.DASH:
        return escape(figure.raw)
    raw = f" {escape(_shorten(figure.raw))}" if figure.raw else ""
    return f"[dim]{_state_mark(figure.state)}[/]{raw}"


def _shorten(text: str) -> str:
    """Return the beginning of a long text: rich needs minutes to wrap or colour thousands of characters."""
    return text if len(text) <= _MAX_CELL_CHARS else f"{text[:_MAX_CELL_CHARS]}…"


def _print_findings(console: Console, report: Report) -> None:
    failed = [finding for finding in report.findings if finding.result is Result.FAIL]
    done = sum(finding.result is not Result.NA for finding in report.findings)
    message = translate("检查 {done} 项，未通过 {failed} 项", done=done, failed=len(failed))
    console.print(message, highlight=False)
    for finding in failed:
        console.print(_finding_line(finding), soft_wrap=True, highlight=False)


def _finding_line(finding: Finding) -> str:
    place = ".".join(part for part in (finding.table, finding.row, finding.column) if part)
    sums = f"{finding.left} ≠ {finding.right}" if finding.delta is not None else ""
    parts = (label("severity", finding.severity), finding.id, place, sums, finding.detail)
    return escape("  ".join(part for part in parts if part))
