"""Versions of behaviour, which are bumped by hand, and hashes of the sources that they cover.

`python -m tests.architecture.behaviour_versions` lists what differs from `behaviour_versions.toml`; with
`--write` it records the current state there. Docstrings, comments and layout are ignored.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from archive.build.inputs import ROWS_VERSION
from archive.database.schema import load_schema
from archive.parse import PARSER_VERSION
from tests.support.project import ROOT

RECORD_FILE = Path(__file__).with_suffix(".toml")
WRITE_COMMAND = "python -m tests.architecture.behaviour_versions --write"
_HASH_DIGITS = 16
_WORDS = {
    "schema.toml": frozenset({"title", "text", "label", "unit"}),
    "indicators.toml": frozenset({"zh", "en", "unit"}),
}
"""Keys of data files whose texts are only displayed; they are ignored."""
_HEADER = f"""\
# Versions of behaviour, and hashes of the sources that they stand for. Written by:
# {WRITE_COMMAND}
"""


@dataclass(frozen=True)
class BehaviourVersion:
    """A version in the code: its name there, its value, and glob patterns of its sources below the root."""

    name: str
    constant: str
    value: str
    sources: tuple[str, ...]

    def current_record(self) -> dict[str, str]:
        """Return the version and one hash for each pattern."""
        return {"version": self.value, **{pattern: source_hash(ROOT, pattern) for pattern in self.sources}}


BEHAVIOUR_VERSIONS = (
    BehaviourVersion(
        "parser",
        "archive.parse.PARSER_VERSION",
        PARSER_VERSION,
        (
            "archive/parse.py",
            "archive/model/**/*",
            "archive/text/**/*",
            "archive/readers/**/*",
            "archive/forms/**/*",
            "archive/agencies/**/*",
            "archive/extraction/**/*",
            "archive/checks/*",
        ),
    ),
    BehaviourVersion(
        "rows",
        "archive.build.inputs.ROWS_VERSION",
        ROWS_VERSION,
        (
            "archive/analysis/*",
            "archive/checks/comparison/*",
            "archive/database/archived_tables.py",
            "archive/database/fulltext.py",
            "archive/database/ids.py",
            "archive/database/legacy_rows.py",
            "archive/database/rows.py",
            "archive/database/similarity_index.py",
            "archive/database/summaries.py",
            "archive/database/tables.py",
            "archive/build/document_groups.py",
            "archive/build/group_reader.py",
            "archive/build/similarity_checks.py",
            "archive/build/source_facts.py",
            "archive/build/source_tables.py",
            "archive/build/updater.py",
            "archive/build/year_checks.py",
        ),
    ),
    BehaviourVersion(
        "schema",
        "version in archive/database/schema.toml",
        str(load_schema().version),
        ("archive/database/schema.toml", "archive/database/schema.py", "archive/database/migrations.py"),
    ),
)


def source_hash(root: Path, pattern: str) -> str:
    """Return a hash of the files below `root` that match; it ignores docstrings, comments and layout."""
    paths = [path for path in sorted(root.glob(pattern)) if path.is_file() and path.suffix != ".pyc"]
    contents = [[path.relative_to(root).as_posix(), _file_content(path)] for path in paths]
    return hashlib.sha256(json.dumps(contents, ensure_ascii=False).encode()).hexdigest()[:_HASH_DIGITS]


def differences(version: BehaviourVersion, recorded: dict[str, str]) -> list[str]:
    """Return what of a version differs from its record: sources, or `version`."""
    current = version.current_record()
    return [key for key in {**recorded, **current} if recorded.get(key) != current.get(key)]


def read_record() -> dict[str, dict[str, str]]:
    """Return the recorded versions and hashes; empty if there is no record."""
    return tomllib.loads(RECORD_FILE.read_text(encoding="utf-8")) if RECORD_FILE.exists() else {}


def write_record() -> None:
    """Record the current versions and hashes."""
    tables = [
        f"\n[{version.name}]\n"
        + "".join(f'"{key}" = "{value}"\n' for key, value in version.current_record().items())
        for version in BEHAVIOUR_VERSIONS
    ]
    RECORD_FILE.write_text(_HEADER + "".join(tables), encoding="utf-8")


def canonical_tree(source: str) -> str:
    """Return the syntax tree of Python source as text, the same in every version of Python.

    Docstrings, also of constants, and positions are left out.
    """
    return json.dumps(_node_content(ast.parse(source)), ensure_ascii=False)


def _file_content(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return canonical_tree(text)
    if path.suffix == ".toml":
        ignored = _WORDS.get(path.name, frozenset())
        return json.dumps(_without_words(tomllib.loads(text), ignored), ensure_ascii=False, default=str)
    return text


def _without_words(value: object, words: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {
            key: _without_words(item, words)
            for key, item in value.items()
            if not (key in words and isinstance(item, str))
        }
    return [_without_words(item, words) for item in value] if isinstance(value, list) else value


def _node_content(value: object) -> object:
    # Not `ast.dump`: newer versions of Python have further fields and print empty ones differently.
    if isinstance(value, ast.AST):
        fields = {name: _node_content(field) for name, field in ast.iter_fields(value)}
        present = {name: field for name, field in fields.items() if field not in (None, [])}
        return [type(value).__name__, present]
    if isinstance(value, list):
        return [_node_content(item) for item in value if not _is_docstring(item)]
    return value if value is None else repr(value)


def _is_docstring(node: object) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def main(arguments: list[str]) -> int:
    """Record the current state (`--write`), or list what has changed; return the exit code."""
    if arguments == ["--write"]:
        write_record()
        return 0
    recorded = read_record()
    changed = {
        version.name: differences(version, recorded.get(version.name, {})) for version in BEHAVIOUR_VERSIONS
    }
    for name, keys in changed.items():
        print(f"{name}: {', '.join(keys) or 'unchanged'}")
    return int(any(changed.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
