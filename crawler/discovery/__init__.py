"""Finds reports, further pages and menus on a page that was fetched."""
