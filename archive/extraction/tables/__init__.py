"""From printed grids to the figures of the statutory tables."""
