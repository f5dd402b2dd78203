"""A report as OFD (GB/T 33190): the state's own page format, with every character in its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import groupby

from samples.renderers.page_layout import HEIGHT, WIDTH, Page, Rule, Run, advances, laid, width_of
from samples.reports.report import SampleReport

# A zip entry cannot be older.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_FONT = 2
_FIRST_OBJECT = 100


def render(report: SampleReport) -> bytes:
    """The report as .ofd."""
    pages = laid(report.outline)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _parts(report, pages):
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, f"{_HEAD}\n{text}".encode())
    return written.getvalue()


def _parts(report: SampleReport, pages: list[Page]) -> Iterator[tuple[str, str]]:
    """Every file of the package: its name and its XML."""
    yield "OFD.xml", _root(report)
    yield "Doc_0/Document.xml", _document(len(pages))
    yield (
        "Doc_0/PublicRes.xml",
        (
            f'<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="{_FONT}" FontName="宋体"/>'
            "</ofd:Fonts></ofd:Res>"
        ),
    )
    for number, page in enumerate(pages):
        yield f"Doc_0/Pages/Page_{number}/Content.xml", _page(page)


def _root(report: SampleReport) -> str:
    return (
        f'<ofd:OFD {_SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{report.key}</ofd:DocID><ofd:Title>{escape(report.title)}</ofd:Title>"
        f"<ofd:Author>{escape(report.agency.name)}</ofd:Author>"
        f"<ofd:CreationDate>{report.published.isoformat()}</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: int) -> str:
    listed = "".join(
        f'<ofd:Page ID="{number + _FONT + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(pages)
    )
    return (
        f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _page(page: Page) -> str:
    drawn = [*map(_stroke, page.rules), *(_text(run) for run in page.runs if run.text)]
    objects = "".join(one.format(number=number) for number, one in enumerate(drawn, _FIRST_OBJECT))
    return f'<ofd:Page {_SPACE}><ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def _stroke(rule: Rule) -> str:
    """A stroke in its own box: the places of a path are counted from the corner of its Boundary."""
    right, down = rule.x1 - rule.x0, rule.y1 - rule.y0
    box = f"{rule.x0:.3f} {rule.y0:.3f} {right or 0.1:.3f} {down or 0.1:.3f}"
    path = f"<ofd:AbbreviatedData>M 0 0 L {right:.3f} {down:.3f}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="{{number}}" Boundary="{box}" LineWidth="0.2">{path}</ofd:PathObject>'


def _text(run: Run) -> str:
    box = f"{run.x:.3f} {run.y - run.size:.3f} {width_of(run.text, run.size):.3f} {run.size * 1.2:.3f}"
    text = escape(run.text, quote=False).replace("{", "{{").replace("}", "}}")
    steps = f' DeltaX="{_steps(run)}"' if len(run.text) > 1 else ""
    return (
        f'<ofd:TextObject ID="{{number}}" Boundary="{box}" Font="{_FONT}" Size="{run.size:g}">'
        f'<ofd:TextCode X="0" Y="{run.size:g}"{steps}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _steps(run: Run) -> str:
    """From each character to the next, equal steps in short: `g 5 4.2`."""
    alike = ((step, len(list(some))) for step, some in groupby(advances(run.text, run.size)[:-1]))
    return " ".join(
        f"g {count} {step:g}" if count > 2 else " ".join([f"{step:g}"] * count) for step, count in alike
    )
