"""Plain text and Markdown to blocks, with the dialect chosen run by run."""
