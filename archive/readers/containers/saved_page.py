"""Reads the parts of a saved page (MHT, MHTML): a mail whose parts are the page and its files."""

from __future__ import annotations

import email
from dataclasses import replace
from email.message import Message
from pathlib import PurePosixPath

from archive.model import Document, TooCostly, UnreadableFile

# Each part begins with a line of dashes; texts have such lines too.
_MAX_DELIMITERS = 5_000
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
# What else may contain a report; pictures and style sheets do not.
_FILE_TYPES = ("text/plain", "application/pdf", "application/msword", "application/octet-stream")


def saved_page_parts(document: Document) -> list[Document]:
    """Return the parts that may contain a report, the page itself first.

    Raises `UnreadableFile` if there is none, `TooCostly` if there are too many or they are nested too deep.
    """
    if document.data.count(b"\n--") > _MAX_DELIMITERS:
        raise TooCostly("MHT 文件的部分过多")
    try:
        message = email.message_from_bytes(document.data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        parts = [part for part in message.walk() if part.get_content_type() in (*_PAGE_TYPES, *_FILE_TYPES)]
    except RecursionError as error:
        raise TooCostly("MHT 文件的嵌套过深") from error
    root_id = message.get_param("start")
    parts.sort(
        key=lambda part: (part.get_content_type() not in _PAGE_TYPES, part.get("Content-ID") != root_id)
    )
    documents = [_to_document(document, part) for part in parts]
    if not documents:
        raise UnreadableFile("MHT 文件里没有网页，或文件不完整")
    return documents


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
