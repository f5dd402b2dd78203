"""Workers that a file has taken over: they send to the parent whatever they like, and cost one document."""

from __future__ import annotations

import fcntl
import os
import pickle
import signal
import stat
import struct
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from archive.workers import InvalidAnswerReason, Sandbox, WorkerPool
from archive.workers.child import DocumentCallback
from archive.workers.messages import MAX_MESSAGE_BYTES, Begun, Done, Message, encode_result, frame

pytestmark = pytest.mark.slow


class RunsCode:
    """Runs a shell command in the process that unpickles it."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (self.command,)


def write_to_parent(data: bytes) -> None:
    for entry in Path("/proc/self/fd").iterdir():
        number = int(entry.name)
        try:
            is_pipe = stat.S_ISFIFO(os.fstat(number).st_mode)
        except OSError:
            continue
        if is_pipe and fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
            os.write(number, data)


def send(*messages: Message) -> None:
    for message in messages:
        write_to_parent(frame(message))


def begin_without_end() -> None:
    while True:
        send(Begun("evil"))


def send_half_a_message() -> None:
    write_to_parent(struct.pack("!I", 1000) + b"ten bytes.")


def die_within_a_message() -> None:
    send_half_a_message()
    os.kill(os.getpid(), signal.SIGKILL)


def hang_within_a_message() -> None:
    send_half_a_message()
    time.sleep(60)


PICKLE_FILE = "/tmp/gongkai-test-unpickled"
MARKED_PICKLE = pickle.dumps(RunsCode(f"touch {PICKLE_FILE}"))
SENDS: dict[str, Callable[[], None]] = {
    "garbage": lambda: write_to_parent(b"\xc1" * 3000),
    "a pickle": lambda: write_to_parent(struct.pack("!i", len(MARKED_PICKLE)) + MARKED_PICKLE),
    "a pickle as result": lambda: send(Done(MARKED_PICKLE)),
    "an oversize message": lambda: write_to_parent(struct.pack("!I", MAX_MESSAGE_BYTES + 1)),
    "an unknown message": lambda: write_to_parent(struct.pack("!I", 7) + b"\x92\xa4Evil\x01"),
    "deep nesting": lambda: write_to_parent(struct.pack("!I", 50_000) + b"\x91" * 50_000),
    "a result of another type": lambda: send(Done(encode_result({"a": 1}))),
    "an array that is not there": lambda: send(Done(b"\xdd\xff\xff\xff\xff")),
    "text that is no text": lambda: send(Done(b"\x91\xa2\xff\xff")),
    "another document": lambda: send(Begun("d")),
    "the same document without end": begin_without_end,
    "a result of another job": lambda: send(Done(encode_result(["b"]))),
}


def read_words(job: list[str], excluded: Mapping[str, str], begin: DocumentCallback) -> list[str]:
    """Return the words; those of `SENDS` take over the worker."""
    for word in job:
        if word not in excluded:
            begin(word)
            if word in SENDS:
                SENDS[word]()
                time.sleep(30)
    return [
        f"{type(excluded[word]).__name__}: {excluded[word]}" if word in excluded else word for word in job
    ]


def check_words(job: list[str], result: list[str]) -> None:
    if len(job) != len(result):
        raise ValueError("another job")


def pool(timeout_seconds: float = 60.0) -> WorkerPool:
    return WorkerPool(
        read_words,
        2,
        "fork",
        timeout_seconds=timeout_seconds,
        result_type=list[str],
        documents_of=tuple,
        check_result=check_words,
    )


@pytest.mark.parametrize("word", SENDS)
def test_an_invalid_answer_costs_the_document_that_was_read(word: str) -> None:
    Path(PICKLE_FILE).unlink(missing_ok=True)
    first, second, *others = pool().results([["a"], ["b", word], ["d"], ["e", "f"]])
    assert (first, others) == (["a"], [["d"], ["e", "f"]])
    assert second[1].startswith(f"{InvalidAnswerReason.__name__}: ")
    assert not Path(PICKLE_FILE).exists()


@pytest.mark.parametrize("action", [die_within_a_message, hang_within_a_message])
def test_half_a_message_costs_the_document_that_was_read(
    monkeypatch: pytest.MonkeyPatch, action: Callable[[], None]
) -> None:
    monkeypatch.setitem(SENDS, "half", action)
    assert [answer[0] for answer in pool(1.0).results([["a"], ["half"], ["b"]])][::2] == ["a", "b"]


def test_a_worker_cannot_answer_for_documents_that_it_did_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says of its own document may be false; that of the next ones is read by another worker."""
    lie = Done(encode_result(["a lie"]))
    monkeypatch.setitem(SENDS, "liar", lambda: send(*[lie] * 9))
    answers = list(pool().results([["a"], ["liar"], ["b"], ["c"], ["d"], ["e"]]))
    assert answers == [["a"], ["a lie"], ["b"], ["c"], ["d"], ["e"]]


def test_every_document_of_a_group_may_be_hostile() -> None:
    words = list(SENDS)
    [answer] = pool().results([words])
    assert len(answer) == len(words)
    assert all(text.startswith(InvalidAnswerReason.__name__) for text in answer)


def die_after_the_answer(job: list[str], excluded: Mapping[str, str], begin: DocumentCallback) -> list[str]:
    """Answer; a worker that was sent `late` dies when it is sent the next job."""
    if os.environ.get("LATE"):
        os.kill(os.getpid(), signal.SIGKILL)
    begin(job[0])
    os.environ["LATE"] = "yes" if job == ["late"] else ""
    return job


def test_a_worker_that_dies_between_two_documents_is_replaced() -> None:
    jobs = [["a"], ["late"], ["b"], ["c"]]
    workers = WorkerPool(die_after_the_answer, 1, "fork", result_type=list[str], documents_of=tuple)
    assert list(workers.results(jobs)) == jobs


def answer_wrongly(job: list[str], excluded: Mapping[str, str], begin: DocumentCallback) -> object:
    return {"not": "a list"}


def test_an_answer_that_is_invalid_without_a_document_is_an_error_of_ours() -> None:
    with pytest.raises(ChildProcessError, match="不合格式"):
        list(WorkerPool(answer_wrongly, 1, "fork", result_type=list[str]).results([["a"]]))


def read_halves(job: str, excluded: Mapping[str, str], begin: DocumentCallback) -> dict[str, list[str]]:
    return {"\ud800": ["a\udc80b", "年报"]}


def test_halves_of_characters_are_replaced() -> None:
    [result] = WorkerPool(read_halves, 1, "fork", result_type=dict[str, list[str]]).results(["a"])
    assert [*result] == ["\ufffd\ufffd\ufffd"]
    assert result["\ufffd\ufffd\ufffd"][1] == "年报"


def test_messages_are_data() -> None:
    """The parent's decoder builds nothing but the four messages."""
    for data in (pickle.dumps(RunsCode("true")), msgspec.json.encode(["Begun", "a"])):
        with pytest.raises((msgspec.DecodeError, ValueError)):
            msgspec.msgpack.decode(data, type=Message)


def test_a_sandbox_is_the_rule() -> None:
    assert WorkerPool(read_words).sandbox == Sandbox()
