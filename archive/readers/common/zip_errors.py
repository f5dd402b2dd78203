"""What a damaged, encrypted or exotic zip package raises when it is opened, or when a part of it is read."""

from __future__ import annotations

import lzma
import zipfile
import zlib

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
