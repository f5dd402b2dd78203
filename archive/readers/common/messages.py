"""Parses the mail that a saved page (MHT, MHTML) is."""

from __future__ import annotations

import email
from email.message import Message

from archive.model import TooCostly

# Each part begins with a line of dashes; texts have such lines too.
_MAX_DELIMITERS = 5_000


def parse_message(data: bytes) -> list[Message]:
    """Return the message and all of its parts. Raises `TooCostly` if they are too many or nested too deep."""
    if max(data.count(b"\n--"), data.count(b"\r--")) > _MAX_DELIMITERS:
        raise TooCostly("MHT 文件的部分过多")
    try:
        return list(email.message_from_bytes(data).walk())
    except RecursionError as error:
        raise TooCostly("MHT 文件的嵌套过深") from error
