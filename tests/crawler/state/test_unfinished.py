"""Unfinished sources, and the archived answers that a later run may reuse for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger.captures import RequestKey
from archive.ledger.ledger import Ledger
from archive.ledger.rebuild import rebuild_ledger
from archive.model import Outcome, Role
from archive.warc.records import Record, sha256
from archive.warc.writer import WarcWriter
from crawler.state.crawl_state import CrawlState

URL = "http://a.gov.cn.test/dataproxy.jsp?startrecord=1"
BODY = b"<datastore></datastore>"
ANSWER = Record(
    "response", URL, Role.LIST, Outcome.OK, status=200, payload=BODY, digest=sha256(BODY), source="a"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path) as ledger:
        yield ledger


def add_answer(ledger: Ledger, run: str, *records: Record) -> None:
    with WarcWriter(ledger.warc_dir, run) as writer:
        ledger.captures.add_all([writer.write(record) for record in records])


def test_a_source_is_unfinished_until_it_ends_or_its_entry_expires(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        unfinished = state.unfinished
        unfinished.begin("a", "one")
        unfinished.begin("a", "two")
        unfinished.begin("b", "two")
        assert unfinished.earlier_runs("a", "two") == ("one",)
        assert unfinished.earlier_runs("b", "two") == ()
        assert unfinished.sources() == {"a", "b"}
        unfinished.end("a")
        assert unfinished.sources() == {"b"}
        assert unfinished.sources(seconds=-1) == set()
        unfinished.begin("b", "three", seconds=-1)
        assert unfinished.earlier_runs("b", "three") == ()


def test_two_posts_to_one_url_are_distinguished_by_their_forms(ledger: Ledger, tmp_path: Path) -> None:
    add_answer(ledger, "one", replace(ANSWER, form="columnid=1"), replace(ANSWER, form="columnid=2&a=年"))
    for form in ("columnid=1", "columnid=2&a=年"):
        answer = ledger.captures.find_final_answer(RequestKey(URL, form, "a", Role.LIST), ("one",))
        assert answer is not None
        assert answer.form == form
    assert ledger.captures.find_final_answer(RequestKey(URL, "", "a", Role.LIST), ("one",)) is None
    before = list(ledger.captures.select())
    rebuild_ledger(tmp_path, lambda done, total: None)
    assert list(ledger.captures.select()) == before


def test_only_answers_of_the_given_runs_source_and_role_count(ledger: Ledger) -> None:
    add_answer(ledger, "one", ANSWER)
    key = RequestKey(URL, "", "a", Role.LIST)
    assert ledger.captures.find_final_answer(key, ("one", "zero"))
    assert ledger.captures.find_final_answer(key._replace(role=Role.MENU), ("one",))
    assert ledger.captures.find_final_answer(key._replace(role=Role.REPORT), ("one",)) is None
    assert ledger.captures.find_final_answer(key._replace(source="b"), ("one",)) is None
    assert ledger.captures.find_final_answer(key, ("zero",)) is None


@pytest.mark.parametrize("outcome", [Outcome.SERVER_ERROR, Outcome.CONNECTION, Outcome.MAINTENANCE])
def test_temporary_failures_are_requested_again(ledger: Ledger, outcome: Outcome) -> None:
    add_answer(ledger, "one", replace(ANSWER, status=500, outcome=outcome))
    assert ledger.captures.find_final_answer(RequestKey(URL, "", "a", Role.LIST), ("one",)) is None
