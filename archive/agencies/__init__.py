"""Knows regions, levels and systems of agencies, one canonical name for each agency, and its successors."""

from __future__ import annotations

from archive.agencies.levels import AgencyLocation, detect_system, locate_agency, system_labels, system_of
from archive.agencies.names import OFFICE_SUFFIX, split_joint_issuers, split_second_names
from archive.agencies.regions import Region, all_regions, is_compatible_with_site, region_by_code
from archive.agencies.successions import all_successors, predecessors, successors

__all__ = [
    "OFFICE_SUFFIX",
    "AgencyLocation",
    "Region",
    "all_regions",
    "all_successors",
    "detect_system",
    "is_compatible_with_site",
    "locate_agency",
    "predecessors",
    "region_by_code",
    "split_joint_issuers",
    "split_second_names",
    "successors",
    "system_labels",
    "system_of",
]
