"""Files that are not reports, each for another reason."""

from __future__ import annotations

from pathlib import Path

TRUNCATED_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
LETTER_TEXT = "关于召开座谈会的通知\n\n各有关单位：\n\n定于下周三上午召开座谈会，请准时参加。\n"

BROKEN_FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "cut.pdf": TRUNCATED_PDF,
    "no-zip.docx": b"this is no zip",
    "letter.txt": LETTER_TEXT.encode(),
    "noise.bin": bytes(range(256)) * 8,
}


def write_broken_file(folder: Path, name: str) -> Path:
    """Write the broken file of that name into `folder`, and return its path."""
    file = folder / name
    file.write_bytes(BROKEN_FILES[name])
    return file
