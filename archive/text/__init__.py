"""Characters and numbers: normalisation, numerals, dates, charsets, media types."""
