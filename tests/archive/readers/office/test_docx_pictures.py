"""Large pictures between the paragraphs of a Word document may be tables; shapes and small ones are not."""

from __future__ import annotations

import pytest

from archive.model import PICTURE, NeedsOcr
from tests.support.content_views import read_content
from tests.support.word_drawings import docx_bytes, paragraph_xml

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
BLIP = f'<a:blip xmlns:a="{DRAWING}/main"/>'


def drawing_xml(width: int, height: int, content: str = BLIP, place: str = "inline") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:{place} xmlns:wp="{DRAWING}/wordprocessingDrawing">'
        f'<wp:extent cx="{width}" cy="{height}"/>{content}</wp:{place}></w:drawing></w:r></w:p>'
    )


def old_picture_xml(style: str) -> str:
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="{style}"><v:imagedata/></v:shape>'
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


@pytest.mark.parametrize(
    ("xml", "is_table"),
    [
        (drawing_xml(5_000_000, 3_000_000), True),
        (drawing_xml(5_000_000, 3_000_000, place="anchor"), True),
        (old_picture_xml("width:415.3pt;height:240pt"), True),
        (old_picture_xml("position:absolute; width:14cm; height:8cm"), True),
        (drawing_xml(1_500_000, 1_500_000), False),
        (drawing_xml(5_000_000, 100_000), False),
        (drawing_xml(5_000_000, 3_000_000, "<w:sdt/>"), False),
        (old_picture_xml("width:60pt;height:60pt"), False),
    ],
)
def test_a_large_picture_is_kept_at_its_place(xml: str, is_table: bool) -> None:
    body = paragraph_xml("甲") + xml + paragraph_xml("乙")
    blocks = read_content(docx_bytes(body), "x.docx").blocks
    assert (blocks[1] == PICTURE, len(blocks)) == ((True, 3) if is_table else (False, 2))


def test_a_document_of_pictures_needs_ocr() -> None:
    with pytest.raises(NeedsOcr):
        read_content(docx_bytes(drawing_xml(5_000_000, 7_000_000)), "x.docx")
