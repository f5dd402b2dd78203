"""Tables in several styles of HTML markup."""

import unicodedata
from html import escape

from bench.foreign.markup.html_cells import wrap_word, wrap_wps, write_inside
from bench.foreign.report import DraftCell, Table, count_columns, fill_grid, place_cells


def write_spans(cell: DraftCell) -> str:
    """The span attributes of a cell."""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return columns + rows


def write_plain_table(table: Table) -> str:
    """A clean table with thead, tbody and th."""
    lines = []
    for row in table.rows:
        cells = []
        for cell in row:
            tag = "th" if cell.is_head else "td"
            cells.append(f"<{tag}{write_spans(cell)}>{write_inside(cell)}</{tag}>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    head, body = "\n".join(lines[: table.head_rows]), "\n".join(lines[table.head_rows :])
    head = f"<thead>\n{head}\n</thead>\n" if head else ""
    return f'<table border="1" cellspacing="0" cellpadding="3">\n{head}<tbody>\n{body}\n</tbody>\n</table>'


def write_word_table(table: Table) -> str:
    """A table as Word saves it as a web page."""
    lines = []
    for number, row in enumerate(table.rows):
        cells = []
        for cell in row:
            width = 62 * cell.columns
            style = f"width:{width * 0.75:.2f}pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"
            body = write_inside(cell, wrap_word)
            paragraph = f"<p class=MsoNormal align=center style='text-align:center'>{body}</p>"
            cells.append(f"  <td width={width}{write_spans(cell)} style='{style}'>\n  {paragraph}\n  </td>\n")
        lines.append(f" <tr style='mso-yfti-irow:{number};height:14.2pt'>\n{''.join(cells)} </tr>")
    start = "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0"
    style = "\n style='border-collapse:collapse;border:none;mso-yfti-tbllook:1184'>\n"
    return start + style + "\n".join(lines) + "\n</table>"


def write_wps_table(table: Table) -> str:
    """A table as WPS copies it into the editor of a site."""
    lines = []
    for row in table.rows:
        cells = []
        for cell in row:
            width = 61 * cell.columns
            style = "padding:0pt 5.4pt;border:1pt solid windowtext;mso-border-alt:0.5pt solid windowtext;"
            body = write_inside(cell, wrap_wps)
            paragraph = f'<p style="text-align:center;line-height:150%;">{body}</p>'
            start = f'<td width="{width}" valign="center"{write_spans(cell)} style="{style}">'
            cells.append(f"{start}{paragraph}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return (
        '<div align="center"><table style="border-collapse:collapse;width:426.2pt;border:none;'
        f'mso-padding-alt:0pt 5.4pt;"><tbody>{"".join(lines)}</tbody></table></div>'
    )


def write_grid_table(table: Table) -> str:
    """Boxes placed on a CSS grid, each with its grid area."""
    boxes = []
    for row, column, cell in place_cells(table):
        area = f"{row + 1} / {column + 1} / span {cell.rows} / span {cell.columns}"
        boxes.append(f'<div class="gc" style="grid-area: {area}">{write_inside(cell)}</div>')
    columns = f"grid-template-columns:repeat({count_columns(table)},auto)"
    return f'<div class="grid" style="display:grid;{columns}">\n' + "\n".join(boxes) + "\n</div>"


def write_row_boxes(table: Table) -> str:
    """Boxes shown as table rows and cells by style classes."""
    lines = []
    for row in table.rows:
        cells = "".join(f'<div class="td">{write_inside(cell)}</div>' for cell in row)
        lines.append(f'<div class="tr">{cells}</div>')
    return '<div class="tb">\n' + "\n".join(lines) + "\n</div>"


def write_list_table(table: Table) -> str:
    """One list for each row, its items shown side by side."""
    lines = []
    for row in table.rows:
        items = "".join(f"<li>{write_inside(cell)}</li>" for cell in row)
        lines.append(f'<ul class="hang">{items}</ul>')
    return '<div class="lb">\n' + "\n".join(lines) + "\n</div>"


def write_definition_table(table: Table) -> str:
    """One term for each row and one definition for each column."""
    names = [cell.text for cell in table.rows[0]]
    lines = []
    for row in table.rows[1:]:
        if not row[0].is_value:
            lines.append(f"<dt>{write_inside(row[0])}</dt>")
        pairs = [(name, cell) for name, cell in zip(names, row, strict=True) if cell.is_value]
        lines.extend(f"<dd>{escape(name)}：{write_inside(cell)}</dd>" for name, cell in pairs)
    return "<dl>\n" + "\n".join(lines) + "\n</dl>"


def measure_width(text: str) -> int:
    """The columns a text takes in a fixed-width font."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def draw_text_table(table: Table) -> str:
    """A flat table drawn with bars and dashes in a fixed-width font."""
    grid = [[cell.text if cell else "" for cell in row] for row in fill_grid(table)]
    widths = [max(measure_width(row[place]) for row in grid) for place in range(len(grid[0]))]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [rule]
    for row in grid:
        pairs = zip(row, widths, strict=True)
        cells = [f" {text}{' ' * (width - measure_width(text))} " for text, width in pairs]
        lines.extend(["|" + "|".join(cells) + "|", rule])
    return "\n".join(lines)


def write_pre_table(table: Table) -> str:
    """A drawn text table inside pre."""
    return f"<pre>{escape(draw_text_table(table))}</pre>"
