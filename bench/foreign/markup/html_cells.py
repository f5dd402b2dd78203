"""The inside of a table cell in HTML, with the ways in which a page can show or hide a figure."""

import base64
import re
from collections.abc import Callable
from html import escape

from bench.foreign.markup.pictures import draw_number
from bench.foreign.report import DraftCell

Wrap = Callable[[str], str]
HIDERS = ('style="display:none"', "hidden", 'class="yc"', 'style="display: none;" aria-hidden="true"')
PAGE_RULES = ".yc{display:none}"


def write_inside(cell: DraftCell, wrap: Wrap = escape) -> str:  # noqa: PLR0911 - one for each content
    """The markup of what one cell shows; ``wrap`` writes plain text in the style of the page."""
    text = "<br>".join(wrap(line) for line in cell.text.split("\n"))
    if cell.dress == "sup":
        return f"{text}<sup>{escape(cell.extra)}</sup>"
    if cell.dress == "struck":
        tag = ("del", "s", "strike")[len(cell.key) % 3]
        return f"<{tag}>{escape(cell.extra)}</{tag}> {text}"
    if cell.dress == "hidden":
        return f"<span {HIDERS[len(cell.key) % len(HIDERS)]}>{escape(cell.extra)}</span>{text}"
    if cell.dress == "input":
        size, value = max(6, len(cell.text) + 3), escape(cell.text)
        return f'<input type="text" size="{size}" readonly name="{cell.key}" value="{value}">'
    if cell.dress == "picture":
        picture = base64.b64encode(draw_number(cell.text)).decode("ascii")
        return f'<img src="data:image/png;base64,{picture}">'
    if cell.dress == "script":
        return f"<script>document.write(bbsj['{cell.key}'])</script>"
    return text


def write_script_data(cells: list[DraftCell]) -> str:
    """The script that holds the figures which other scripts write into the page."""
    pairs = ",".join(f"'{cell.key}':'{cell.text}'" for cell in cells)
    return f"<script>var bbsj={{{pairs}}};</script>"


def wrap_word(text: str) -> str:
    """Text as Word exports it: runs of Latin text marked as English."""
    parts = re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text) or ["\xa0"]
    style = "font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体"
    runs = []
    for part in parts:
        mark = "lang=EN-US " if part.isascii() else ""
        runs.append(f"<span {mark}style='{style}'>{escape(part).replace(chr(160), '&nbsp;')}</span>")
    return "".join(runs) + "<span lang=EN-US><o:p></o:p></span>"


def wrap_wps(text: str) -> str:
    """Text as WPS exports it: one span with a font element for each script."""
    parts = re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text)
    runs = []
    for part in parts:
        face = "Calibri" if part.isascii() else "宋体"
        runs.append(f'<font face="{face}">{escape(part)}</font>')
    style = "mso-spacerun:'yes';font-family:宋体;font-size:10.5000pt;mso-font-kerning:1.0000pt;"
    return f'<span style="{style}">{"".join(runs)}</span>'
