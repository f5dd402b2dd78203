"""Test portals of systems other than the usual ones: sixteen small websites with known reports."""

from __future__ import annotations

from bench.portals.other_systems import (
    asp2008,
    dede,
    drupal,
    empire,
    epoint,
    ilist,
    inspur,
    layui,
    ministry,
    phpcms,
    powereasy,
    react_history,
    struts,
    vue_hash,
    webforms,
    wordpress,
)
from bench.portals.portal_model import ForeignPortal, KnownReport, Request, Response

MODULES = (
    epoint,
    powereasy,
    dede,
    phpcms,
    empire,
    webforms,
    asp2008,
    struts,
    vue_hash,
    react_history,
    layui,
    wordpress,
    drupal,
    inspur,
    ilist,
    ministry,
)
PORTALS: list[ForeignPortal] = [module.PORTAL for module in MODULES]

__all__ = ["PORTALS", "ForeignPortal", "KnownReport", "Request", "Response"]
