"""Limits on what a file holds. They are counted, not timed: a file is refused on every machine or on none.

A report of 200 figures has some 2,000 tags; a table of 6,000 rows behind it, as Word writes it, one million.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from archive.model import CUT_FINDING, Finding, Result, Severity, TooCostly
from archive.text import ZIP_ERRORS

MAX_PART_BYTES = 64 * 1024 * 1024
"""Bytes of one part of a package; its size is measured, because the package may state a wrong one."""
_MAX_PACKAGE_BYTES = 128 * 1024 * 1024
_MAX_TAGS = 1_000_000
_MAX_TEXT_CHARS = 16 * 1024 * 1024
_MAX_TEXT_LINES = 300_000
_CHUNK_BYTES = 1024 * 1024
_XML_SUFFIXES = (".xml", ".rels")


def check_tags(markup: str | bytes, kind: str) -> None:
    """Raise `TooCostly` if the markup has too many tags, or groups of RTF: each becomes a node."""
    if len(markup) <= _MAX_TAGS:
        return
    opening = "{" if markup[:5] in ("{\\rtf", b"{\\rtf") else "<"
    tags = markup.count(opening) if isinstance(markup, str) else markup.count(opening.encode())
    if tags > _MAX_TAGS:
        raise TooCostly(f"{kind}的标签过多：{tags} 个")


def check_text(text: str, kind: str) -> None:
    """Raise `TooCostly` if the text is longer, or has more lines, than any report."""
    if len(text) > _MAX_TEXT_CHARS:
        raise TooCostly(f"{kind}过大：{len(text)} 个字符")
    lines = text.count("\n") + text.count("\r")
    if lines > _MAX_TEXT_LINES:
        raise TooCostly(f"{kind}的行数过多：{lines} 行")


def cut_finding(detail: str) -> Finding:
    """Return the finding that a part of the file was not read, for a limit or damage; `detail` says which."""
    return Finding(CUT_FINDING, Result.FAIL, Severity.WARNING, detail=detail)


def check_package(data: bytes, kind: str) -> None:
    """Raise `TooCostly` if a zip package expands to more bytes or tags than its reader can hold.

    For packages that a library reads. Damage is left to that library to report.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            free = _MAX_PACKAGE_BYTES
            for member in archive.infolist():
                free -= _member_size(archive, member, kind)
                if free < 0:
                    raise TooCostly(f"{kind}解压后过大，可能是压缩炸弹")
    except ZIP_ERRORS:
        return


def _member_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, kind: str) -> int:
    size = tags = 0
    is_xml = member.filename.lower().endswith(_XML_SUFFIXES)
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            tags += chunk.count(b"<") if is_xml else 0
            if size > MAX_PART_BYTES:
                raise TooCostly(f"{kind}解压后过大（{member.filename}），可能是压缩炸弹")
            if tags > _MAX_TAGS:
                raise TooCostly(f"{kind}的标签过多（{member.filename}）")
    return size
