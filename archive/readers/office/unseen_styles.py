"""Tells which styles of an xlsx file strike out the content of their cells, or print it in white on white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from archive.model import OBJECT_CHARACTER

_WHITE = ("FFFFFFFF", "00FFFFFF", "FFFFFF")
_WHITE_THEME = "0"
_OFF = ("0", "false")


def unseen_contents(styles: etree._Element) -> Iterator[str | None]:
    """Yield for each style of cells what is seen in the place of their content, None if that is seen.

    A struck out cell has the object character: its content was printed, but is not its value.
    """
    fonts = list(_items(styles, "fonts", "font"))
    fills = list(_items(styles, "fills", "fill"))
    for style in _items(styles, "cellXfs", "xf"):
        font, fill = _item(fonts, style.get("fontId")), _item(fills, style.get("fillId"))
        if font is None:
            yield None
        elif any(mark.get("val") not in _OFF for mark in font.iterfind("{*}strike")):
            yield OBJECT_CHARACTER
        else:
            yield "" if _is_white(font.find("{*}color")) and _is_paper(fill) else None


def _items(styles: etree._Element, group: str, name: str) -> Iterator[etree._Element]:
    for parent in styles.iterfind(f"{{*}}{group}"):
        yield from parent.iterfind(f"{{*}}{name}")


def _item(items: Sequence[etree._Element], number: str | None) -> etree._Element | None:
    return items[int(number)] if number and number.isdecimal() and int(number) < len(items) else None


def _is_white(colour: etree._Element | None) -> bool:
    if colour is None:
        return False
    is_theme_white = colour.get("theme") == _WHITE_THEME and colour.get("tint") is None
    return is_theme_white or colour.get("rgb", "").upper() in _WHITE


def _is_paper(fill: etree._Element | None) -> bool:
    """Return whether a cell has the colour of paper: no ground, or a white one."""
    pattern = None if fill is None else fill.find("{*}patternFill")
    if pattern is None:
        return fill is None or len(fill) == 0
    if pattern.get("patternType", "none") == "none":
        return True
    return pattern.get("patternType") == "solid" and _is_white(pattern.find("{*}fgColor"))
