"""docs/architecture.svg shows every package, with the text of its docstring."""

from __future__ import annotations

import sys

from tests.support.project import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import draw_architecture


def test_the_picture_is_up_to_date() -> None:
    assert draw_architecture.main([]) == 0, "run `make golden` and look at docs/architecture.svg"


def test_every_package_is_in_the_picture() -> None:
    shown = {package for _, packages in draw_architecture.STAGES for package in packages}
    folders = {
        f"{top}.{path.parent.name}"
        for top in ("archive", "crawler", "gongkai")
        for path in (ROOT / top).glob("*/__init__.py")
    }
    assert shown | {draw_architecture.EVERYWHERE} == folders
