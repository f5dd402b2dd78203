"""Messages of a worker to its parent. They are data: a hostile worker can say something false, no more.

Each is MessagePack after four bytes with its length. The parent reads what has arrived and never waits for
more. The result of a job stays encoded until its turn; then it is decoded as the type that the pool expects.
"""

from __future__ import annotations

import builtins
import os
import struct
from collections.abc import Iterator
from typing import Any

import msgspec

MAX_MESSAGE_BYTES = 128 * 1024**2
"""Largest message that a parent accepts; the result of a report of 200 pages has 2 MB."""
_CHUNK_BYTES = 1024**2
_MAX_CHUNKS_PER_READ = 64
_LENGTH = struct.Struct("!I")


class InvalidAnswer(ValueError):
    """A worker sent something that no worker of ours sends."""


class WorkerError(Exception):
    """An exception in a worker whose type the parent does not know; its text says which."""


class Begun(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The worker begins to read a document."""

    document: str


class Done(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The result of the worker's first job that is not done."""

    result: bytes


class Failed(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The handler raised an exception; the worker ends."""

    kind: str
    text: str
    number: int | None = None
    file: str | None = None
    notes: tuple[str, ...] = ()


class OutOfMemory(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The worker ran out of memory, or its result is too large; it ends."""


Message = Begun | Done | Failed | OutOfMemory
_message_decoder = msgspec.msgpack.Decoder(Message)


def frame(message: Message) -> bytes:
    """Return a message as it is sent."""
    data = msgspec.msgpack.encode(message)
    return _LENGTH.pack(len(data)) + data


def encode_result(result: object) -> bytes:
    """Return a result as data. Halves of characters, which UTF-8 does not have, become U+FFFD."""
    try:
        return msgspec.msgpack.encode(result)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_with_whole_characters(msgspec.to_builtins(result)))


def _with_whole_characters(value: Any) -> Any:
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, dict):
        return {_with_whole_characters(key): _with_whole_characters(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_whole_characters(item) for item in value]
    return value


def whole_characters(text: str) -> str:
    """Return `text` with U+FFFD for each half of a character."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


class MessageReader:
    """Reads the messages of one worker from a descriptor, which it sets to return at once."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._data = bytearray()
        os.set_blocking(descriptor, False)

    def read(self) -> Iterator[Message]:
        """Yield the messages that have arrived.

        Raises `InvalidAnswer` if there is something else, `EOFError` after the last one if the worker has
        closed its end.
        """
        for _ in range(_MAX_CHUNKS_PER_READ):
            try:
                chunk = os.read(self._descriptor, _CHUNK_BYTES)
            except BlockingIOError:
                return
            if not chunk:
                raise EOFError
            self._data += chunk
            yield from self._complete_messages()

    def _complete_messages(self) -> Iterator[Message]:
        while len(self._data) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._data)
            if size > MAX_MESSAGE_BYTES:
                raise InvalidAnswer(f"a message of {size} bytes")
            end = _LENGTH.size + size
            if len(self._data) < end:
                return
            with memoryview(self._data) as view:
                message = _decode(view[_LENGTH.size : end])
            del self._data[:end]
            yield message


def _decode(data: memoryview) -> Message:
    try:
        return _message_decoder.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InvalidAnswer(str(error)) from error


def describe_error(error: BaseException) -> Failed:
    """Return an exception as a message."""
    number = error.errno if isinstance(error, OSError) else None
    file = error.filename if isinstance(error, OSError) else None
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failed(
        type(error).__name__,
        whole_characters(text),
        number,
        whole_characters(os.fsdecode(file)) if isinstance(file, str | bytes) else None,
        tuple(map(whole_characters, getattr(error, "__notes__", ()))),
    )


def to_exception(failed: Failed) -> BaseException:
    """Return the exception of a worker: a `WorkerError` unless it is one of Python's own."""
    kind = getattr(builtins, failed.kind, None)
    if kind is KeyboardInterrupt:
        return KeyboardInterrupt()
    error: Exception = WorkerError(f"{failed.kind}: {failed.text}")
    if failed.number is not None:
        error = OSError(failed.number, failed.text, failed.file)
    elif isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, UnicodeError):
        error = kind(failed.text)
    for note in failed.notes:
        error.add_note(note)
    return error
