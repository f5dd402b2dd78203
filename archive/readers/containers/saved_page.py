"""Reads the parts of a saved page (MHT, MHTML): a mail whose parts are the page and its files."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from pathlib import PurePosixPath

from archive.model import Document, Finding, UnreadableFile
from archive.readers.common import cut_finding, parse_message

_MAX_PARTS = 200
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
# What else may contain a report; pictures and style sheets do not.
_FILE_TYPES = ("text/plain", "application/pdf", "application/msword", "application/octet-stream")


def saved_page_parts(document: Document) -> tuple[list[Document], tuple[Finding, ...]]:
    """Return the parts that may contain a report, the page itself first, and a finding if there are more.

    Raises `UnreadableFile` if there is none, `TooCostly` if there are too many or they are nested too deep.
    """
    message, *_ = everything = parse_message(document.data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    parts = [part for part in everything if part.get_content_type() in (*_PAGE_TYPES, *_FILE_TYPES)]
    root_id = message.get_param("start")
    parts.sort(
        key=lambda part: (part.get_content_type() not in _PAGE_TYPES, part.get("Content-ID") != root_id)
    )
    if not parts:
        raise UnreadableFile("MHT 文件里没有网页，或文件不完整")
    documents = [_to_document(document, part) for part in parts[:_MAX_PARTS]]
    if len(parts) == len(documents):
        return documents, ()
    return documents, (cut_finding(f"MHT 里的网页和文件有 {len(parts)} 个，只读了前 {len(documents)} 个"),)


def _to_document(document: Document, part: Message) -> Document:
    data = part.get_payload(decode=True)
    location = str(part.get_filename() or part.get("Content-Location") or "")
    return replace(
        document,
        data=data if isinstance(data, bytes) else b"",
        name=PurePosixPath(location.replace("\\", "/")).name,
        media_type=part.get_content_type(),
        charset=str(part.get_param("charset") or ""),
    )
