"""A report as OFD (GB/T 33190): the state's own page format, with every character in its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import groupby

from samples.renderers.page_layout import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RenderedPage,
    RuledLine,
    TextRun,
    character_widths,
    lay_out_pages,
    text_width,
)
from samples.reports import SampleReport

# A zip entry cannot be older.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_FONT_ID = 2
_FIRST_OBJECT_ID = 100


def render(report: SampleReport) -> bytes:
    """The report as .ofd."""
    pages = lay_out_pages(report.outline)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _package_files(report, pages):
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, f"{_XML_DECLARATION}\n{text}".encode())
    return buffer.getvalue()


def _package_files(report: SampleReport, pages: list[RenderedPage]) -> Iterator[tuple[str, str]]:
    """Every file of the package: its name and its XML."""
    yield "OFD.xml", _root_xml(report)
    yield "Doc_0/Document.xml", _document_xml(len(pages))
    yield (
        "Doc_0/PublicRes.xml",
        (
            f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="{_FONT_ID}" FontName="宋体"/>'
            "</ofd:Fonts></ofd:Res>"
        ),
    )
    for number, page in enumerate(pages):
        yield f"Doc_0/Pages/Page_{number}/Content.xml", _page_xml(page)


def _root_xml(report: SampleReport) -> str:
    return (
        f'<ofd:OFD {_NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{report.key}</ofd:DocID><ofd:Title>{escape(report.title)}</ofd:Title>"
        f"<ofd:Author>{escape(report.agency.name)}</ofd:Author>"
        f"<ofd:CreationDate>{report.published.isoformat()}</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document_xml(page_count: int) -> str:
    entries = "".join(
        f'<ofd:Page ID="{number + _FONT_ID + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(page_count)
    )
    return (
        f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {PAGE_WIDTH:g} {PAGE_HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>"
    )


def _page_xml(page: RenderedPage) -> str:
    templates = [*map(_path_object, page.rules), *(_text_object(run) for run in page.runs if run.text)]
    objects = "".join(
        template.format(number=number) for number, template in enumerate(templates, _FIRST_OBJECT_ID)
    )
    layer = f'<ofd:Layer ID="1">{objects}</ofd:Layer>'
    return f"<ofd:Page {_NAMESPACE}><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def _path_object(rule: RuledLine) -> str:
    """A stroke in its own box: the places of a path are counted from the corner of its Boundary."""
    right, down = rule.x1 - rule.x0, rule.y1 - rule.y0
    box = f"{rule.x0:.3f} {rule.y0:.3f} {right or 0.1:.3f} {down or 0.1:.3f}"
    path = f"<ofd:AbbreviatedData>M 0 0 L {right:.3f} {down:.3f}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="{{number}}" Boundary="{box}" LineWidth="0.2">{path}</ofd:PathObject>'


def _text_object(run: TextRun) -> str:
    box = f"{run.x:.3f} {run.y - run.size:.3f} {text_width(run.text, run.size):.3f} {run.size * 1.2:.3f}"
    text = escape(run.text, quote=False).replace("{", "{{").replace("}", "}}")
    steps = f' DeltaX="{_character_steps(run)}"' if len(run.text) > 1 else ""
    return (
        f'<ofd:TextObject ID="{{number}}" Boundary="{box}" Font="{_FONT_ID}" Size="{run.size:g}">'
        f'<ofd:TextCode X="0" Y="{run.size:g}"{steps}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _character_steps(run: TextRun) -> str:
    """From each character to the next, equal steps in short: `g 5 4.2`."""
    equal_steps = (
        (step, len(list(group))) for step, group in groupby(character_widths(run.text, run.size)[:-1])
    )
    return " ".join(
        f"g {count} {step:g}" if count > 2 else " ".join([f"{step:g}"] * count) for step, count in equal_steps
    )
