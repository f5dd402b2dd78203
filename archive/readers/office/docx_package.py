"""Opens the package of a Word document: its main part, its styles, the parts that the body includes."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from archive.model import TooCostly, UnreadableFile
from archive.readers.common import MAX_PART_BYTES, ZIP_ERRORS, check_tags

_MAIN_PART = "word/document.xml"
_STYLES_RELATION, _MAIN_RELATION, _CHUNK_RELATION = "/styles", "/officeDocument", "/aFChunk"
# Strict files name the same elements in other namespaces; there are no other differences in what we read.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL_NAMESPACES = {
    _STRICT + b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    _STRICT + b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    _STRICT + b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    _STRICT + b"drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a document that are read; `chunks` maps the ids of included documents to their bytes."""

    xml: bytes
    root: etree._Element
    styles: etree._Element | None
    chunks: dict[str, bytes]


def open_package(data: bytes) -> WordPackage:
    """Return the parts of a document.

    Raises `UnreadableFile` if the file is damaged, `TooCostly` if a part is too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            main = _main_part(archive, names)
            if main not in names:
                raise UnreadableFile("不是有效的 Word 文件：压缩包里没有 word/document.xml")
            xml = _transitional(_read_part(archive, main))
            root = parse_xml(xml)
            relations = _relations(archive, names, main)
            styles_part = next((part for kind, part in relations.values() if kind == _STYLES_RELATION), "")
            styles_part = styles_part or posixpath.join(posixpath.dirname(main), "styles.xml")
            # Parsing styles takes half of the time of a short report, and many reports use none.
            is_styled = styles_part in names and (b"pStyle" in xml or b"rStyle" in xml)
            styles = parse_xml(_transitional(_read_part(archive, styles_part))) if is_styled else None
            chunks = {
                key: _read_part(archive, part)
                for key, (kind, part) in relations.items()
                if kind == _CHUNK_RELATION and part in names
            }
    except ZIP_ERRORS as error:
        raise UnreadableFile("不是有效的 Word 文件：不是完整的 zip 压缩包") from error
    return WordPackage(xml, root, styles, chunks)


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the name of the main part, which some programs call word/document2.xml."""
    if _MAIN_PART in names:
        return _MAIN_PART
    relations = _relations(archive, names, "").values()
    return next((part for kind, part in relations if kind == _MAIN_RELATION), _MAIN_PART)


def _relations(archive: zipfile.ZipFile, names: set[str], part: str) -> dict[str, tuple[str, str]]:
    """Return for each relation of a part the end of its type and the part that it leads to."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in names:
        return {}
    relations: dict[str, tuple[str, str]] = {}
    for element in parse_xml(_read_part(archive, path)):
        target = element.get("Target", "")
        kind = "/" + element.get("Type", "").rpartition("/")[2]
        if element.get("TargetMode") != "External":
            full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            relations[element.get("Id", "")] = kind, posixpath.normpath(full)
    return relations


def _transitional(xml: bytes) -> bytes:
    if _STRICT in xml:
        for strict, transitional in _TRANSITIONAL_NAMESPACES.items():
            xml = xml.replace(strict, transitional)
    return xml


def _read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one part of the package; its size is measured, because the package may state a wrong one."""
    with archive.open(name) as stream:
        data = stream.read(MAX_PART_BYTES + 1)
    if len(data) > MAX_PART_BYTES:
        raise TooCostly(f"Word 文件解压后过大（{name}），可能是压缩炸弹")
    return data


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of a part. Raises `UnreadableFile` if it is damaged or declares entities."""
    check_tags(data, "Word 文件")
    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
        )
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("不是有效的 Word 文件：XML 已损坏") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("不是有效的 Word 文件：XML 里声明了 DTD")
    return root
