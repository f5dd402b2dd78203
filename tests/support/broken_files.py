"""Files that are no reports, each in its own way."""

from __future__ import annotations

from pathlib import Path

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
LETTER = "关于召开座谈会的通知\n\n各有关单位：\n\n定于下周三上午召开座谈会，请准时参加。\n"

FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "cut.pdf": PDF,
    "no-zip.docx": b"this is no zip",
    "letter.txt": LETTER.encode(),
    "noise.bin": bytes(range(256)) * 8,
}


def write(folder: Path, name: str) -> Path:
    """One of them as a file."""
    file = folder / name
    file.write_bytes(FILES[name])
    return file
