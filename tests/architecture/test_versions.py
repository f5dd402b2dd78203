"""A change of sources fails a test until somebody has decided whether to bump their version."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.behaviour_versions import (
    BEHAVIOUR_VERSIONS,
    WRITE_COMMAND,
    BehaviourVersion,
    canonical_tree,
    differences,
    read_record,
    source_hash,
)

SOURCE = '''
"""Module."""
LIMIT = 3
"""Reports a day."""


def count(texts: list[str]) -> int:
    """Count the texts."""
    return len(texts)  # all of them
'''


@pytest.mark.parametrize("version", BEHAVIOUR_VERSIONS, ids=lambda version: version.name)
def test_sources_match_the_recorded_version(version: BehaviourVersion) -> None:
    changed = differences(version, read_record().get(version.name, {}))
    assert not changed, (
        f"sources changed: {', '.join(changed)}. Decide whether {version.constant} has to be bumped "
        f"(it has to, if the same archive now gives another database), then run: {WRITE_COMMAND}"
    )


def test_docstrings_comments_and_layout_are_ignored() -> None:
    reworded = (
        SOURCE.replace("Module.", "Another.").replace("Reports a day", "Others").replace("# all", "# no")
    )
    assert canonical_tree(reworded.replace('    """Count the texts."""\n', "")) == canonical_tree(SOURCE)
    assert canonical_tree(SOURCE.replace("len(texts)", "len(\n        texts,\n    )")) == canonical_tree(
        SOURCE
    )


@pytest.mark.parametrize(
    "change",
    [("LIMIT = 3", "LIMIT = 4"), ("len(texts)", "len(texts) + 1"), ("LIMIT = 3", "LIMIT = '3'")],
)
def test_changes_of_code_are_noticed(change: tuple[str, str]) -> None:
    assert canonical_tree(SOURCE.replace(*change)) != canonical_tree(SOURCE)


def test_changes_of_data_files_are_noticed_and_their_comments_are_ignored(tmp_path: Path) -> None:
    rules, data = tmp_path / "rules.toml", tmp_path / "regions.csv"
    rules.write_text("# first\nlimit = 3\n", encoding="utf-8")
    data.write_text("1,北京市\n", encoding="utf-8")
    before = source_hash(tmp_path, "*")
    rules.write_text("limit = 3  # second\n", encoding="utf-8")
    assert source_hash(tmp_path, "*") == before
    rules.write_text("limit = 4\n", encoding="utf-8")
    changed = source_hash(tmp_path, "*")
    data.write_text("1,天津市\n", encoding="utf-8")
    assert len({before, changed, source_hash(tmp_path, "*")}) == 3
