"""Checks across documents: page against attachment, this year against last, copied sections."""
