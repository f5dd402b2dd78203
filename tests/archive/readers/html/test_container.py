"""The list of known containers is validated when it is loaded."""

from __future__ import annotations

import msgspec
import pytest

from archive.readers.html.container import _ContainerEntry


@pytest.mark.parametrize("entry", [{}, {"id": "zoom", "class": "article"}, {"ids": "zoom"}])
def test_an_entry_has_exactly_one_known_key(entry: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(entry, _ContainerEntry)
