"""HTML pages to blocks: the report's container, its tables with spans expanded, its prose."""
