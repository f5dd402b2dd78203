"""Says what the cells of an xlsx file show where that is not their value: formats, errors, hidden rows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from io import BytesIO

from lxml import etree

from archive.model import OBJECT_CHARACTER
from archive.readers.common import MAX_COLUMNS, ZIP_ERRORS, check_package
from archive.readers.office.constant_formulas import constant_value
from archive.readers.office.number_formats import BUILT_IN_FORMATS, shown_number, shows_text
from archive.readers.office.sheet_display import SheetDisplay
from archive.readers.office.unseen_styles import unseen_contents

_MARKUP_OF_RUNS = (b"vertAlign", b"strike")
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NUMBER_KINDS = ("", "n")
_ON = ("1", "true")
# What may colour the ground of cells besides their own style: white text may be seen there.
_GROUND_RULES = ("conditionalFormatting", "tablePart")


@dataclass(frozen=True, slots=True)
class _Styles:
    """The number formats and the unseen contents of the styles, and shared texts with unseen parts."""

    formats: Sequence[str]
    unseen: Sequence[str | None]
    shared_texts: dict[str, str]
    is_calculated_on_load: bool


def sheet_displays(data: bytes) -> dict[str, SheetDisplay]:
    """Return the display of each sheet by its name; empty for other kinds of workbooks and damaged files.

    Raises `TooCostly` if the file is too large.
    """
    if not data.startswith(b"PK"):
        return {}
    check_package(data, "Excel 文件")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return dict(_displays(archive))
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError):
        return {}


def _displays(archive: zipfile.ZipFile) -> Iterator[tuple[str, SheetDisplay]]:
    workbook = _parse(archive, "xl/workbook.xml")
    parts = {item.get("Id"): item.get("Target", "") for item in _parse(archive, "xl/_rels/workbook.xml.rels")}
    names = set(archive.namelist())
    calculation = next(_elements(workbook, "calcPr"), None)
    style_part = _parse(archive, "xl/styles.xml") if "xl/styles.xml" in names else None
    styles = _Styles(
        [] if style_part is None else list(_cell_formats(style_part)),
        [] if style_part is None else list(unseen_contents(style_part)),
        _partly_unseen_texts(archive) if "xl/sharedStrings.xml" in names else {},
        calculation is not None and calculation.get("fullCalcOnLoad") in _ON,
    )
    for sheet in _elements(workbook, "sheet"):
        relation = next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("/xl", parts.get(relation, ""))).lstrip("/")
        if part in names:
            yield sheet.get("name", ""), _display(_parse(archive, part), styles)


def _display(sheet: etree._Element, styles: _Styles) -> SheetDisplay:
    display = SheetDisplay()
    if any(True for name in _GROUND_RULES for _ in _elements(sheet, name)):
        styles = replace(styles, unseen=[text or None for text in styles.unseen])
    for columns in _elements(sheet, "col"):
        if columns.get("hidden") in _ON or _is_zero(columns.get("width")):
            first, last = int(columns.get("min", "1")), int(columns.get("max", "1"))
            display.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
    for row in _elements(sheet, "row"):
        if (row.get("hidden") in _ON or _is_zero(row.get("ht"))) and row.get("r", "").isdecimal():
            display.hidden_rows.add(int(row.get("r", "1")) - 1)
        for cell in row:
            address = _ADDRESS.fullmatch(cell.get("r", ""))
            text = _shown_text(cell, styles)
            if address is not None and text is not None:
                display.texts[int(address[2]) - 1, _column_number(address[1])] = text
    return display


def _shown_text(cell: etree._Element, styles: _Styles) -> str | None:
    """Return what the cell shows, None if that is its value."""
    children = {str(child.tag).rpartition("}")[2]: child for child in cell}
    kind, value = cell.get("t", ""), children.get("v")
    stated = "" if value is None else (value.text or "").strip()
    unknown_values = ("", "0") if styles.is_calculated_on_load else ("",)
    is_computed = kind not in ("e", "str") and "f" in children and stated in unknown_values
    computed = constant_value(children["f"].text or "") if is_computed else None
    if computed is not None:
        kind, stated = "n", f"{computed:f}"
    elif is_computed or kind == "e":
        return OBJECT_CHARACTER
    style = int(number) if (number := cell.get("s", "0")).isdecimal() else 0
    unseen = styles.unseen[style] if style < len(styles.unseen) else None
    if unseen is not None and (stated or "is" in children):
        return unseen
    code = styles.formats[style] if style < len(styles.formats) else ""
    if kind in _NUMBER_KINDS:
        shown = _shown_number(stated, code)
        return stated if shown is None and is_computed else shown
    if not shows_text(code):
        return ""
    if "is" in children:
        return _seen_text(children["is"])
    return styles.shared_texts.get(stated) if kind == "s" else None


def _shown_number(stated: str, code: str) -> str | None:
    try:
        return shown_number(Decimal(stated), code) if stated else None
    except InvalidOperation:
        return None


def _partly_unseen_texts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the shared texts with struck out or raised parts, by their number, without these parts."""
    data = _read(archive, "xl/sharedStrings.xml")
    if not any(word in data for word in _MARKUP_OF_RUNS):
        return {}
    texts = ((str(number), _seen_text(item)) for number, item in enumerate(_elements(_root(data), "si")))
    return {number: text for number, text in texts if text is not None}


def _seen_text(item: etree._Element) -> str | None:
    """Return the text without struck out and raised runs, None if it has none of them."""
    runs = list(_elements(item, "r"))
    seen = [run for run in runs if not _is_raised(run) and next(_elements(run, "strike"), None) is None]
    texts = ["".join(part.text or "" for part in _elements(run, "t")) for run in seen]
    return "".join(texts) if len(seen) < len(runs) and any(texts) else None


def _is_raised(run: etree._Element) -> bool:
    return any(mark.get("val") == "superscript" for mark in _elements(run, "vertAlign"))


def _cell_formats(styles: etree._Element) -> Iterator[str]:
    """Yield the number format of each style of cells."""
    own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in _elements(styles, "numFmt")}
    for formats in _elements(styles, "cellXfs"):
        for style in _elements(formats, "xf"):
            number = style.get("numFmtId", "0")
            yield own.get(number) or BUILT_IN_FORMATS.get(int(number) if number.isdecimal() else 0, "")


def _elements(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Return the elements of any namespace: strict workbooks have another one."""
    return parent.iter(f"{{*}}{name}")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _is_zero(size: str | None) -> bool:
    return size is not None and re.fullmatch(r"0+(?:\.0*)?", size) is not None


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return _root(_read(archive, name))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    # Their sizes were checked before.
    return archive.read(name)


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
    return etree.fromstring(data, parser)
