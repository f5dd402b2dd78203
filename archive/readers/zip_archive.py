"""Reads every member of a zip archive and returns the one that looks most like a report."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

from archive.model import (
    Content,
    Document,
    Finding,
    Grid,
    NotSupported,
    Paragraph,
    Result,
    Severity,
    TooCostly,
    UnreadableFile,
)
from archive.readers.common import ZIP_ERRORS, is_section_title
from archive.text import ZIP, media_type

_MAX_MEMBERS = 50
_MAX_MEMBER_BYTES = 64 * 1024 * 1024
_MAX_TOTAL_BYTES = 128 * 1024 * 1024
_UTF8_NAME_FLAG = 0x800


def read_best_member(document: Document, read_member: Callable[[Document], Content]) -> Content:
    """Return the content of the best member as `read_member` gives it, with a finding for every other member.

    Raises `UnreadableFile` if no member can be read, `TooCostly` if the members are too many or too large.
    """
    contents: list[tuple[str, Content]] = []
    failed: list[tuple[str, UnreadableFile]] = []
    for member in _members(document):
        try:
            if media_type(member.data, member.name) == ZIP:
                raise NotSupported("zip 压缩包里还有压缩包，暂不能读")
            contents.append((member.name, read_member(member)))
        except UnreadableFile as error:
            failed.append((member.name, error))
    if not contents:
        if len(failed) == 1:
            raise failed[0][1]
        raise UnreadableFile(f"zip 压缩包里没有能读的文件（共 {len(failed)} 个）")
    best, content = max(contents, key=lambda member_content: _report_score(member_content[1]))
    left_out = [(name, "另一个文件更像年报") for name, _ in contents if name != best]
    left_out += [(name, str(error)) for name, error in failed]
    return replace(
        content,
        findings=content.findings + tuple(_left_out_finding(*member_reason) for member_reason in left_out),
    )


def _left_out_finding(name: str, reason: str) -> Finding:
    return Finding("R_MEMBER_LEFT_OUT", Result.FAIL, Severity.NOTE, detail=f"{name}：{reason}")


def _members(document: Document) -> Iterator[Document]:
    """Yield the files in the archive. Sizes are measured, because an archive may state wrong ones."""
    remaining_bytes = _MAX_TOTAL_BYTES
    try:
        with zipfile.ZipFile(BytesIO(document.data)) as archive:
            files = [
                info
                for info in archive.infolist()
                if not info.is_dir() and not _is_system_file(info.filename)
            ]
            if len(files) > _MAX_MEMBERS:
                raise TooCostly(f"zip 压缩包里的文件过多：{len(files)} 个")
            for info in files:
                if info.flag_bits & 1:
                    raise UnreadableFile("zip 压缩包需要密码")
                with archive.open(info) as stream:
                    data = stream.read(min(_MAX_MEMBER_BYTES, remaining_bytes) + 1)
                remaining_bytes -= len(data)
                if len(data) > _MAX_MEMBER_BYTES or remaining_bytes < 0:
                    raise TooCostly("zip 压缩包解压后过大，可能是压缩炸弹")
                name = PurePosixPath(_member_name(info)).name
                yield replace(document, data=data, name=name, media_type="", charset="")
    except ZIP_ERRORS as error:
        raise UnreadableFile("zip 压缩包已损坏") from error


def _is_system_file(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return the member's name; programs of Windows write GBK, which Python decodes as cp437."""
    if info.flag_bits & _UTF8_NAME_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _report_score(content: Content) -> tuple[int, int]:
    """Return the number of different section titles and the number of cells."""
    paragraphs = [block for block in content.blocks if isinstance(block, Paragraph)]
    cells = sum(len(block.cells) for block in content.blocks if isinstance(block, Grid))
    return len({paragraph.text for paragraph in paragraphs if is_section_title(paragraph.text)}), cells
