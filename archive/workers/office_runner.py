"""Runs LibreOffice, without network and with limits on time, memory and processes.

A restricted worker can start no program. It has a helper process, started before the restriction, that reads
no document: all it does is to start LibreOffice with the arguments that the worker sends, and to stop it.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
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
"""Time limit of a conversion; a report of twenty pages takes one second."""
_MEMORY_LIMIT_BYTES = 4 * 1024**3
_RESTART_CODES = (79, 81)
"""LibreOffice asks with these to be started again, always after it has made a new profile."""
_MAX_STARTS = 3
_MAX_REQUEST_BYTES = 64 * 1024
_ENDED, _TIMED_OUT = b"e", b"t"


class OfficeTimeout(Exception):
    """LibreOffice needed too long and was stopped."""


class OfficeHelper:
    """The helper process of this worker. `restrict` restricts the helper itself before its first request."""

    def __init__(self, restrict: Callable[[int], None]) -> None:
        own_end, helper_end = socket.socketpair()
        if os.fork() == 0:
            _serve_until_closed(own_end, helper_end, restrict)
        helper_end.close()
        self.descriptor = own_end.fileno()
        self._socket = own_end

    def run(self, arguments: Sequence[str]) -> None:
        """Run LibreOffice. Raises `OfficeTimeout`."""
        self._socket.sendall(msgspec.json.encode(list(arguments)) + b"\n")
        if self._socket.recv(1) != _ENDED:
            raise OfficeTimeout


_helper: OfficeHelper | None = None


def use_office_helper(helper: OfficeHelper) -> None:
    """Let `run_libreoffice` use a helper from now on."""
    global _helper
    _helper = helper


def run_libreoffice(arguments: Sequence[str]) -> None:
    """Run LibreOffice and wait for its end. Raises `OfficeTimeout`, and `OSError` if it cannot be started."""
    if _helper is not None:
        _helper.run(arguments)
    elif (program := find_libreoffice()) is not None:
        _run_program(program, arguments)


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
        answer = _ENDED
        try:
            _run_program(program, msgspec.json.decode(request, type=list[str]))
        except OfficeTimeout:
            answer = _TIMED_OUT
        except (OSError, ValueError):
            # The file that it should have written is missing, which says the same.
            pass
        connection.sendall(answer)


def _run_program(program: Path, arguments: Sequence[str]) -> None:
    """Start the program without the scripts around it, if it can be found: then it needs no other process."""
    binary = program.with_name("soffice.bin")
    is_alone = binary.exists()
    for _ in range(_MAX_STARTS):
        code = _run_once(binary if is_alone else program, arguments, can_fork=not is_alone)
        if code not in _RESTART_CODES:
            return


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
        return process.wait(CONVERSION_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise OfficeTimeout from error
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
    resource.setrlimit(resource.RLIMIT_CPU, (CONVERSION_TIMEOUT_SECONDS, CONVERSION_TIMEOUT_SECONDS))
