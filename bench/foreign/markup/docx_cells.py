"""The inside of paragraphs and cells in a Word document: runs, marks, tracked changes, pictures."""

from copy import deepcopy
from io import BytesIO

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from lxml import etree

from bench.foreign.markup.pictures import draw_number
from bench.foreign.report import DraftCell


def write_text(paragraph: WordParagraph, text: str, is_split: bool = False, size: float = 9) -> None:
    """Writes text as one run, or as one run for each character as editors leave it behind."""
    for number, line in enumerate(text.split("\n")):
        if number:
            paragraph.add_run().add_break()
        for part in _split_text(line) if is_split else [line]:
            if part:
                paragraph.add_run(part).font.size = Pt(size)


def _split_text(text: str) -> list[str]:
    if len(text) <= 6:
        return list(text)
    return [text[start : start + 3] for start in range(0, len(text), 3)]


def write_cell_text(paragraph: WordParagraph, cell: DraftCell, is_split: bool, old_value: str = "") -> None:
    """Writes what one cell shows; ``old_value`` is deleted text of a tracked change."""
    if cell.dress == "picture":
        paragraph.add_run().add_picture(BytesIO(draw_number(cell.text)), height=Pt(10))
        return
    if cell.dress == "hidden":
        paragraph.add_run(cell.extra).font.hidden = True
    if cell.dress == "struck":
        paragraph.add_run(cell.extra).font.strike = True
        paragraph.add_run(" ")
    write_text(paragraph, cell.text, is_split)
    if cell.dress == "sup":
        paragraph.add_run(cell.extra).font.superscript = True
    if old_value:
        track_change(paragraph, old_value)


def track_change(paragraph: WordParagraph, old_value: str) -> None:
    """Turns the runs of a paragraph into inserted text and puts the old value before as deleted text."""
    inserted = _make_change("w:ins", "11")
    for run in paragraph.runs:
        inserted.append(run._r)
    deleted = _make_change("w:del", "10")
    element = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = old_value
    element.append(text)
    deleted.append(element)
    paragraph._p.append(deleted)
    paragraph._p.append(inserted)


def _make_change(tag: str, number: str) -> OxmlElement:
    element = OxmlElement(tag)
    element.set(qn("w:id"), number)
    element.set(qn("w:author"), "王科员")
    element.set(qn("w:date"), "2024-01-10T09:00:00Z")
    return element


def wrap_in_text_box(run: Run, blocks: list[OxmlElement]) -> None:
    """Puts blocks into a text box of the run, in the new markup and in the old one, as Word writes both."""
    content = OxmlElement("w:txbxContent")
    for block in blocks:
        content.append(block)
    run._r.append(_make_alternate(content))


def _make_alternate(content: OxmlElement) -> OxmlElement:
    space = {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    }
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in space.items())
    text = f"""<mc:AlternateContent {names}><mc:Choice Requires="wps"><w:drawing>
      <wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="8900000" cy="4000000"/>
      <wp:docPr id="9" name="文本框 9"/><wp:cNvGraphicFramePr/><a:graphic>
      <a:graphicData uri="{space["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>
      <a:xfrm><a:off x="0" y="0"/><a:ext cx="8900000" cy="4000000"/></a:xfrm>
      <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx/>
      <wps:bodyPr rot="0" vert="horz" wrap="square"><a:spAutoFit/></wps:bodyPr></wps:wsp>
      </a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>
      <v:shape style="width:700pt;height:315pt"><v:textbox/></v:shape></w:pict></mc:Fallback>
      </mc:AlternateContent>"""
    element = etree.fromstring(text)
    element.find(f".//{{{space['wps']}}}txbx").append(deepcopy(content))
    element.find(f".//{{{space['v']}}}textbox").append(content)
    return element
