"""The index of the WARC files: one row a capture, in `ledger.db`."""
