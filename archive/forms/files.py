"""The TOML files of the forms: those of this package, and those of a folder that the user names."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.resources import files
from pathlib import Path

import tomli

from archive.forms.toml_entry import TomlTable
from archive.model import FormError, translate

FORMS_DIR_VARIABLE = "GONGKAI_FORMS"
"""The environment variable that names a folder of further forms. It is read once per process."""


@cache
def form_sources() -> tuple[TomlTable, ...]:
    """Parse the file of every form, those of this package first.

    Raises `FormError` if the folder of further forms cannot be read or is empty, or a file is no TOML.
    """
    package_files = [entry for entry in files(__package__).iterdir() if _is_form_file(entry.name)]
    package_files.sort(key=lambda entry: entry.name)
    package_sources = [_parse_toml(entry.name, entry.read_bytes()) for entry in package_files]
    return (*package_sources, *(_parse_toml(path.name, data) for path, data in _extra_form_files()))


def extra_forms_folders() -> tuple[Path, ...]:
    """Return the folder of further forms if the user names one."""
    value = os.environ.get(FORMS_DIR_VARIABLE, "")
    return (Path(value),) if value else ()


@cache
def extra_forms_fingerprint() -> str:
    """A hash over names and contents of the further forms; empty if there are none."""
    fingerprint = hashlib.sha256()
    for path, data in _extra_form_files():
        fingerprint.update(f"{path.name} {len(data)}\n".encode() + data)
    return fingerprint.hexdigest()[:16] if _extra_form_files() else ""


@cache
def _extra_form_files() -> tuple[tuple[Path, bytes], ...]:
    value = os.environ.get(FORMS_DIR_VARIABLE, "")
    if not value:
        return ()
    folder = Path(value)
    try:
        paths = sorted(path for path in folder.iterdir() if _is_form_file(path.name))
        form_files = tuple((path, path.read_bytes()) for path in paths)
    except OSError as error:
        raise FormError(
            translate(
                "{variable} 指的文件夹 {folder} 读不了；请改正或不设",
                variable=FORMS_DIR_VARIABLE,
                folder=folder,
            )
        ) from error
    if not form_files:
        raise FormError(
            translate(
                "{variable} 指的文件夹 {folder} 里没有 form_*.toml；请放入表式文件或不设",
                variable=FORMS_DIR_VARIABLE,
                folder=folder,
            )
        )
    return form_files


def _is_form_file(name: str) -> bool:
    return name.startswith("form_") and name.endswith(".toml")


def _parse_toml(name: str, data: bytes) -> TomlTable:
    try:
        return TomlTable(name, "", tomli.loads(data.decode("utf-8")))
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise FormError(
            translate("表式文件 {file} 不是 UTF-8 的 TOML：{error}；请改正", file=name, error=error)
        ) from error
