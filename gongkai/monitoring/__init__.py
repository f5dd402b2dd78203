"""The health of sources and of the served site."""
