"""Zip archives: every member is read as a document, and the one that is most of a report is taken."""

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
    UnreadableFile,
)
from archive.readers.common import section_titles
from archive.readers.common.zip_errors import ZIP_ERRORS
from archive.text import media_types

_MAX_MEMBERS = 50
_MAX_MEMBER_BYTES = 64 * 1024 * 1024
_MAX_TOTAL_BYTES = 128 * 1024 * 1024
_UTF8_NAME_FLAG = 0x800


def read(document: Document, read_member: Callable[[Document], Content]) -> Content:
    """The content of the best member, as `reader` reads it; what the others were is a finding each."""
    found: list[tuple[str, Content]] = []
    failed: list[tuple[str, UnreadableFile]] = []
    for member in _members(document):
        try:
            found.append((member.name, read_member(member)))
        except UnreadableFile as error:
            failed.append((member.name, error))
    if not found:
        if len(failed) == 1:
            raise failed[0][1]
        raise UnreadableFile(f"zip 压缩包里没有能读的文件（共 {len(failed)} 个）")
    best, content = max(found, key=lambda one: _report_score(one[1]))
    others = [(name, "另一个文件更像年报") for name, _ in found if name != best]
    others += [(name, str(error)) for name, error in failed]
    return replace(content, findings=content.findings + tuple(_left_out_finding(*one) for one in others))


def _left_out_finding(name: str, reason: str) -> Finding:
    return Finding("R_MEMBER_LEFT_OUT", Result.FAIL, Severity.NOTE, detail=f"{name}：{reason}")


def _members(document: Document) -> Iterator[Document]:
    """The files in the archive. Sizes that it states are not believed."""
    left = _MAX_TOTAL_BYTES
    try:
        with zipfile.ZipFile(BytesIO(document.data)) as archive:
            files = [
                info
                for info in archive.infolist()
                if not info.is_dir() and not _is_system_file(info.filename)
            ]
            if len(files) > _MAX_MEMBERS:
                raise UnreadableFile(f"zip 压缩包里的文件过多：{len(files)} 个")
            for info in files:
                if info.flag_bits & 1:
                    raise UnreadableFile("zip 压缩包需要密码")
                with archive.open(info) as stream:
                    data = stream.read(min(_MAX_MEMBER_BYTES, left) + 1)
                left -= len(data)
                if len(data) > _MAX_MEMBER_BYTES or left < 0:
                    raise UnreadableFile("zip 压缩包解压后过大，可能是压缩炸弹")
                name = PurePosixPath(_member_name(info)).name
                if media_types.media_type(data, name) == media_types.ZIP:
                    raise NotSupported("zip 压缩包里还有压缩包，暂不能读")
                yield replace(document, data=data, name=name, media_type="", charset="")
    except ZIP_ERRORS as error:
        raise UnreadableFile("zip 压缩包已损坏") from error


def _is_system_file(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _member_name(info: zipfile.ZipInfo) -> str:
    """The member's name: programs of Windows write GBK, which Python takes for cp437."""
    if info.flag_bits & _UTF8_NAME_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _report_score(content: Content) -> tuple[int, int]:
    """Section titles, then cells."""
    paragraphs = [block for block in content.blocks if isinstance(block, Paragraph)]
    cells = sum(len(block.cells) for block in content.blocks if isinstance(block, Grid))
    return len({one.text for one in paragraphs if section_titles.is_section_title(one.text)}), cells
