"""Files at hand, as `read` and `import` take them: their bytes, within a bound, or the reason why not."""

from __future__ import annotations

from pathlib import Path

from archive.model import UnreadableFile

# The largest report known to us, a scanned PDF, has about 30 MB; a film dropped here by mistake has more.
LARGEST = 200 * 1024 * 1024


def content(file: Path) -> bytes:
    """The bytes of one file; UnreadableFile when it is empty, far too large, or closed to us."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise UnreadableFile(f"文件过大（{size // 1024**2} MB，上限 {LARGEST // 1024**2} MB）")
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"无法打开（{error.strerror}）") from error
    if not data:
        raise UnreadableFile("文件是空的")
    return data
