"""Chinese messages of click: help of every command and typical usage errors, in several locales."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click import core, decorators, exceptions, formatting, parser, types

from gongkai.cli import COMMANDS
from gongkai.click_messages import CHINESE_BY_CLICK_TEXT
from tests.gongkai.conftest import RunCommand

# Words of click in its messages and as names of types; our own FILE, URL and SOURCE are not among them.
CLICK_WORDS = re.compile(
    r"\b(usage|options?|commands?|args|show|exit|error|try|help|for|missing|argument|invalid|value|such|no|is|not|"
    r"a|valid|default|required|range|integer|directory|file|text|boolean|got|unexpected|extra|does|take|requires|"
    r"did|you|mean|aborted)\b(?!\])",
    re.IGNORECASE,
)
# Programming errors, which no command line can cause.
PROGRAMMING_ERRORS = (
    "DeprecationWarning",
    "Could not determine",
    "No options defined",
    "Arguments take exactly",
)
USAGE_ERRORS = {
    "no command": [],
    "unknown command": ["bild"],
    "unknown option": ["build", "--ful"],
    "unknown option of the group": ["--dat", "x", "build"],
    "missing argument": ["read"],
    "missing value": ["serve", "--port"],
    "superfluous value": ["crawl", "--due=3"],
    "superfluous argument": ["build", "zzz"],
    "no number": ["demo", "--reports", "many"],
    "number out of range": ["demo", "--reports", "0"],
    "file instead of a directory": ["--data", __file__, "digest"],
    "directory instead of a file": ["explain", "x", "--html", str(Path(__file__).parent)],
}


def click_words(text: str) -> list[str]:
    """Return the English words of click in `text`, except what the user typed and names of options."""
    text = re.sub(r"'[^']*'|--[a-z-]+|\bFILE…|\bgongkai( [a-z]+)*", " ", text)
    return [match.group() for match in CLICK_WORDS.finditer(text)]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(gongkai: RunCommand, command: str) -> None:
    result = gongkai(*command.split(), "--help")
    assert result.exit_code == 0
    first, _, rest = result.stdout.partition("\n")
    assert first.startswith("用法: ")
    assert "选项:" in rest
    # Only the lines that click writes itself: the table of options begins after `选项:`.
    assert click_words(first) == []
    assert click_words(rest.partition("选项:")[2]) == []


@pytest.mark.parametrize("name", USAGE_ERRORS)
def test_usage_errors_are_chinese(gongkai: RunCommand, name: str) -> None:
    result = gongkai(*USAGE_ERRORS[name])
    assert result.exit_code == 2
    assert re.search("[\u4e00-\u9fff]", result.stderr)
    assert click_words(result.stderr) == []


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8", "zh_CN.UTF-8"])
def test_the_locale_of_the_system_does_not_matter(locale: str) -> None:
    variables = {"LANG": locale, "LC_ALL": locale, "LANGUAGE": locale, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "gongkai", "bild"]
    result = subprocess.run(
        command,
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert result.returncode == 2
    assert "没有 'bild' 这个命令。" in result.stderr
    assert click_words(result.stderr) == []


def test_every_message_of_click_has_a_translation() -> None:
    texts = {
        text
        for module in (core, decorators, exceptions, formatting, parser, types)
        for text in lookups(module)
    }
    unknown = {text for text in texts if not text.startswith(PROGRAMMING_ERRORS)} - set(CHINESE_BY_CLICK_TEXT)
    assert {text for text in unknown if "defined twice" not in text and "Boolean option" not in text} == {
        "%(prog)s, version %(version)s"
    }


def lookups(module: object) -> list[str]:
    """Return the literals that a module of click passes to gettext; of two forms the plural."""
    tree = ast.parse(Path(str(vars(module)["__file__"])).read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    arguments = [call.args[call.func.id == "ngettext"] for call in calls if call.func.id in ("_", "ngettext")]  # type: ignore[attr-defined]
    return [argument.value for argument in arguments if isinstance(argument, ast.Constant)]


def test_translations_have_the_placeholders_of_the_original() -> None:
    fields = re.compile(r"\{(\w+)(?:![rs])?\}")
    for text, chinese in CHINESE_BY_CLICK_TEXT.items():
        assert sorted(fields.findall(text)) == sorted(fields.findall(chinese)), text


def test_click_uses_the_replaced_gettext_function() -> None:
    assert vars(core)["_"].__module__ == "gongkai.click_messages"
    assert click.UsageError("x").format_message() == "x"
