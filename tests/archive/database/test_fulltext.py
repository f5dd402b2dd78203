"""Search in a real index: every result equals a scan of the folded texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from archive.database import fulltext
from archive.database.fulltext import CorruptSearchIndex, fold, fts_query, tokens

TEXTS = {
    1: ("临湘市人力资源和社会保障局2020年年报", "促进就业、创业，落实社会保障。\n人社系统政务公开。"),
    2: ("臨湘市財政局2021年年報", "社会救助与保障；就、业二字分开。QR-code １２０１９"),
    3: ("长沙县教育局2021年年报", "人\n社 会保 障，Ⅲ类℃ 𠮷野家 \ue000"),
    4: ("某县", ""),
}
WORDS = [
    *[
        "人社",
        "就业",
        "社会保障",
        "臨湘",
        "临湘",
        "政务公开",
        "保",
        "年報",
        "2019",
        "12019",
        "201",
        "qr",
        "R-C",
        "Ⅲ",
        "iii",
    ],
    *[
        "𠮷",
        "\ue000",
        "、",
        "就、业",
        "业，",
        "u3001",
        "everything",
        "*",
        '"',
        "(",
        "AND",
        "℃",
        "社 会",
        "学\u200b",
        "局２０",
    ],
]


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY, title TEXT)")
    connection.execute("CREATE TABLE sections (report_id INTEGER, section TEXT, text TEXT)")
    fulltext.create_fulltext_index(connection)
    for number, (title, text) in TEXTS.items():
        connection.execute("INSERT INTO reports VALUES (?, ?)", (number, title))
        connection.execute("INSERT INTO sections VALUES (?, 'overview', ?)", (number, text))
        fulltext.add_to_fulltext(connection, number, fulltext.index_entry({"title": title, "overview": text}))
    yield connection
    connection.close()


def search_ids(database: sqlite3.Connection, search_text: str) -> set[int]:
    sql = "SELECT rowid FROM reports_fts WHERE reports_fts MATCH ?"
    return {number for (number,) in database.execute(sql, (fts_query(search_text),))}


def scan_ids(*words: str) -> set[int]:
    return {
        number
        for number, texts in TEXTS.items()
        if all(any(fold(word) in fold(text) for text in texts) for word in words)
    }


@pytest.mark.parametrize("word", WORDS)
def test_a_phrase_is_found_where_a_scan_finds_it(database: sqlite3.Connection, word: str) -> None:
    phrase = word if word == '"' else f'"{word}"'
    assert search_ids(database, phrase) == (scan_ids(word) if word != '"' else set(TEXTS))


@pytest.mark.parametrize("word", ["人社", "就业", "社会保障", "臨湘", "政务公开", "保"])
def test_a_word_needs_no_quotes(database: sqlite3.Connection, word: str) -> None:
    assert search_ids(database, word) == scan_ids(word) != set()


def test_several_words_must_all_occur_anywhere(database: sqlite3.Connection) -> None:
    assert search_ids(database, "社会保障　臨湘 2020") == {1}
    assert search_ids(database, "财政 就业") == set() == scan_ids("财政", "就业")


@pytest.mark.parametrize("typed", [None, "", "  ", "\u3000", '""', '"'])
def test_an_empty_search_finds_everything(database: sqlite3.Connection, typed: str | None) -> None:
    assert search_ids(database, typed or "") == set(TEXTS)


def test_no_text_contains_the_token_that_matches_everything() -> None:
    assert "everything" not in tokens("everything").split()


def test_a_removed_report_is_removed_from_the_index(database: sqlite3.Connection) -> None:
    fulltext.remove_from_fulltext(database, 1)
    database.execute("DELETE FROM reports WHERE id = 1")
    assert search_ids(database, "") == {2, 3, 4}
    assert search_ids(database, "人社") == set()
    fulltext.check_fulltext_index(database)


def test_a_report_missing_from_the_index_is_detected(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO reports VALUES (5, '不在索引里')")
    with pytest.raises(CorruptSearchIndex, match="年报 5 份，索引 4 份，缺 1 份"):
        fulltext.check_fulltext_index(database)
