"""Limits which files this process can open, with Landlock: no root needed, and it cannot be undone."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.workers.sandbox.kernel import PR_SET_NO_NEW_PRIVS, control_process, system_call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
# Each version of Landlock knows a few more rights: the number of those about files, by version.
_FILE_RIGHT_COUNTS = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_FILE_RIGHTS_COUNT = 16
# Device files and sockets are never made.
_NEVER = 1 << 6 | 1 << 9 | 1 << 11
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1
_VERSION_WITH_TCP, _VERSION_WITH_SCOPES = 4, 6


class _RulesetAttributes(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


@dataclass(frozen=True, slots=True)
class FileAccess:
    """What a process may open: files and folders with all that they contain.

    `executable` may also be read, and `writable` too.
    """

    readable: tuple[Path, ...] = ()
    executable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()


def landlock_version() -> int:
    """Return the version of Landlock in this kernel, 0 if it has none or is told not to use it."""
    try:
        return system_call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_RULESET_VERSION))
    except OSError:
        return 0


def restrict_files(access: FileAccess) -> int:
    """Forbid this thread, and all that it starts, to open other files; return the version of Landlock.

    Connections by TCP, signals to other processes and abstract sockets are forbidden as well where the
    kernel can. Returns 0 if it has no Landlock. Raises `OSError` if a rule is refused.
    """
    version = landlock_version()
    if not version:
        return 0
    file_rights = (1 << _FILE_RIGHT_COUNTS.get(version, _ALL_FILE_RIGHTS_COUNT)) - 1
    attributes = _RulesetAttributes(
        file_rights,
        _BIND_TCP | _CONNECT_TCP if version >= _VERSION_WITH_TCP else 0,
        _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if version >= _VERSION_WITH_SCOPES else 0,
    )
    ruleset = system_call(
        _CREATE_RULESET,
        ctypes.byref(attributes),
        ctypes.c_size_t(_attributes_size(version)),
        ctypes.c_uint32(0),
    )
    try:
        read = _READ_FILE | _READ_DIR
        _allow(ruleset, access.readable, read & file_rights)
        _allow(ruleset, access.executable, (read | _EXECUTE) & file_rights)
        _allow(ruleset, access.writable, file_rights & ~_NEVER & ~_EXECUTE)
        control_process(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
        system_call(_RESTRICT_SELF, ruleset, ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return version


def _attributes_size(version: int) -> int:
    """Return how many bytes of the attributes this version knows; an older kernel refuses more."""
    fields = 1 + (version >= _VERSION_WITH_TCP) + (version >= _VERSION_WITH_SCOPES)
    return fields * ctypes.sizeof(ctypes.c_uint64)


def _allow(ruleset: int, paths: Iterable[Path], rights: int) -> None:
    for path in paths:
        # What does not exist needs no rule.
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            _allow_path(ruleset, path, rights)


def _allow_path(ruleset: int, path: Path, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        rule = _PathRule(rights if is_folder else rights & _FILE_RIGHTS, handle)
        system_call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(handle)
