"""Calls of the Linux kernel that Python has no functions for."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
from contextlib import suppress
from functools import cache

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


@cache
def _c_library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def system_call(number: int, *arguments: object) -> int:
    """Return the result of a system call; raises `OSError`, also on systems that are not Linux."""
    return _call("syscall", ctypes.c_long(number), *arguments)


def control_process(option: int, *arguments: object) -> int:
    """Return the result of `prctl`; raises `OSError`, also on systems that are not Linux."""
    padding = [ctypes.c_ulong(0)] * (4 - len(arguments))
    return _call("prctl", option, *arguments, *padding)


def _call(name: str, *arguments: object) -> int:
    library = _c_library()
    if library is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), name)
    function = getattr(library, name)
    function.restype = ctypes.c_long
    result: int = function(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def die_with_parent() -> None:
    """Let the kernel kill this process when the thread that started it ends; does nothing but on Linux."""
    with suppress(OSError):
        control_process(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))


def leave_network() -> bool:
    """Move this process to a network without addresses; False if the system does not allow it."""
    for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET):
        with suppress(OSError, AttributeError):
            _call("unshare", ctypes.c_int(flags))
            return True
    return False
