"""The portal families, by name. A family is one file; a site is never code."""

from __future__ import annotations

from crawler.families.base import Family
from crawler.families.generic import Generic
from crawler.families.hanweb import Hanweb
from crawler.families.trs import Trs

FAMILIES: dict[str, Family] = {family.name: family for family in (Trs(), Hanweb(), Generic())}

__all__ = ["FAMILIES", "Family"]
