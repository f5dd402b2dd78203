"""The package of an OFD file: its pages in order, each with all that is drawn on it.

ofdkit's package finds parts as producers name them, mends their XML, and refuses large parts and DTDs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ofdkit import OFDError, OFDLimitError
from ofdkit.package import Package

from archive.model import UnreadableFile
from archive.readers.common import ZIP_ERRORS
from archive.readers.fixed_layout.ofd_geometry import NumberTuple, parse_numbers

_MAX_PAGES = 500
_ENTRY_FILE = "OFD.xml"
# In millimetres; the standard has every document state its own, and not all do.
_A4_BOX_MILLIMETRES = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """One page: its templates and then its own content, and the drawings by id that objects may place.

    `box` is in millimetres: left, top, width, height.
    """

    box: NumberTuple
    contents: tuple[Element, ...]
    graphic_units: Mapping[str, Element]


def read_pages(data: bytes) -> tuple[list[OfdPage], str]:
    """The pages of all documents in the file, and the title that it states."""
    try:
        with Package(data) as package:
            root = package.read_xml(_resolve_part(package, "", _ENTRY_FILE, "OFD.xml"))
            return list(_iter_pages(package, root)), (
                root.findtext("{*}DocBody/{*}DocInfo/{*}Title") or ""
            ).strip()
    except OFDLimitError as error:
        raise UnreadableFile("OFD 文件解压后过大，或者 XML 里声明了 DTD，不予读取") from error
    except (OFDError, *ZIP_ERRORS) as error:
        raise UnreadableFile("OFD 文件已损坏：压缩包或里面的 XML 无法读取") from error


def _resolve_part(package: Package, base: str, stated: str | None, part_name: str) -> str:
    found = package.resolve(base, stated)
    if found is None:
        raise UnreadableFile(f"OFD 文件不完整：缺少{part_name}")
    return found


def _iter_pages(package: Package, root: Element) -> Iterator[OfdPage]:
    number = 0
    for body in root.findall("{*}DocBody"):
        base = _resolve_part(package, _ENTRY_FILE, body.findtext("{*}DocRoot"), " Document.xml")
        document = package.read_xml(base)
        shared = _DocumentResources.from_document(package, base, document)
        for page in document.findall("{*}Pages/{*}Page"):
            number += 1
            if number > _MAX_PAGES:
                raise UnreadableFile(f"OFD 页数过多：超过 {_MAX_PAGES} 页")
            yield shared.read_page(
                package, _resolve_part(package, base, page.get("BaseLoc"), f"第 {number} 页")
            )


@dataclass(frozen=True, slots=True)
class _DocumentResources:
    """What the pages of one document have in common."""

    box: NumberTuple
    templates: Mapping[str | None, Element]
    graphic_units: Mapping[str, Element]

    @classmethod
    def from_document(cls, package: Package, base: str, document: Element) -> _DocumentResources:
        common = document.find("{*}CommonData")
        if common is None:
            raise UnreadableFile("OFD 文件不完整：缺少公共数据")
        templates = {
            one.get("ID"): package.read_xml(_resolve_part(package, base, one.get("BaseLoc"), "模板页"))
            for one in common.findall("{*}TemplatePage")
        }
        stated = [*common.findall("{*}PublicRes"), *common.findall("{*}DocumentRes")]
        return cls(
            _page_box(common.find("{*}PageArea"), _A4_BOX_MILLIMETRES),
            templates,
            _graphic_units(package, base, stated),
        )

    def read_page(self, package: Package, location: str) -> OfdPage:
        page = package.read_xml(location)
        below = (self.templates.get(one.get("TemplateID")) for one in page.findall("{*}Template"))
        return OfdPage(
            _page_box(page.find("{*}Area"), self.box),
            (*(one for one in below if one is not None), page),
            {**self.graphic_units, **_graphic_units(package, location, page.findall("{*}PageRes"))},
        )


def _page_box(area: Element | None, default: NumberTuple) -> NumberTuple:
    found = parse_numbers(area.findtext("{*}PhysicalBox")) if area is not None else ()
    return found if len(found) == 4 and found[2] > 0 and found[3] > 0 else default


def _graphic_units(package: Package, base: str, stated: Iterable[Element]) -> dict[str, Element]:
    """Drawings that objects place by id. A resource file that is not there shows nothing in any viewer."""
    found: dict[str, Element] = {}
    for one in stated:
        location = package.resolve(base, one.text)
        if location is not None:
            root = package.read_xml(location)
            for unit in root.findall("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
                found[unit.get("ID", "")] = unit
    return found
