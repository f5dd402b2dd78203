"""Every exported name of a package that loads its modules late can be imported; other names cannot."""

from __future__ import annotations

from importlib import import_module

import pytest

LAZY_PACKAGES = ("archive", "archive.exports", "crawler", "gongkai.output")


@pytest.mark.parametrize("name", LAZY_PACKAGES)
def test_every_exported_name_exists(name: str) -> None:
    package = import_module(name)
    assert [exported for exported in package.__all__ if getattr(package, exported, None) is None] == []


@pytest.mark.parametrize("name", LAZY_PACKAGES)
def test_another_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        import_module(name).no_such_name  # noqa: B018
