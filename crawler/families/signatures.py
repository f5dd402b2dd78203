"""What told the family of a page, in words for people; the words are `signatures.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from crawler.pages import Page


@cache
def signature_rules() -> dict[str, dict[str, Any]]:
    """By family: what its signature is called, and patterns of what can be quoted from a page."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def describe_signature(family: str, page: Page) -> str:
    """The name of the family's signature, and the piece of the page that shows it where one does."""
    says: str = signature_rules()[family]["says"]
    for pattern in signature_rules()[family]["shown"]:
        found = re.search(pattern, page.url) or re.search(pattern, page.text)
        if found:
            return f"{says}：{' '.join(found.group().split())}"
    return says
