"""Opens an OFD package and returns its pages with their templates and resources.

The package class of ofdkit finds parts by the names that producers use, repairs their XML, and refuses large
parts and DTDs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ofdkit import OFDError, OFDLimitError
from ofdkit.package import Package

from archive.model import TooCostly, UnreadableFile
from archive.readers.common import ZIP_ERRORS, check_package
from archive.readers.fixed_layout.ofd.geometry import NumberTuple, parse_numbers

_MAX_PAGES = 500
_ENTRY_FILE = "OFD.xml"
# Used if a document does not state the size of its pages, although the standard requires it.
_A4_BOX_MILLIMETRES = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """One page: templates, then own content, and the drawings that objects may place by id.

    `box` is in millimetres: left, top, width, height.
    """

    box: NumberTuple
    contents: tuple[Element, ...]
    graphic_units: Mapping[str, Element]


def read_pages(data: bytes) -> tuple[list[OfdPage], str]:
    """Return the pages of all documents in the file, and its title.

    Raises `UnreadableFile` if the file is damaged or incomplete, `TooCostly` if it is too large.
    """
    check_package(data, "OFD 文件")
    try:
        with Package(data) as package:
            root = package.read_xml(_resolve_part(package, "", _ENTRY_FILE, "OFD.xml"))
            return list(_iter_pages(package, root)), (
                root.findtext("{*}DocBody/{*}DocInfo/{*}Title") or ""
            ).strip()
    except OFDLimitError as error:
        raise TooCostly("OFD 文件解压后过大，或者 XML 里声明了 DTD，不予读取") from error
    except (OFDError, *ZIP_ERRORS) as error:
        raise UnreadableFile("OFD 文件已损坏：压缩包或里面的 XML 无法读取") from error


def _resolve_part(package: Package, base: str, location: str | None, part_name: str) -> str:
    part = package.resolve(base, location)
    if part is None:
        raise UnreadableFile(f"OFD 文件不完整：缺少{part_name}")
    return part


def _iter_pages(package: Package, root: Element) -> Iterator[OfdPage]:
    number = 0
    for body in root.findall("{*}DocBody"):
        base = _resolve_part(package, _ENTRY_FILE, body.findtext("{*}DocRoot"), " Document.xml")
        document = package.read_xml(base)
        shared = _DocumentResources.from_document(package, base, document)
        for page in document.findall("{*}Pages/{*}Page"):
            number += 1
            if number > _MAX_PAGES:
                raise TooCostly(f"OFD 页数过多：超过 {_MAX_PAGES} 页")
            yield shared.read_page(
                package, _resolve_part(package, base, page.get("BaseLoc"), f"第 {number} 页")
            )


@dataclass(frozen=True, slots=True)
class _DocumentResources:
    """Resources that the pages of one document share."""

    box: NumberTuple
    templates: Mapping[str | None, Element]
    graphic_units: Mapping[str, Element]

    @classmethod
    def from_document(cls, package: Package, base: str, document: Element) -> _DocumentResources:
        common = document.find("{*}CommonData")
        if common is None:
            raise UnreadableFile("OFD 文件不完整：缺少公共数据")
        templates = {
            template.get("ID"): package.read_xml(
                _resolve_part(package, base, template.get("BaseLoc"), "模板页")
            )
            for template in common.findall("{*}TemplatePage")
        }
        resources = [*common.findall("{*}PublicRes"), *common.findall("{*}DocumentRes")]
        return cls(
            _page_box(common.find("{*}PageArea"), _A4_BOX_MILLIMETRES),
            templates,
            _graphic_units(package, base, resources),
        )

    def read_page(self, package: Package, location: str) -> OfdPage:
        page = package.read_xml(location)
        templates = (self.templates.get(item.get("TemplateID")) for item in page.findall("{*}Template"))
        return OfdPage(
            _page_box(page.find("{*}Area"), self.box),
            (*(template for template in templates if template is not None), page),
            {**self.graphic_units, **_graphic_units(package, location, page.findall("{*}PageRes"))},
        )


def _page_box(area: Element | None, default: NumberTuple) -> NumberTuple:
    box = parse_numbers(area.findtext("{*}PhysicalBox")) if area is not None else ()
    return box if len(box) == 4 and box[2] > 0 and box[3] > 0 else default


def _graphic_units(package: Package, base: str, resources: Iterable[Element]) -> dict[str, Element]:
    """Return the drawings that objects place by id; missing resource files are ignored, as viewers do."""
    units: dict[str, Element] = {}
    for resource in resources:
        location = package.resolve(base, resource.text)
        if location is not None:
            root = package.read_xml(location)
            for unit in root.findall("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
                units[unit.get("ID", "")] = unit
    return units
