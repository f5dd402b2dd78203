"""Reads the XML that `pdftohtml -xml` makes of a PDF: each text with its place on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from archive.model import Content, Document, UnreadableFile
from archive.readers.fixed_layout.positioned.text_boxes import TextBox, boxes_to_content

NAME = "pdf_xml"
_MAX_PAGES = 500


def read(document: Document) -> Content:
    """Return the blocks of the pages, in order.

    Raises `UnreadableFile` if the file is damaged or too large.
    """
    parser = etree.XMLParser(recover=True, no_network=True, resolve_entities=False, load_dtd=False)
    try:
        root = etree.fromstring(document.data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("XML 文件已损坏") from error
    pages = list(root.iter("page")) if root is not None else []
    if not pages:
        raise UnreadableFile("XML 文件里没有页面")
    if len(pages) > _MAX_PAGES:
        raise UnreadableFile(f"页数过多：{len(pages)} 页")
    sizes = {font.get("id", ""): _number(font, "size") for page in pages for font in page.iter("fontspec")}
    boxes = [box for number, page in enumerate(pages) for box in _boxes(page, number, sizes)]
    return boxes_to_content(
        NAME, boxes, [(_number(page, "width"), _number(page, "height")) for page in pages]
    )


def _boxes(page: Element, number: int, sizes: dict[str, float]) -> Iterator[TextBox]:
    for element in page.iter("text"):
        text = "".join(cast(Iterator[str], element.itertext()))
        x0, top = _number(element, "left"), _number(element, "top")
        width, height = _number(element, "width"), _number(element, "height")
        if text.strip() and width > 0 and height > 0:
            size = sizes.get(element.get("font", ""), 0.0) or height
            yield TextBox(text, x0, top, x0 + width, top + height, number, min(size, height))


def _number(element: Element, name: str) -> float:
    """Return the number that an attribute states, 0 if it states none."""
    try:
        value = float(element.get(name, ""))
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0
