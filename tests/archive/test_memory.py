"""No small file makes its reader need more than half a gigabyte, and all are refused by what they hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.bombs import MEMORY_BOMBS

pytestmark = pytest.mark.slow

MAX_PEAK_KIB = 512 * 1024
# Not ru_maxrss: a process inherits it from its parent.
CHILD_SCRIPT = """
import sys
from pathlib import Path
from archive import parse_document
from archive.model import Document, ReportError
file = Path(sys.argv[1])
try:
    parse_document(Document(file.read_bytes(), file.name))
    state = "read"
except ReportError as error:
    state = getattr(error, "state", "not_report")
print(state, Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.parametrize("name", MEMORY_BOMBS)
def test_a_bomb_is_decided_within_half_a_gigabyte(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(MEMORY_BOMBS[name]())
    child = subprocess.run(
        [sys.executable, "-c", CHILD_SCRIPT, file], capture_output=True, text=True, check=True
    )
    state, peak_kib = child.stdout.split()
    assert state not in ("read", "not_read_yet")
    assert int(peak_kib) < MAX_PEAK_KIB
