"""Loads a file of a document group from its WARC record, as a document for the readers."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive.build.document_groups import GroupMember
from archive.model import Document
from archive.warc import read_record


def load_document(member: GroupMember, folder: Path) -> Document:
    """Return the archived file of a group member; `folder` has the WARC files. Raises `ArchiveDamaged`."""
    archived = read_record(folder, member.body)
    return Document(
        data=archived.payload,
        name=file_name(member.url),
        media_type=archived.media_type,
        charset=archived.charset,
        url=member.url,
        link_text=member.link_text,
        official=member.official,
    )


def file_name(url: str) -> str:
    """Return the name of the file that a URL names, the URL itself if it names none."""
    return unquote(urlsplit(url).path.rpartition("/")[2]) or url
