"""The portal families: the software that portals run. A family is a class or an entry of `catalog.py`."""

from __future__ import annotations

from crawler.families.base import Family
from crawler.families.catalog import FAMILIES, detect_family
from crawler.families.json_lists import json_objects
from crawler.families.list_extent import ListExtent, find_unloaded_choices
from crawler.families.pager_rules import browser_patterns
from crawler.families.signatures import describe_signature

__all__ = [
    "FAMILIES",
    "Family",
    "ListExtent",
    "browser_patterns",
    "describe_signature",
    "detect_family",
    "find_unloaded_choices",
    "json_objects",
]
