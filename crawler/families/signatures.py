"""Describes, for people, by which signature the family of a page was identified."""

from __future__ import annotations

import re

from archive.model import DataRecord, load_data
from crawler.pages import Page


class SignatureWords(DataRecord, frozen=True):
    """What a signature is called, and patterns of what can be quoted from a page as evidence."""

    description: str
    evidence_patterns: tuple[re.Pattern[str], ...]


def signature_words() -> dict[str, SignatureWords]:
    """The words for each family's signature, by the name of the family."""
    return load_data(__package__, "signatures.toml", dict[str, SignatureWords])


def describe_signature(family: str, page: Page) -> str:
    """Name the signature of a family, with the piece of the page that shows it if one does."""
    words = signature_words()[family]
    for pattern in words.evidence_patterns:
        match = pattern.search(page.url) or pattern.search(page.text)
        if match:
            return f"{words.description}：{' '.join(match.group().split())}"
    return words.description
