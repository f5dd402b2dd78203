"""An unchanged body becomes a `revisit`, which other tools can check without our ledger."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.ledger.ledger import Ledger
from archive.model import Outcome
from archive.warc.writer import WarcWriter
from crawler.recording.revisits import deduplicated, with_outcome
from tests.support.warc_records import PAGE_HTML, response_record


def warc_headers(data: Path) -> list[dict[str, str]]:
    """Return the WARC headers of all records but the first, as warcio reads them."""
    (file,) = (data / "warc").glob("*.warc.gz*")
    with file.open("rb") as stream:
        return [dict(record.rec_headers.headers) for record in ArchiveIterator(stream)][1:]


def archive_twice(data: Path, second_payload: bytes | None = None, status: int = 200) -> None:
    first = response_record(1)
    second = replace(
        first, status=status, payload=first.payload if second_payload is None else second_payload
    )
    if status == 304:
        second = replace(second, outcome=Outcome.NOT_MODIFIED, digest="")
    with Ledger.open(data) as ledger, WarcWriter(data / "warc", "run") as writer:
        ledger.captures.add_all([writer.write(deduplicated(with_outcome(first), ledger))])
        writer.write(deduplicated(second if status == 304 else with_outcome(second), ledger))


def test_a_revisit_names_the_digest_of_the_archived_payload(tmp_path: Path) -> None:
    archive_twice(tmp_path)
    original, revisit = warc_headers(tmp_path)
    assert revisit["WARC-Type"] == "revisit"
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
    assert revisit["WARC-Refers-To"] == original["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Target-URI"] == original["WARC-Target-URI"]
    assert revisit["WARC-Profile"].endswith("identical-payload-digest")


def test_the_same_page_compressed_in_another_way_is_a_revisit_with_the_archived_digest(
    tmp_path: Path,
) -> None:
    archive_twice(tmp_path, gzip.compress(PAGE_HTML + b"1", compresslevel=1, mtime=9))
    original, revisit = warc_headers(tmp_path)
    assert revisit["WARC-Type"] == "revisit"
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]


def test_a_304_is_a_revisit_of_the_archived_page(tmp_path: Path) -> None:
    archive_twice(tmp_path, b"", status=304)
    original, revisit = warc_headers(tmp_path)
    assert (revisit["WARC-Type"], revisit["WARC-Refers-To"]) == ("revisit", original["WARC-Record-ID"])
    assert revisit["WARC-Profile"].endswith("server-not-modified")


@pytest.mark.parametrize("payload", [gzip.compress(PAGE_HTML + b"2", mtime=0)])
def test_a_changed_page_is_archived_whole(tmp_path: Path, payload: bytes) -> None:
    archive_twice(tmp_path, payload)
    original, changed = warc_headers(tmp_path)
    assert changed["WARC-Type"] == "response"
    assert changed["WARC-Payload-Digest"] != original["WARC-Payload-Digest"]
