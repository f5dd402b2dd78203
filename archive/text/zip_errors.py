"""Lists the exceptions that a damaged, encrypted or unsupported zip file raises."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    # A way of compressing that zipfile does not know.
    NotImplementedError,
    RuntimeError,
    EOFError,
    # A member without a name, and a field that is cut off.
    IndexError,
    struct.error,
    OSError,
    ValueError,
)
