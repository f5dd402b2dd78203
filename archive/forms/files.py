"""The files that forms are read from: those of this package, and those of a folder that the user names."""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.forms.toml_entry import TomlTable
from archive.model import FormError

FORMS_DIR_VARIABLE = "GONGKAI_FORMS"
"""The environment variable that names a folder of further forms. It is looked at once in a process."""


@cache
def shared_terms() -> TomlTable:
    """`terms.toml`: the labels that the forms of this package share."""
    return _parse_toml("terms.toml", files(__package__).joinpath("terms.toml").read_bytes())


@cache
def form_sources() -> tuple[TomlTable, ...]:
    """Every form's file as it was parsed, this package's own first."""
    own = sorted((one.name, one) for one in files(__package__).iterdir() if _is_form_file(one.name))
    told = [_parse_toml(name, one.read_bytes()) for name, one in own]
    return (*told, *(_parse_toml(path.name, data) for path, data in _extra_form_files()))


@cache
def extra_forms_fingerprint() -> str:
    """What tells one set of further forms from another; "" where there are none."""
    found = hashlib.sha256()
    for path, data in _extra_form_files():
        found.update(f"{path.name} {len(data)}\n".encode() + data)
    return found.hexdigest()[:16] if _extra_form_files() else ""


@cache
def _extra_form_files() -> tuple[tuple[Path, bytes], ...]:
    named = os.environ.get(FORMS_DIR_VARIABLE, "")
    if not named:
        return ()
    folder = Path(named)
    try:
        paths = sorted(path for path in folder.iterdir() if _is_form_file(path.name))
        found = tuple((path, path.read_bytes()) for path in paths)
    except OSError as error:
        raise FormError(f"{FORMS_DIR_VARIABLE} 指的文件夹 {folder} 读不了；请改正或不设") from error
    if not found:
        raise FormError(f"{FORMS_DIR_VARIABLE} 指的文件夹 {folder} 里没有 form_*.toml；请放入表式文件或不设")
    return found


def _is_form_file(name: str) -> bool:
    return name.startswith("form_") and name.endswith(".toml")


def _parse_toml(name: str, data: bytes) -> TomlTable:
    try:
        return TomlTable(name, "", tomllib.loads(data.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormError(f"表式文件 {name} 不是 UTF-8 的 TOML：{error}；请改正") from error
