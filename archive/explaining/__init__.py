"""The parts of `archive.explain`: which report and figure is meant, its bytes, reading them again, a page."""
