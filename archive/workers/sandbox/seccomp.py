"""Forbids system calls that a reader does not need, with a seccomp filter: no root needed, no way back."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator

from archive.model import DataRecord, load_data
from archive.workers.sandbox.kernel import (
    PR_SET_NO_NEW_PRIVS,
    PR_SET_SECCOMP,
    SECCOMP_MODE_FILTER,
    control_process,
)

Instruction = tuple[int, int, int, int]
"""One instruction of the classic packet filter: code, jump if true, jump if false, operand."""

_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_NOT_LESS, _AND, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x54, 0x06
_NUMBER_OFFSET, _MACHINE_OFFSET, _ARGUMENTS_OFFSET = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_FIRST_X32_NUMBER = 0x40000000
_AF_UNIX, _SOCK_STREAM, _SOCKET_TYPE_MASK = 1, 1, 0xF
_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020080
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
"""Requests that type into the terminal of the user."""


class _Machine(DataRecord, frozen=True, kw_only=True):
    audit: int
    numbers: dict[str, int]


class _SystemCalls(DataRecord, frozen=True, kw_only=True):
    denied: tuple[str, ...]
    processes: tuple[str, ...]
    programs: tuple[str, ...]
    unsupported: tuple[str, ...]
    skipped: tuple[str, ...]
    machines: dict[str, _Machine]


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def load_system_calls() -> None:
    """Read the file of the system calls now, so that no worker has to."""
    load_data(__package__, "system_calls.toml", _SystemCalls)


def restrict_system_calls(*, can_fork: bool, can_execute: bool) -> bool:
    """Forbid this thread, and all that it starts, the network and whatever else a reader does not need.

    It can start processes only if `can_fork`, and run other programs only if `can_execute`. Returns False if
    the kernel has no filters or the processor is not in `system_calls.toml`.
    """
    instructions = filter_instructions(os.uname().machine, can_fork=can_fork, can_execute=can_execute)
    if not instructions:
        return False
    program = b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
    try:
        control_process(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
        control_process(
            PR_SET_SECCOMP,
            ctypes.c_ulong(SECCOMP_MODE_FILTER),
            ctypes.byref(_Filter(len(instructions), program)),
        )
    except OSError:
        return False
    return True


def filter_instructions(machine: str, *, can_fork: bool, can_execute: bool) -> list[Instruction]:
    """Return the filter for a kind of processor, empty if its system calls are not known."""
    calls = load_data(__package__, "system_calls.toml", _SystemCalls)
    if machine not in calls.machines:
        return []
    audit, numbers = calls.machines[machine].audit, calls.machines[machine].numbers
    denied = dict.fromkeys(calls.denied, errno.EPERM) | dict.fromkeys(calls.unsupported, errno.ENOSYS)
    denied |= dict.fromkeys(calls.skipped, 0)
    if not can_fork:
        denied |= dict.fromkeys(calls.processes, errno.EPERM)
    if not can_execute:
        denied |= dict.fromkeys(calls.programs, errno.EPERM)
    conditions = {
        "socket": _deny_all_but_streams(),
        "socketpair": _deny_all_but_streams(),
        "clone": _deny_clones(0 if can_fork else _CLONE_THREAD),
        "prlimit64": _deny_others(0),
        "ioctl": [
            _load(1),
            (_JUMP_EQUAL, 2, 0, _TIOCSTI),
            (_JUMP_EQUAL, 1, 0, _TIOCLINUX),
            _allow(),
            _deny(errno.EPERM),
        ],
    }
    if not can_fork:
        conditions |= dict.fromkeys(("kill", "tgkill"), _deny_others(os.getpid()))
    conditions |= {name: [_deny(number)] for name, number in denied.items()}
    return [*_header(audit), *_blocks(conditions, numbers), _allow()]


def _header(audit: int) -> Iterator[Instruction]:
    """Yield the start: calls of another kind of processor have other numbers, so they end the process."""
    yield _LOAD, 0, 0, _MACHINE_OFFSET
    yield _JUMP_EQUAL, 1, 0, audit
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, _NUMBER_OFFSET
    yield _JUMP_NOT_LESS, 0, 1, _FIRST_X32_NUMBER
    yield _deny(errno.ENOSYS)


def _blocks(conditions: dict[str, list[Instruction]], numbers: dict[str, int]) -> Iterator[Instruction]:
    """Yield for each system call its instructions, which end in a decision, behind a jump past them."""
    for name, instructions in conditions.items():
        if name in numbers:
            yield _JUMP_EQUAL, 0, len(instructions), numbers[name]
            yield from instructions


def _deny_all_but_streams() -> list[Instruction]:
    """Allow only stream sockets of this machine: LibreOffice opens one. No other can connect or send."""
    return [
        _load(0),
        (_JUMP_EQUAL, 0, 3, _AF_UNIX),
        _load(1),
        (_AND, 0, 0, _SOCKET_TYPE_MASK),
        (_JUMP_EQUAL, 1, 0, _SOCK_STREAM),
        _deny(errno.EACCES),
        _allow(),
    ]


def _deny_clones(required_flag: int) -> list[Instruction]:
    """Allow no new namespace, and only what has the flag, if there is one."""
    is_allowed = [(_JUMP_SET, 1, 0, required_flag)] if required_flag else []
    return [
        _load(0),
        (_JUMP_SET, len(is_allowed), 0, _CLONE_NAMESPACES),
        *(is_allowed or [_allow()]),
        _deny(errno.EPERM),
        _allow(),
    ]


def _deny_others(process: int) -> list[Instruction]:
    """Allow a call only for this process, which is the first argument."""
    return [_load(0), (_JUMP_EQUAL, 1, 0, process), _deny(errno.EPERM), _allow()]


def _load(argument: int) -> Instruction:
    """Load the lower half of an argument; all that are looked at are 32-bit numbers."""
    return _LOAD, 0, 0, _ARGUMENTS_OFFSET + 8 * argument


def _allow() -> Instruction:
    return _RETURN, 0, 0, _ALLOW


def _deny(error: int) -> Instruction:
    return _RETURN, 0, 0, _ERROR | error
