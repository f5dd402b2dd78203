"""Portals of the sample web: one file a family of portal software."""
