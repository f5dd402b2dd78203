"""Checks or rewrites the files that are generated from the schema, the forms and the checks.

python -m archive.exports            checks whether `datasette_metadata.json` and `docs/` are up to date
python -m archive.exports --write    writes them
"""

from __future__ import annotations

import sys

from archive.exports import datasette_metadata, reference_docs

if __name__ == "__main__":
    sys.exit(max(generate(sys.argv[1:]) for generate in (datasette_metadata.main, reference_docs.main)))
