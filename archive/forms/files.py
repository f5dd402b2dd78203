"""The files that forms are read from: those of this package, and those of a folder that the user names."""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.forms.toml_entry import Entry
from archive.model import UnknownForm

VARIABLE = "GONGKAI_FORMS"
"""The environment variable that names a folder of further forms. It is looked at once in a process."""


@cache
def statutory() -> Entry:
    """`terms.toml`: the labels that the forms of this package share."""
    return _entry("terms.toml", files(__package__).joinpath("terms.toml").read_bytes())


@cache
def sources() -> tuple[Entry, ...]:
    """Every form's file as it was parsed, this package's own first."""
    own = sorted((one.name, one) for one in files(__package__).iterdir() if _is_form(one.name))
    told = [_entry(name, one.read_bytes()) for name, one in own]
    return (*told, *(_entry(path.name, data) for path, data in _further()))


@cache
def fingerprint() -> str:
    """What tells one set of further forms from another; "" where there are none."""
    found = hashlib.sha256()
    for path, data in _further():
        found.update(f"{path.name} {len(data)}\n".encode() + data)
    return found.hexdigest()[:16] if _further() else ""


@cache
def _further() -> tuple[tuple[Path, bytes], ...]:
    named = os.environ.get(VARIABLE, "")
    if not named:
        return ()
    folder = Path(named)
    try:
        paths = sorted(path for path in folder.iterdir() if _is_form(path.name))
        found = tuple((path, path.read_bytes()) for path in paths)
    except OSError as error:
        raise UnknownForm(f"{VARIABLE} 指的文件夹 {folder} 读不了；请改正或不设") from error
    if not found:
        raise UnknownForm(f"{VARIABLE} 指的文件夹 {folder} 里没有 form_*.toml；请放入表式文件或不设")
    return found


def _is_form(name: str) -> bool:
    return name.startswith("form_") and name.endswith(".toml")


def _entry(name: str, data: bytes) -> Entry:
    try:
        return Entry(name, "", tomllib.loads(data.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnknownForm(f"表式文件 {name} 不是 UTF-8 的 TOML：{error}；请改正") from error
