"""From blocks to figures, sections and the identity of a report."""
