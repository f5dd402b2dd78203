"""Files that leave the archive: metadata for Datasette, reference documents, JSON."""
