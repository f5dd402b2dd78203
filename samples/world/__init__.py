"""The whole web of sample portals and its faults."""
