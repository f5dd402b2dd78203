from __future__ import annotations

from enum import StrEnum

import pytest

from archive.checks import catalog
from archive.database.schema import load_schema
from archive.model import Outcome, Provenance, Result, Role, Scope, Severity, SourceState, State
from archive.presentation import labels

CODES: dict[str, type[StrEnum]] = {
    "state": State, "result": Result, "severity": Severity, "provenance": Provenance, "scope": Scope,
    "outcome": Outcome, "role": Role, "source_state": SourceState,
}  # fmt: skip


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_a_label(kind: str) -> None:
    assert set(labels.label_maps()[kind]) == {code.value for code in CODES[kind]}


def test_every_table_and_column_has_a_chinese_label() -> None:
    for table in load_schema().tables:
        assert not table.title.isascii()
        for column, label in labels.column_labels(table.name).items():
            assert not label.isascii(), (table.name, column)


def test_codes_are_shown_as_labels_and_other_values_unchanged() -> None:
    assert labels.value_label("checks", "check_id", "T3_ROW") == catalog()["T3_ROW"].zh
    assert labels.value_label("documents", "state", "stub") == "正文在附件"
    assert labels.value_label("reports", "system", "finance") == "财政"
    assert labels.value_label("cells", "state", "blank") == "原文留空"
    assert labels.value_label("cells", "row_key", "granted") == "（一）予以公开"
    assert labels.value_label("reports", "province", "湖南省") == "湖南省"


def test_table_names_in_a_sentence_become_titles() -> None:
    assert labels.with_table_titles("其余见 documents。") == "其余见“文件”。"
