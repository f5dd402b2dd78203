"""Random grids with merged cells, for tests that write them in a format and read them."""

from __future__ import annotations

from hypothesis import strategies as st

from archive.model import Cell


@st.composite
def merged_grids(draw: st.DrawFn, rows: int = 7, columns: int = 7) -> list[Cell]:
    """Draw cells that cover a grid without gap or overlap; each column has a cell that starts there.

    Texts are short and different, so that a misplaced cell is noticed.
    """
    height = draw(st.integers(2, rows))
    width = draw(st.integers(2, columns))
    covered: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(height):
        for column in range(width):
            if (row, column) in covered:
                continue
            free_columns = next(
                (n for n in range(1, width - column) if (row, column + n) in covered), width - column
            )
            # The first row stays unmerged in its columns, so that no column is without a cell of its own.
            colspan = draw(st.integers(1, free_columns)) if row else 1
            rowspan = draw(st.integers(1, height - row))
            covered |= {(row + down, column + over) for down in range(rowspan) for over in range(colspan)}
            cells.append(Cell(f"格{len(cells)}", row, column, rowspan, colspan))
    return cells
