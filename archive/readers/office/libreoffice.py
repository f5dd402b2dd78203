"""Reads old and open office formats by converting them with LibreOffice, if it is installed.

Texts (doc, WPS, RTF, Word 2003 XML, OpenDocument) become docx, spreadsheets xlsx.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.model import Content, Document, NeedsOffice, NotReadYet, UnreadableFile
from archive.readers.common import check_package, check_tags
from archive.readers.office import docx, workbook
from archive.readers.office.word_2003 import drop_unseen_runs
from archive.text import DOC, EXCEL_XML, FODS, FODT, ODS, ODT, RTF, UOF_SHEET, UOF_TEXT, WORD_XML, media_type
from archive.workers import HANG_SECONDS, OfficeHangs, find_libreoffice, run_libreoffice

NAME = "office"
# A process that a signal ended, as its parent sees it, and as the shell that started it reports it.
_FIRST_SIGNAL_STATUS = 128


@dataclass(frozen=True, slots=True)
class OfficeFormat:
    """A format that LibreOffice opens: its name for people, its suffix, and the import filter.

    The filter is stated because LibreOffice otherwise reads unknown files as plain text: a damaged file would
    become noise.
    """

    label: str
    suffix: str
    import_filter: str
    is_spreadsheet: bool = False


OFFICE_FORMATS = {
    DOC: OfficeFormat("旧版 Word 或 WPS 文件", "doc", "MS Word 97"),
    RTF: OfficeFormat("RTF 文件", "rtf", "Rich Text Format"),
    WORD_XML: OfficeFormat("Word 2003 XML 文件", "xml", "MS Word 2003 XML"),
    ODT: OfficeFormat("OpenDocument 文本", "odt", "writer8"),
    FODT: OfficeFormat("OpenDocument 文本", "fodt", "OpenDocument Text Flat XML"),
    ODS: OfficeFormat("OpenDocument 表格", "ods", "calc8", is_spreadsheet=True),
    FODS: OfficeFormat("OpenDocument 表格", "fods", "OpenDocument Spreadsheet Flat XML", is_spreadsheet=True),
    UOF_TEXT: OfficeFormat("标文通（UOF）文本", "uot", "UOF text"),
    UOF_SHEET: OfficeFormat("标文通（UOF）表格", "uos", "UOF spreadsheet", is_spreadsheet=True),
    EXCEL_XML: OfficeFormat("Excel 2003 XML 文件", "xml", "MS Excel 2003 XML", is_spreadsheet=True),
}
# No macro runs and no link is updated. LibreOffice 7.4 nevertheless fetches linked pictures and ignores the
# proxy set here: only the system can prevent that (`archive.workers.office_runner`).
_PROFILE_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_TEXT_AFTER_ROW = re.compile(rb"\\row\s+(?=\\u-?\d|\\'|[^\\{}\s])")
_ZIP_SIGNATURE = b"PK"
_SETTING_XML = (
    '<item oor:path="/org.openoffice.Office.{}">'
    '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_PROFILE_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>'
)


def read(document: Document) -> Content:
    """Return the blocks of a file in one of `OFFICE_FORMATS`, in order.

    Raises `NeedsOffice` if LibreOffice is not installed, `NotReadYet` if it is stopped or crashes,
    `TooCostly` if the file is too large, `UnreadableFile` if it cannot open the file.
    """
    office_format = OFFICE_FORMATS[media_type(document.data, document.name, document.media_type)]
    if find_libreoffice() is None:
        raise NeedsOffice(f"{office_format.label}要借助 LibreOffice 才能读，本机没有安装")
    if document.data.startswith(_ZIP_SIGNATURE):
        check_package(document.data, office_format.label)
    check_tags(document.data, office_format.label)
    with TemporaryDirectory(prefix="gongkai-office-") as folder:
        converted = _convert(document.data, office_format, Path(folder))
    read_converted = workbook.read if office_format.is_spreadsheet else docx.read
    return replace(read_converted(replace(document, data=converted)), reader=NAME)


def _convert(data: bytes, office_format: OfficeFormat, folder: Path) -> bytes:
    """Return the file as docx, or as xlsx if it is a spreadsheet."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(_SETTING_XML.format(*setting) for setting in _PROFILE_SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE_XML.format(items), encoding="utf-8")
    target_suffix = "xlsx" if office_format.is_spreadsheet else "docx"
    source, target = folder / f"report.{office_format.suffix}", folder / "out" / f"report.{target_suffix}"
    if office_format.suffix != "doc":
        data = data.removeprefix(codecs.BOM_UTF8).lstrip()
    source.write_bytes(_PREPARATIONS.get(office_format.import_filter, bytes)(data))
    options = (
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        f"--infilter={office_format.import_filter}",
        "--convert-to",
        target_suffix,
    )
    profile_option = f"-env:UserInstallation={profile.as_uri()}"
    try:
        status = run_libreoffice([profile_option, *options, "--outdir", str(target.parent), str(source)])
    except OfficeHangs as error:
        raise NotReadYet(f"LibreOffice 用了 {HANG_SECONDS} 秒仍未读完，已停止") from error
    if not target.exists() and (status < 0 or status > _FIRST_SIGNAL_STATUS):
        raise NotReadYet("LibreOffice 读到一半中止（处理器时间或内存超限，或文件使它崩溃）")
    if not target.exists():
        raise UnreadableFile(f"{office_format.label}已损坏：LibreOffice 无法打开")
    return target.read_bytes()


def _end_tables(rtf: bytes) -> bytes:
    """Return RTF in which text after the last row of a table is outside of it.

    Programs that write RTF without Word leave out \\pard there, and LibreOffice then drops the text.
    """
    return _TEXT_AFTER_ROW.sub(rb"\\row\\pard ", rtf)


# Changes to a file before LibreOffice opens it, by import filter: things that it would read wrongly.
_PREPARATIONS: dict[str, Callable[[bytes], bytes]] = {
    OFFICE_FORMATS[RTF].import_filter: _end_tables,
    OFFICE_FORMATS[WORD_XML].import_filter: drop_unseen_runs,
}
