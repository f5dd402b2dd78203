"""The parts of `archive.provenance.explain`: which report and figure is meant, its bytes, reading them again, a page."""
