"""Removes from a Word 2003 XML document what nobody sees as part of its text.

LibreOffice forgets on import that the style of a run hides, strikes out or raises it. The elements have the
same names as in docx, so the same rules tell these runs.
"""

from __future__ import annotations

from lxml import etree

from archive.model import UnreadableFile
from archive.readers.office.docx_package import parse_xml
from archive.readers.office.docx_text import W
from archive.readers.office.docx_unseen import remove_unseen_runs

_NAMESPACE = b"http://schemas.microsoft.com/office/word/2003/wordml"
_DOCX_NAMESPACE = W.strip("{}").encode()


def drop_unseen_runs(data: bytes) -> bytes:
    """Return the document without these runs; a damaged one as it is, for LibreOffice to refuse."""
    try:
        root = parse_xml(data.replace(_NAMESPACE, _DOCX_NAMESPACE))
    except UnreadableFile:
        return data
    body = root.find(W + "body")
    if body is None:
        return data
    remove_unseen_runs(body, data, root.find(W + "styles"))
    written: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
    return written.replace(_DOCX_NAMESPACE, _NAMESPACE)
