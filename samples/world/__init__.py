"""The whole web of sample portals and its faults."""

from __future__ import annotations

from samples.world.faults import ActiveFault
from samples.world.portal_builder import YEARS
from samples.world.registry import registry_toml
from samples.world.world import World

__all__ = [
    "YEARS",
    "ActiveFault",
    "World",
    "registry_toml",
]
