"""Short forms of the content that a reader returns."""

from __future__ import annotations

from archive import readers
from archive.model import Block, Content, Document, Grid, Paragraph, ParagraphKind


def read_content(text: str | bytes, name: str) -> Content:
    data = text.encode() if isinstance(text, str) else text
    return readers.read_document(Document(data, name))


def read_html(body: str, head: str = "") -> Content:
    return read_content(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", "page.html")


def report_paragraphs(content: Content) -> list[str]:
    """Return the paragraphs that are neither boilerplate nor pictures."""
    return [
        block.text
        for block in content.blocks
        if isinstance(block, Paragraph)
        and block.kind not in (ParagraphKind.BOILERPLATE, ParagraphKind.PICTURE)
    ]


def boilerplate_lines(content: Content) -> dict[str, str]:
    """Return the boilerplate lines, each with the rule that matched it."""
    return {
        block.text: block.rule
        for block in content.blocks
        if isinstance(block, Paragraph) and block.kind is ParagraphKind.BOILERPLATE
    }


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def row_texts(grid: Block) -> list[list[str]]:
    """Return the texts of a grid, row by row; padding at the end of a row is shown as printed."""
    assert isinstance(grid, Grid)
    return [[cell.text for cell in row] for row in grid.rows()]


def expand_merged_cells(grid: Block) -> list[list[str]]:
    """Return the texts of a grid, with merged cells repeated in every position that they cover."""
    assert isinstance(grid, Grid)
    height = max(cell.row + cell.rowspan for cell in grid.cells)
    width = max(cell.column + cell.colspan for cell in grid.cells)
    texts = [["?"] * width for _ in range(height)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                assert texts[row][column] == "?", "two cells in one position"
                texts[row][column] = cell.text
    return texts


def block_shapes(content: Content) -> list[str]:
    """Return the order of the blocks: `p` for a paragraph; for a grid its kind, rows and cells."""
    return [
        f"{block.kind} {len(block.rows())}x{len(block.cells)}" if isinstance(block, Grid) else "p"
        for block in content.blocks
    ]
