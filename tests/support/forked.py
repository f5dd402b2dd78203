"""Runs a function in a new process that need not import Scrapy again: the fork server has done so.

A process has one fork server; `archive.workers` uses it too. So its modules are named here, for all tests.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from bench.crawling import process_starter

PRELOADED_MODULES = (
    "gongkai.runs.crawl_runner",
    "tests.support.subprocess_crawl",
    "tests.support.fault_server",
)
_start_process = process_starter(PRELOADED_MODULES)


def start_process(function: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start `function` in a new process with the environment of this one."""
    return _start_process(_run_with_environment, dict(os.environ), function, arguments)


@dataclass(frozen=True)
class ProcessResult:
    """How a process ended (0: well) and what it wrote."""

    exit_code: int
    output: str
    log: str


def run_in_process(
    function: Callable[..., None],
    *arguments: object,
    environment: Mapping[str, str] | None = None,
    timeout_seconds: float = 150,
) -> ProcessResult:
    """Run `function` in a new process with `environment` added; it is killed if it takes too long.

    `function` is one of a module, so that it can be pickled; its arguments too.
    """
    with tempfile.TemporaryDirectory() as folder:
        output, log = Path(folder, "output"), Path(folder, "log")
        variables = {**os.environ, **(environment or {})}
        redirected = (function, arguments, output, log)
        process = _start_process(_run_with_environment, variables, _run_redirected, redirected)
        process.join(timeout_seconds)
        if process.is_alive():
            process.kill()
            process.join()
        exit_code = process.exitcode
        assert exit_code is not None
        return ProcessResult(exit_code, _read_text(output), _read_text(log))


def _run_with_environment(
    variables: Mapping[str, str], function: Callable[..., None], arguments: tuple[object, ...]
) -> None:
    os.environ.clear()
    os.environ.update(variables)
    function(*arguments)


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _run_redirected(
    function: Callable[..., None],
    arguments: tuple[object, ...],
    output: Path,
    log: Path,
) -> None:
    """In the new process: write stdout and stderr to files, as processes started by this one do."""
    for stream, path in ((sys.stdout, output), (sys.stderr, log)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    try:
        function(*arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
