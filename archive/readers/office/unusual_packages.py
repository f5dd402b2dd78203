"""Turns Office files that are packed in an unusual way into the packages that the readers open."""

from __future__ import annotations

import base64
import binascii
import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from archive.model import UnreadableFile
from archive.readers.common import ZIP_ERRORS

_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_MAIN_RELATION = "/officeDocument"
_WORKBOOK_FOLDER = "xl"
_WORKBOOK_PART, _RELATIONS_PART = (
    f"{_WORKBOOK_FOLDER}/workbook.xml",
    f"{_WORKBOOK_FOLDER}/_rels/workbook.xml.rels",
)
_MAX_PARTS, _MAX_BYTES = 2000, 128 * 1024 * 1024


def pack_flat_file(data: bytes) -> bytes:
    """Return the zip package of a Word file that was saved as one XML file ("Word XML Document").

    Raises `UnreadableFile` if the XML is damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("Word XML 文件已损坏") from error
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in dict(_flat_parts(root)).items():
            archive.writestr(name, content)
    return packed.getvalue()


def _flat_parts(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a flat file: XML as it is, other files in Base64."""
    for part in root.iterfind(f"{_PACKAGE}part"):
        name = part.get(f"{_PACKAGE}name", "").lstrip("/")
        xml = part.find(f"{_PACKAGE}xmlData/*")
        binary = part.findtext(f"{_PACKAGE}binaryData")
        if name and xml is not None:
            yield name, etree.tostring(xml, encoding="utf-8", with_tail=False)
        elif name and binary:
            try:
                yield name, base64.b64decode(binary)
            except binascii.Error:
                continue


def with_usual_workbook_part(data: bytes) -> bytes:
    """Return a workbook with its main part at xl/workbook.xml if it has another name in xl/, else `data`.

    Raises `UnreadableFile` if the package is damaged or too large.
    """
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            main = "" if _WORKBOOK_PART in names else _main_part(archive, names)
            if main not in names or posixpath.dirname(main) != _WORKBOOK_FOLDER:
                return data
            relations = f"{_WORKBOOK_FOLDER}/_rels/{posixpath.basename(main)}.rels"
            new_names = {main: _WORKBOOK_PART, relations: _RELATIONS_PART}
            return _pack_renamed(archive, {name: new_names.get(name, name) for name in names})
    except (*ZIP_ERRORS, etree.XMLSyntaxError) as error:
        raise UnreadableFile("Excel 文件无法打开：文件已损坏") from error


def _main_part(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "_rels/.rels" not in names:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for relation in etree.fromstring(archive.read("_rels/.rels"), parser):
        if relation.get("Type", "").endswith(_MAIN_RELATION):
            return relation.get("Target", "").lstrip("/")
    return ""


def _pack_renamed(archive: zipfile.ZipFile, names: dict[str, str]) -> bytes:
    if len(names) > _MAX_PARTS or sum(info.file_size for info in archive.infolist()) > _MAX_BYTES:
        raise UnreadableFile("Excel 文件解压后过大，可能是压缩炸弹")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as renamed:
        for old, new in names.items():
            renamed.writestr(new, archive.read(old))
    return packed.getvalue()
