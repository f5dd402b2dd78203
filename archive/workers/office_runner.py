"""Runs LibreOffice, without network and with limits on time, memory and processes.

A restricted worker can start no program. It has a helper process, started before the restriction, that reads
no document: all it does is to start LibreOffice with the arguments that the worker sends, and to stop it.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import struct
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from archive.workers.sandbox import (
    die_with_parent,
    find_libreoffice,
    leave_network,
    restrict_system_calls,
)

CONVERSION_TIMEOUT_SECONDS = 60
"""Limit on the processor time of a conversion; a report of twenty pages takes one second."""
HANG_SECONDS = 10 * CONVERSION_TIMEOUT_SECONDS
"""A conversion that takes longer hangs."""
_MEMORY_LIMIT_BYTES = 4 * 1024**3
_RESTART_CODES = (79, 81)
"""LibreOffice asks with these to be started again, always after it has made a new profile."""
_MAX_STARTS = 3
_MAX_REQUEST_BYTES = 64 * 1024
_STATUS = struct.Struct("!i")
_HANGS, _NOT_STARTED = 1000, 1
"""Beside the exit codes of a program, which are smaller."""


class OfficeHangs(Exception):
    """LibreOffice took longer than `HANG_SECONDS` and was stopped."""


class OfficeHelper:
    """The helper process of this worker. `restrict` restricts the helper itself before its first request."""

    def __init__(self, restrict: Callable[[int], None]) -> None:
        own_end, helper_end = socket.socketpair()
        if os.fork() == 0:
            _serve_until_closed(own_end, helper_end, restrict)
        helper_end.close()
        self.descriptor = own_end.fileno()
        self._socket = own_end

    def run(self, arguments: Sequence[str]) -> int:
        """Run LibreOffice and return its exit code. Raises `OfficeHangs`."""
        self._socket.sendall(msgspec.json.encode(list(arguments)) + b"\n")
        (status,) = _STATUS.unpack(self._socket.recv(_STATUS.size, socket.MSG_WAITALL))
        if status == _HANGS:
            raise OfficeHangs
        return int(status)


_helper: OfficeHelper | None = None


def use_office_helper(helper: OfficeHelper) -> None:
    """Let `run_libreoffice` use a helper from now on."""
    global _helper
    _helper = helper


def run_libreoffice(arguments: Sequence[str]) -> int:
    """Run LibreOffice and return its exit code.

    Raises `OfficeHangs`, and `OSError` if it cannot be started.
    """
    if _helper is not None:
        return _helper.run(arguments)
    program = find_libreoffice()
    return _NOT_STARTED if program is None else _run_program(program, arguments)


def _serve_until_closed(
    worker_end: socket.socket, helper_end: socket.socket, restrict: Callable[[int], None]
) -> None:
    """Be the helper process; does not return."""
    try:
        die_with_parent()
        worker_end.close()
        restrict(helper_end.fileno())
        _serve(helper_end)
    finally:
        os._exit(0)


def _serve(connection: socket.socket) -> None:
    program = find_libreoffice()
    requests = connection.makefile("rb")
    while program is not None and (request := requests.readline(_MAX_REQUEST_BYTES)):
        try:
            status = _run_program(program, msgspec.json.decode(request, type=list[str]))
        except OfficeHangs:
            status = _HANGS
        except (OSError, ValueError):
            status = _NOT_STARTED
        connection.sendall(_STATUS.pack(status))


def _run_program(program: Path, arguments: Sequence[str]) -> int:
    """Start the program without the scripts around it, if it can be found: then it needs no other process."""
    binary = program.with_name("soffice.bin")
    is_alone = binary.exists()
    for _ in range(_MAX_STARTS):
        code = _run_once(binary if is_alone else program, arguments, can_fork=not is_alone)
        if code not in _RESTART_CODES:
            break
    return code


def _run_once(program: Path, arguments: Sequence[str], *, can_fork: bool) -> int:
    """Return the exit code; runs in its own session, so that all its processes can be killed together."""

    def restrict() -> None:
        die_with_parent()
        _limit_resources()
        if not restrict_system_calls(can_fork=can_fork, can_execute=True):
            leave_network()

    process = subprocess.Popen(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=restrict,
    )
    try:
        return process.wait(HANG_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise OfficeHangs from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _limit_resources() -> None:
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    memory = (
        _MEMORY_LIMIT_BYTES if hard_limit == resource.RLIM_INFINITY else min(_MEMORY_LIMIT_BYTES, hard_limit)
    )
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard_limit))
    _, hard_limit = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = (
        CONVERSION_TIMEOUT_SECONDS
        if hard_limit == resource.RLIM_INFINITY
        else min(CONVERSION_TIMEOUT_SECONDS, hard_limit)
    )
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
