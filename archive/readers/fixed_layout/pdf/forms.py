"""Counts how often the pages of a PDF draw forms before pdfium builds an object for each time.

A form may draw other forms, each of them others again: a file of two kilobytes asks for ten million objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from archive.model import TooCostly

MAX_USES_OF_PAGE, _MAX_USES = 20_000, 300_000
"""Forms and pictures that a page, or all pages, may draw: each form takes 16 KB of memory each time."""
_MAX_DEPTH = 40
_USE = re.compile(rb"/([^\s/<>\[\](){}%]{1,127})\s+Do\b")


def check_form_uses(data: bytes, page_uses: int, form_uses: Iterable[int], *, is_legible: bool) -> None:
    """Raise `TooCostly` if a page draws too many forms, counting those that forms draw.

    `page_uses` are the drawing commands in all streams that are no forms, `form_uses` those in each form. The
    pages are only walked if these could be too many together, or if not all streams are legible.
    """
    most = max(1, page_uses)
    for uses in form_uses:
        most *= max(1, uses)
        if most > MAX_USES_OF_PAGE:
            break
    if most > MAX_USES_OF_PAGE or not is_legible:
        _check_pages(data)


def _check_pages(data: bytes) -> None:
    total = 0
    try:
        for uses in _uses_of_pages(data):
            total += uses
            if uses > MAX_USES_OF_PAGE or total > _MAX_USES:
                raise _too_costly()
    except TooCostly:
        raise
    except Exception as error:
        # pdfium repairs more damage than pdfminer does: how much it would draw is not known.
        raise TooCostly("PDF 里的图形互相调用，文件又有损坏，无法断定是不是炸弹文件") from error


def _uses_of_pages(data: bytes) -> Iterator[int]:
    # Imported where it is needed: it takes longer than reading most files.
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    counter = _UseCounter()
    for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))):
        content = b"\n".join(_decoded(stream) for stream in page.contents)
        yield counter.count_uses(content, page.resources, 0)


class _UseCounter:
    """Counts what a content draws; each form is searched once."""

    def __init__(self) -> None:
        self._uses_by_form: dict[int, int] = {}

    def count_uses(self, content: bytes, resources: Any, depth: int) -> int:
        """Return how many forms and pictures a content draws, with those that its forms draw."""
        if depth > _MAX_DEPTH:
            return 0
        drawn = _resolved_dict(_resolved_dict(resources).get("XObject"))
        uses: dict[bytes, int] = {}
        for match in _USE.finditer(content):
            uses[match[1]] = uses.get(match[1], 0) + 1
        total = 0
        for name, count in uses.items():
            total += count * (1 + self._uses_of_form(drawn.get(_plain_name(name)), resources, depth))
            if total > _MAX_USES:
                break
        return total

    def _uses_of_form(self, reference: Any, resources: Any, depth: int) -> int:
        """Return what one use of a form draws; a form that draws itself is drawn once."""
        form = _resolved(reference)
        attributes = getattr(form, "attrs", {})
        if str(getattr(_resolved(attributes.get("Subtype")), "name", "")) != "Form":
            return 0
        key = getattr(reference, "objid", id(form))
        if key not in self._uses_by_form:
            self._uses_by_form[key] = 0
            own = attributes.get("Resources", resources)
            self._uses_by_form[key] = self.count_uses(_decoded(form), own, depth + 1)
        return self._uses_by_form[key]


def _resolved(value: Any) -> Any:
    from pdfminer.pdftypes import resolve1

    return resolve1(value)


def _resolved_dict(value: Any) -> dict[str, Any]:
    resolved = _resolved(value)
    return resolved if isinstance(resolved, dict) else {}


def _decoded(stream: Any) -> bytes:
    resolved = _resolved(stream)
    return bytes(resolved.get_data()) if hasattr(resolved, "get_data") else b""


def _plain_name(name: bytes) -> str:
    """Return a name without the escapes that it may have: /Fm#31 is /Fm1."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), name)
    return plain.decode("utf-8", "replace")


def _too_costly() -> TooCostly:
    return TooCostly("PDF 的图形互相调用，展开后过多，可能是炸弹文件")
