"""Members of a WARC file: how much one may expand to, and what a reader says of one that expands to more."""

from __future__ import annotations

import io
import zlib

import pytest

from archive.warc.gzip_members import MAX_MEMBER_BYTES, ArchiveDamaged, compress_member, read_member

MEGABYTE = 1024 * 1024
LARGEST_RECORD_BYTES = 64 * MEGABYTE
"""What the crawler downloads at most (`DOWNLOAD_MAXSIZE`); imported files are larger."""


def blank_member(megabytes: int) -> bytes:
    compressor = zlib.compressobj(1, wbits=31)
    parts = [compressor.compress(bytes(MEGABYTE)) for _ in range(megabytes)]
    return b"".join(parts) + compressor.flush()


def test_a_member_that_expands_beyond_the_limit_is_refused() -> None:
    assert LARGEST_RECORD_BYTES < MAX_MEMBER_BYTES
    with pytest.raises(ArchiveDamaged, match="展开后超过"):
        read_member(io.BytesIO(blank_member(513)), 0)


def test_the_largest_record_of_a_crawl_is_read_whole() -> None:
    assert len(read_member(io.BytesIO(blank_member(64)), 0).data) == LARGEST_RECORD_BYTES


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_member_that_is_cut_is_damaged(cut: int) -> None:
    member = compress_member(bytes(range(256)) * 8)
    assert read_member(io.BytesIO(member + b"more"), 0).length == len(member)
    with pytest.raises(ArchiveDamaged, match="截断"):
        read_member(io.BytesIO(member[:-cut]), 0)
