"""Runs the tests of a mutated module in a copy of the repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
_COPIED = ("archive", "crawler", "gongkai", "samples", "tests", "bench", "scripts", "docs", "pyproject.toml")
_NO_FAILURE = 0


class RepositoryCopy:
    """A copy whose modules may be changed one at a time; the repository itself is never touched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_noticed(self, path: str, text: str, tests: Sequence[str], seconds: float) -> bool:
        """Whether a test fails, or does not end in time, when the file `path` has this text."""
        file = self._folder / path
        original = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        try:
            return not self.passes(tests, seconds)
        finally:
            file.write_text(original, encoding="utf-8")

    def passes(self, tests: Sequence[str], seconds: float) -> bool:
        """Whether all of these tests pass in time."""
        options = ("-q", "-x", "--no-header", "-p", "no:cacheprovider", f"--timeout={seconds:.0f}")
        command = [sys.executable, "-B", "-m", "pytest", *options, *tests]
        try:
            process = subprocess.run(
                command, cwd=self._folder, capture_output=True, timeout=seconds * 2, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return process.returncode == _NO_FAILURE


@contextmanager
def repository_copy() -> Iterator[RepositoryCopy]:
    """Copy what the tests need to a temporary folder."""
    with TemporaryDirectory(prefix="gongkai-mutants-") as folder:
        for name in _COPIED:
            source, target = ROOT / name, Path(folder) / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target)
        yield RepositoryCopy(Path(folder))
