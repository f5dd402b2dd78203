"""What commands print: reports, source status, explanations, progress."""
