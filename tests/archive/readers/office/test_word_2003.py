"""Word 2003 XML before LibreOffice reads it: runs that a style or the run itself hides are gone."""

from __future__ import annotations

import pytest

from archive.readers.office.word_2003 import drop_unseen_runs

STYLES = """<w:styles>
<w:style w:type="character" w:styleId="T5"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="T6"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="T7"><w:rPr><w:strike w:val="on"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="T8"><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""


def document(run_properties: str) -> bytes:
    """Return a document with a cell that says 3, and 2 in a run with these properties."""
    runs = f"<w:r><w:t>3</w:t></w:r><w:r><w:rPr>{run_properties}</w:rPr><w:t>2</w:t></w:r>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"{STYLES}<w:body><w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl></w:body></w:wordDocument>"
    ).encode()


@pytest.mark.parametrize(
    "properties",
    [
        '<w:rStyle w:val="T5"/>',
        '<w:rStyle w:val="T6"/>',
        '<w:rStyle w:val="T7"/>',
        '<w:vertAlign w:val="superscript"/>',
        "<w:strike/>",
    ],
)
def test_runs_that_are_not_part_of_the_text_are_left_out(properties: str) -> None:
    cleaned = drop_unseen_runs(document(properties))
    assert b"<w:t>3</w:t>" in cleaned
    assert b"<w:t>2</w:t>" not in cleaned
    assert b"http://schemas.microsoft.com/office/word/2003/wordml" in cleaned
    assert b'<?mso-application progid="Word.Document"?>' in cleaned


@pytest.mark.parametrize("properties", ["", '<w:rStyle w:val="T8"/>', '<w:strike w:val="off"/>'])
def test_other_runs_stay(properties: str) -> None:
    assert b"<w:t>2</w:t>" in drop_unseen_runs(document(properties))


@pytest.mark.parametrize(
    "data", [b"", b"<w:wordDocument", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_what_is_no_document_stays_as_it_is(data: bytes) -> None:
    assert drop_unseen_runs(data) == data
