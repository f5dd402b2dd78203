"""Reads plain text and Markdown; each run of lines is read in its own table dialect."""
