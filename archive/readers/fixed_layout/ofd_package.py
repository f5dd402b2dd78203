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
from archive.readers.common.zip_errors import BROKEN
from archive.readers.fixed_layout.ofd_geometry import Numbers, numbers

_MOST_PAGES = 500
_ENTRY = "OFD.xml"
# In millimetres; the standard has every document state its own, and not all do.
_A4 = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its templates and then its own content, and the drawings by id that objects may place.

    `box` is in millimetres: left, top, width, height.
    """

    box: Numbers
    contents: tuple[Element, ...]
    units: Mapping[str, Element]


def opened(data: bytes) -> tuple[list[Sheet], str]:
    """The pages of all documents in the file, and the title that it states."""
    try:
        with Package(data) as package:
            root = package.read_xml(_location(package, "", _ENTRY, "OFD.xml"))
            return list(_sheets(package, root)), (
                root.findtext("{*}DocBody/{*}DocInfo/{*}Title") or ""
            ).strip()
    except OFDLimitError as error:
        raise UnreadableFile("OFD 文件解压后过大，或者 XML 里声明了 DTD，不予读取") from error
    except (OFDError, *BROKEN) as error:
        raise UnreadableFile("OFD 文件已损坏：压缩包或里面的 XML 无法读取") from error


def _location(package: Package, base: str, stated: str | None, what: str) -> str:
    found = package.resolve(base, stated)
    if found is None:
        raise UnreadableFile(f"OFD 文件不完整：缺少{what}")
    return found


def _sheets(package: Package, root: Element) -> Iterator[Sheet]:
    number = 0
    for body in root.findall("{*}DocBody"):
        base = _location(package, _ENTRY, body.findtext("{*}DocRoot"), " Document.xml")
        document = package.read_xml(base)
        shared = _Shared.of(package, base, document)
        for page in document.findall("{*}Pages/{*}Page"):
            number += 1
            if number > _MOST_PAGES:
                raise UnreadableFile(f"OFD 页数过多：超过 {_MOST_PAGES} 页")
            yield shared.sheet(package, _location(package, base, page.get("BaseLoc"), f"第 {number} 页"))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the pages of one document have in common."""

    box: Numbers
    templates: Mapping[str | None, Element]
    units: Mapping[str, Element]

    @classmethod
    def of(cls, package: Package, base: str, document: Element) -> _Shared:
        common = document.find("{*}CommonData")
        if common is None:
            raise UnreadableFile("OFD 文件不完整：缺少公共数据")
        templates = {
            one.get("ID"): package.read_xml(_location(package, base, one.get("BaseLoc"), "模板页"))
            for one in common.findall("{*}TemplatePage")
        }
        stated = [*common.findall("{*}PublicRes"), *common.findall("{*}DocumentRes")]
        return cls(_box(common.find("{*}PageArea"), _A4), templates, _units(package, base, stated))

    def sheet(self, package: Package, location: str) -> Sheet:
        page = package.read_xml(location)
        below = (self.templates.get(one.get("TemplateID")) for one in page.findall("{*}Template"))
        return Sheet(
            _box(page.find("{*}Area"), self.box),
            (*(one for one in below if one is not None), page),
            {**self.units, **_units(package, location, page.findall("{*}PageRes"))},
        )


def _box(area: Element | None, otherwise: Numbers) -> Numbers:
    found = numbers(area.findtext("{*}PhysicalBox")) if area is not None else ()
    return found if len(found) == 4 and found[2] > 0 and found[3] > 0 else otherwise


def _units(package: Package, base: str, stated: Iterable[Element]) -> dict[str, Element]:
    """Drawings that objects place by id. A resource file that is not there shows nothing in any viewer."""
    found: dict[str, Element] = {}
    for one in stated:
        location = package.resolve(base, one.text)
        if location is not None:
            root = package.read_xml(location)
            for unit in root.findall("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
                found[unit.get("ID", "")] = unit
    return found
