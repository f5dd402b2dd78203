"""What a worker that reads documents can still do: real workers try, and say what came of it."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.workers import Sandbox, WorkerPool, machine_protection
from archive.workers.child import DocumentCallback
from archive.workers.sandbox.seccomp import filter_instructions

pytestmark = pytest.mark.slow

PROTECTION = machine_protection()
needs_landlock = pytest.mark.skipif(not PROTECTION.landlock, reason="this kernel has no Landlock")
needs_seccomp = pytest.mark.skipif(not PROTECTION.seccomp, reason="this kernel has no seccomp filters")
needs_no_network = pytest.mark.skipif(
    not PROTECTION.network, reason="this system cannot withhold the network"
)
MAX_FORKS = 50


def connect(port: str) -> None:
    with socket.create_connection(("127.0.0.1", int(port)), timeout=5):
        pass


def send_datagram(port: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", int(port)))


def connect_local(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)


def send_local(path: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", path)


def fork_without_end(_: str) -> None:
    for _number in range(MAX_FORKS):
        if os.fork() == 0:
            signal.pause()


def trace(process: str) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(16, int(process), None, None) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def write_to_open_files(text: str) -> None:
    """Write to every descriptor that the parent left open, as an exploit would."""
    for number in range(3, 100):
        try:
            is_regular = os.fstat(number).st_size or not os.isatty(number)
            if is_regular and number not in own_pipes():
                os.write(number, text.encode())
        except OSError:
            continue


def own_pipes() -> set[int]:
    return {
        number for number in range(3, 100) if Path(f"/proc/self/fd/{number}").exists() and is_pipe(number)
    }


def is_pipe(number: int) -> bool:
    return str(Path(f"/proc/self/fd/{number}").readlink()).startswith(("pipe:", "socket:"))


DEEDS: dict[str, Callable[[str], object]] = {
    "connect": connect,
    "send_datagram": send_datagram,
    "connect_local": connect_local,
    "send_local": send_local,
    "read": lambda path: Path(path).read_bytes(),
    "list": lambda path: list(Path(path).iterdir()),
    "write": lambda path: Path(path).write_text("x"),
    "remove": lambda path: Path(path).unlink(),
    "rename": lambda path: Path(path).rename(path + ".moved"),
    "chmod": lambda path: Path(path).chmod(0o777),
    "touch": lambda path: os.utime(path, (1, 1)),
    "truncate": lambda path: os.truncate(path, 0),
    "execute": lambda program: subprocess.run([program], check=True),
    "become": lambda program: os.execv(program, [program]),
    "fork": fork_without_end,
    "signal": lambda process: os.kill(int(process), signal.SIGCONT),
    "limit": lambda process: resource.prlimit(int(process), resource.RLIMIT_CORE, (0, 0)),
    "trace": trace,
    "environment": lambda process: Path(f"/proc/{process}/environ").read_bytes(),
    "write_to_open_files": write_to_open_files,
}


def try_deed(job: tuple[str, str], excluded: Mapping[str, str], begin: DocumentCallback) -> str:
    """Return the name of the error in which a deed ended, empty if it succeeded."""
    begin(job[0])
    try:
        DEEDS[job[0]](job[1])
    except (OSError, subprocess.SubprocessError) as error:
        return type(error).__name__
    return ""


def result_of(deed: str, object_: object, *readable: Path, sandboxed: bool = True) -> str:
    sandbox = Sandbox(readable) if sandboxed else None
    pool = WorkerPool(try_deed, 1, "fork", sandbox=sandbox, result_type=str)
    [result] = pool.results([(deed, str(object_))])
    return str(result)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def home_file() -> Iterator[Path]:
    """A file of the user that belongs to no project: in the home folder."""
    with tempfile.NamedTemporaryFile(dir=Path.home(), prefix="gongkai-test-") as file:
        file.write(b"secret")
        file.flush()
        yield Path(file.name)


@needs_no_network
@pytest.mark.parametrize("deed", ["connect", "send_datagram"])
def test_there_is_no_network(port: int, deed: str) -> None:
    assert result_of(deed, port)
    assert not result_of(deed, port, sandboxed=False)


@needs_seccomp
@pytest.mark.parametrize(
    ("deed", "kind"), [("connect_local", socket.SOCK_STREAM), ("send_local", socket.SOCK_DGRAM)]
)
def test_services_behind_local_sockets_are_out_of_reach(
    tmp_path: Path, deed: str, kind: socket.SocketKind
) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket(socket.AF_UNIX, kind))
        server.bind(str(tmp_path / "s"))
        if kind is socket.SOCK_STREAM:
            server.listen()
        assert result_of(deed, tmp_path / "s")
        assert not result_of(deed, tmp_path / "s", sandboxed=False)


@needs_landlock
@pytest.mark.parametrize("deed", ["read", "write", "remove", "rename", "truncate"])
def test_a_file_of_the_user_is_out_of_reach(home_file: Path, deed: str) -> None:
    assert result_of(deed, home_file)
    assert home_file.read_bytes() == b"secret"


@needs_landlock
def test_what_the_home_folder_contains_is_not_told() -> None:
    assert result_of("list", Path.home()) == "PermissionError"


@needs_seccomp
@pytest.mark.parametrize("deed", ["chmod", "touch", "truncate"])
def test_properties_of_a_file_cannot_be_changed(home_file: Path, deed: str) -> None:
    before = home_file.stat()
    assert result_of(deed, home_file) == "PermissionError"
    after = home_file.stat()
    assert (after.st_mode, after.st_mtime, after.st_size) == (before.st_mode, before.st_mtime, before.st_size)


@needs_landlock
def test_only_the_input_and_the_own_folder_are_open(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("x")
    assert result_of("read", file) == "PermissionError"
    assert not result_of("read", file, file)
    assert not result_of("read", file, tmp_path)
    assert result_of("write", file, tmp_path) == "PermissionError"
    assert result_of("write", tmp_path / "new", tmp_path) == "PermissionError"


def write_own(_: str, excluded: Mapping[str, str], begin: DocumentCallback) -> str:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"x")
    return file.name


def test_the_own_folder_is_deleted_with_the_worker() -> None:
    [name] = WorkerPool(write_own, 1, "fork", result_type=str).results([""])
    assert Path(name).parent.name.startswith("gongkai-worker-")
    assert not Path(name).parent.exists()


@needs_landlock
def test_what_the_parent_has_open_is_not_open_in_a_worker(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    with ledger.open("wb", buffering=0) as file:
        file.write(b"rows")
        assert not result_of("write_to_open_files", "forged")
        assert ledger.read_bytes() == b"rows"
        result_of("write_to_open_files", "forged", sandboxed=False)
        assert ledger.read_bytes() == b"rowsforged"


@needs_seccomp
@pytest.mark.parametrize("deed", ["execute", "become"])
def test_no_program_can_be_started(deed: str) -> None:
    assert result_of(deed, sys.executable) == "PermissionError"


@needs_seccomp
def test_a_fork_bomb_does_not_begin() -> None:
    assert result_of("fork", "") == "PermissionError"


@needs_seccomp
@pytest.mark.parametrize("deed", ["signal", "limit", "trace", "environment"])
def test_other_processes_are_out_of_reach(deed: str) -> None:
    assert result_of(deed, os.getpid())


def run_thread(_: str, excluded: Mapping[str, str], begin: DocumentCallback) -> list[int]:
    found: list[int] = []
    thread = threading.Thread(target=found.append, args=(1,))
    thread.start()
    thread.join()
    return found


def test_threads_can_be_started() -> None:
    assert list(WorkerPool(run_thread, 1, "fork", result_type=list[int]).results([""])) == [[1]]


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_protection_does_not_depend_on_how_a_worker_is_started(method: str, port: int) -> None:
    pool = WorkerPool(try_deed, 1, method, result_type=str)
    [result] = pool.results([("connect", str(port))])
    assert bool(result) is PROTECTION.network


def test_an_unknown_processor_has_no_filter() -> None:
    assert filter_instructions("pdp11", can_fork=False, can_execute=False) == []


def jumps_end_inside(instructions: list[tuple[int, int, int, int]]) -> bool:
    return all(
        number + 1 + max(if_true, if_false) < len(instructions)
        for number, (code, if_true, if_false, _) in enumerate(instructions)
        if code & 0x07 == 0x05
    )


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("can_fork", [True, False])
def test_a_filter_is_a_program_that_a_kernel_accepts(machine: str, can_fork: bool) -> None:
    instructions = filter_instructions(machine, can_fork=can_fork, can_execute=can_fork)
    assert jumps_end_inside(instructions)
    assert len(instructions) < 4096
    assert max(max(jump[1:3]) for jump in instructions) < 256
