"""Complete annual reports printed by real tools, each with the figures a careful person reads in it."""

from bench.foreign.generate import available_kinds, documents
from bench.foreign.model import Expected, ForeignDocument, ForeignTruth, read_truths

__all__ = ["Expected", "ForeignDocument", "ForeignTruth", "available_kinds", "documents", "read_truths"]
