"""python -m tests.support.form_visits DATA PATH…: prints the answers of a site over DATA as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import httpx

from archive.site.server import run_in_thread

if __name__ == "__main__":
    with (
        run_in_thread(Path(sys.argv[1])) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        json.dump([client.get(path).raise_for_status().text for path in sys.argv[2:]], sys.stdout)
