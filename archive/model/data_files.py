"""Loads the project's own TOML files into typed values; unknown and missing keys are errors.

Files of users (registry entries, forms) are checked with messages of their own: `archive.forms.toml_entry`
and `crawler.registry.sources`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, cast

import msgspec
import tomli

from archive.model.errors import DataFileError

Data = TypeVar("Data")


class DataRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all tables in our TOML files: immutable, and strict about its keys.

    Subclasses repeat what is not inherited: `class Rule(DataRecord, frozen=True, kw_only=True)`. A field of
    type `re.Pattern[str]` is written as a string in the file and compiled when it is loaded.
    """


def load_data(package: str, name: str, kind: type[Data]) -> Data:
    """Return the file `name` of `package` as a `kind`: a `DataRecord`, or a dict or tuple of such.

    Loaded once a process. Raises `DataFileError` with the path of the key that is unknown, missing or of
    the wrong type.
    """
    data: Data = _load_once(package, name, cast(Any, kind))
    return data


@cache
def _load_once(package: str, name: str, kind: type[Any]) -> Any:
    # A function of its own: `cache` would hide from type checkers that the result is a `kind`.
    try:
        data = tomli.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
        return msgspec.convert(data, kind, dec_hook=_compile_pattern)
    except (tomli.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataFileError(f"{package.replace('.', '/')}/{name}：{error}") from error


def _compile_pattern(kind: type, value: Any) -> Any:
    if kind is re.Pattern or getattr(kind, "__origin__", None) is re.Pattern:
        return re.compile(value)
    raise NotImplementedError(f"no conversion from TOML to {kind}")
