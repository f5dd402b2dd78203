"""The small document tree: headings, paragraphs and tables with spans."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DraftCell:
    """One cell. ``dress`` tells how the text is shown, ``extra`` holds what the dress needs."""

    text: str
    columns: int = 1
    rows: int = 1
    is_head: bool = False
    is_value: bool = False
    dress: str = ""
    extra: str = ""
    key: str = ""
    sums: tuple[str, ...] = ()
    number_format: str = ""


@dataclass(frozen=True)
class Table:
    """A table; ``head_rows`` rows repeat on a new page, ``name`` labels a worksheet."""

    rows: tuple[tuple[DraftCell, ...], ...]
    head_rows: int
    name: str
    is_hidden: bool = False


@dataclass(frozen=True)
class DraftParagraph:
    """A line of text; ``role`` is title, heading, source, caption, note, sign or body."""

    text: str
    role: str = "body"


Block = DraftParagraph | Table


@dataclass(frozen=True)
class DraftReport:
    """A whole report in reading order."""

    title: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)


def count_columns(table: Table) -> int:
    """The number of grid columns of a table."""
    return max(column + cell.columns for _, column, cell in place_cells(table))


def place_cells(table: Table) -> list[tuple[int, int, DraftCell]]:
    """Every cell with the grid row and column of its upper left corner."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row_number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (row_number, column) in taken:
                column += 1
            placed.append((row_number, column, cell))
            for down in range(cell.rows):
                for right in range(cell.columns):
                    taken.add((row_number + down, column + right))
            column += cell.columns
    return placed


def fill_grid(table: Table) -> list[list[DraftCell | None]]:
    """The table as a full grid; places covered by a span hold None."""
    grid: list[list[DraftCell | None]] = [[None] * count_columns(table) for _ in table.rows]
    for row, column, cell in place_cells(table):
        grid[row][column] = cell
    return grid
