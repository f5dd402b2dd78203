"""Makes what form fields and typed notes of a PDF show a part of the page's own content."""

from __future__ import annotations

from typing import Any

import pypdfium2

raw: Any = pypdfium2.raw


def page_with_fields(pdf: Any, number: int) -> Any:
    """Return a page with the values of its form fields and the texts typed onto it in their places.

    Other annotations are removed: links, comments, highlights.
    """
    page = pdf[number]
    shown = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT)
    is_shown_type = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        is_shown_type.append(raw.FPDFAnnot_GetSubtype(annotation) in shown)
        raw.FPDFPage_CloseAnnot(annotation)
    if not any(is_shown_type):
        return page
    for index in reversed(range(len(is_shown_type))):
        if not is_shown_type[index]:
            raw.FPDFPage_RemoveAnnot(page, index)
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return pdf[number]
