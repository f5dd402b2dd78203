"""Short ways to say what a reader found."""

from __future__ import annotations

from archive import readers
from archive.model import Block, Content, Document, Grid, Paragraph, ParagraphKind


def read_content(text: str | bytes, name: str) -> Content:
    data = text.encode() if isinstance(text, str) else text
    return readers.read_document(Document(data, name))


def read_html(body: str, head: str = "") -> Content:
    return read_content(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", "page.html")


def report_paragraphs(content: Content) -> list[str]:
    """The paragraphs that are no chrome."""
    return [
        block.text
        for block in content.blocks
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE
    ]


def boilerplate_lines(content: Content) -> dict[str, str]:
    """The lines of chrome, each with the rule that claimed it."""
    return {
        block.text: block.rule
        for block in content.blocks
        if isinstance(block, Paragraph) and block.kind is ParagraphKind.BOILERPLATE
    }


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def row_texts(grid: Block) -> list[list[str]]:
    """The texts of a grid, row by row; a run that closes a row is shown as it was printed."""
    assert isinstance(grid, Grid)
    return [[cell.text for cell in row] for row in grid.rows()]


def expand_merged_cells(grid: Block) -> list[list[str]]:
    """A grid with every merged cell repeated in all the places that it covers."""
    assert isinstance(grid, Grid)
    height = max(cell.row + cell.rowspan for cell in grid.cells)
    width = max(cell.column + cell.colspan for cell in grid.cells)
    places = [["?"] * width for _ in range(height)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                assert places[row][column] == "?", "two cells in one place"
                places[row][column] = cell.text
    return places


def block_shapes(content: Content) -> list[str]:
    """The order of the blocks: `p` for paragraphs, and for a grid its kind with rows and cells."""
    return [
        f"{block.kind} {len(block.rows())}x{len(block.cells)}" if isinstance(block, Grid) else "p"
        for block in content.blocks
    ]
