"""Whole pages: a report in one style of markup, with the frame of a site around it."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from bench.foreign.markup import html_tables as tables
from bench.foreign.markup.html_cells import PAGE_RULES, wrap_word, wrap_wps, write_script_data
from bench.foreign.report import DraftCell, DraftParagraph, DraftReport, Table

BOX_RULES = (
    ".gc,.td{border:1px solid #666;padding:2px 4px}.tb{display:table;border-collapse:collapse}"
    ".tr{display:table-row}.td{display:table-cell}.hang{list-style:none;margin:0;padding:0;display:flex}"
    ".hang li{border:1px solid #ccc;width:5em;padding:2px}.hang li:first-child{width:20em}"
)


@dataclass(frozen=True)
class Markup:
    """A style of markup. ``is_flat`` means that its tables cannot span."""

    name: str
    write_table: Callable[[Table], str]
    is_flat: bool = False
    has_frame: bool = False


MARKUPS = {
    markup.name: markup
    for markup in (
        Markup("plain", tables.write_plain_table, has_frame=True),
        Markup("bare", tables.write_plain_table),
        Markup("word", tables.write_word_table),
        Markup("wps", tables.write_wps_table, has_frame=True),
        Markup("grid", tables.write_grid_table, has_frame=True),
        Markup("rows", tables.write_row_boxes, is_flat=True, has_frame=True),
        Markup("list", tables.write_list_table, is_flat=True),
        Markup("terms", tables.write_definition_table, is_flat=True),
        Markup("pre", tables.write_pre_table, is_flat=True),
    )
}


def write_page(report: DraftReport, markup: Markup, rules: str = "", runs_scripts: bool = False) -> str:
    """The HTML of a whole report. ``rules`` are further style rules, for printing."""
    blocks = []
    for block in report.blocks:
        if isinstance(block, Table):
            text = markup.write_table(block)
            blocks.append(f'<div style="display:none">{text}</div>' if block.is_hidden else text)
        else:
            blocks.append(_write_paragraph(block, markup))
    body = "\n".join(blocks)
    if markup.has_frame:
        body = _write_frame(report, body)
    script = _write_script(report, runs_scripts)
    space = ' xmlns:o="urn:schemas-microsoft-com:office:office"' if markup.name == "word" else ""
    start = "" if markup.name == "word" else "<!DOCTYPE html>\n"
    box_rules = BOX_RULES if markup.name in ("grid", "rows", "list") else ""
    return (
        f'{start}<html lang="zh-CN"{space}>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(report.title)}</title>\n<style>{PAGE_RULES}{box_rules}{rules}</style>\n"
        f"{script}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _write_paragraph(block: DraftParagraph, markup: Markup) -> str:  # noqa: PLR0911 - one for each role
    if block.role == "gap":
        return "<p>&nbsp;</p>"
    if markup.name == "word":
        align = {"title": "center", "source": "center", "sign": "right"}.get(block.role, "left")
        bold = "<b>{}</b>" if block.role in ("title", "heading") else "{}"
        text = bold.format(wrap_word(block.text))
        return f"<p class=MsoNormal align={align} style='text-align:{align}'>{text}</p>"
    text = wrap_wps(block.text) if markup.name == "wps" else escape(block.text)
    if block.role == "title":
        return f"<h1>{text}</h1>"
    if block.role == "heading" and markup.name != "wps":
        return f"<h2>{text}</h2>"
    if block.role == "heading":
        return f'<p style="text-indent:32pt;"><strong>{text}</strong></p>'
    if block.role in ("source", "sign"):
        align = "center" if block.role == "source" else "right"
        return f'<p style="text-align:{align}">{text}</p>'
    return f"<p>{text}</p>"


def _write_frame(report: DraftReport, body: str) -> str:
    crumbs = "当前位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; 政府信息公开年报"
    return (
        '<div class="top"><a href="/">网站首页</a> <a href="/zwgk/">政务公开</a></div>\n'
        f'<div class="crumbs">{crumbs}</div>\n<div class="article" id="zoom">\n{body}\n</div>\n'
        '<div class="foot">版权所有 　联系我们 　网站地图</div>'
    )


def _write_script(report: DraftReport, runs: bool) -> str:
    scripted: list[DraftCell] = []
    for block in report.blocks:
        if isinstance(block, Table):
            scripted += [cell for row in block.rows for cell in row if cell.dress == "script"]
    if not scripted:
        return ""
    return write_script_data(scripted) if runs else '<script src="/js/bbsj.js"></script>'
