"""The lines of the house: which way imports run, where a library may be used, how large a room may get."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.project import PACKAGES, Module, is_inside, project_modules

PROJECT_MODULES = project_modules(*PACKAGES)
NAMES = {module.name for module in PROJECT_MODULES}
ALL_MODULES = [*PROJECT_MODULES, *project_modules("tests", "bench", "scripts")]

# What a package may see of the others. What is not named here it may not see.
ALLOWED_IMPORTS: dict[str, tuple[str, ...]] = {
    "archive": (),
    "crawler": (
        "archive.model",
        "archive.text.normalise",
        "archive.text.charset",
        "archive.warc.reader",
        "archive.ledger.ledger",
    ),
    "samples": ("archive.forms",),
    "gongkai": ("archive", "crawler", "samples"),
}
# From the ground up: a part of the archive may import what stands in its own layer or below it.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("model",),
    ("normalise", "decode", "numerals", "isolation"),
    ("warc", "ledger"),
    ("readers",),
    ("forms", "dates", "titles", "mirrors", "regions", "levels", "agencies"),
    ("sections", "identity", "labels", "cells"),
    ("rows", "windows", "matching", "align", "legacy"),
    ("checks",),
    ("parse",),
    ("indicators",),
    ("report_json",),
    ("schema", "migrations", "search", "copies", "digest", "store"),
    ("building", "build"),
    ("publish", "export"),
    ("site", "serving", "explain", "explaining"),
)
# Where a library may be imported; elsewhere its name is a sign that something is done in the wrong place.
HOMES: dict[str, tuple[str, ...]] = {
    "scrapy": ("crawler", "bench.crawl", "tests.crawler"),
    "scrapy_playwright": ("crawler",),
    "playwright": ("crawler", "tests"),
    "trafilatura": ("archive.readers", "bench.read"),
    "sqlite_utils": ("archive.database", "archive.database.migrations", "archive.ledger.ledger", "tests"),
    "warcio": ("archive.warc.reader", "tests"),
    "fastwarc": ("archive.warc.reader", "tests"),
    "samples": ("samples", "gongkai.commands.demo", "tests", "bench"),
}


def module_id(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", PROJECT_MODULES, ids=module_id)
def test_a_package_sees_only_what_it_may(module: Module) -> None:
    home = module.name.split(".")[0]
    allowed = (home, *ALLOWED_IMPORTS[home])
    # `import archive` alone brings nothing: the names below it are looked at one by one.
    foreign = {name for name in module.imports if is_inside(name, *PACKAGES) and name not in PACKAGES}
    assert sorted(name for name in foreign if not is_inside(name, *allowed)) == []


def layer_of(name: str) -> int:
    """The layer of an archive module, by the first part of its name: `store_cells` belongs to `store`."""
    part = name.split(".")[1]
    for number, parts in enumerate(LAYERS):
        if any(part == known or part.startswith(f"{known}_") for known in parts):
            return number
    raise AssertionError(f"archive.{part} stands in no layer: name it in LAYERS")


@pytest.mark.parametrize(
    "module", [m for m in project_modules("archive") if m.name != "archive"], ids=module_id
)
def test_the_archive_is_built_from_the_ground_up(module: Module) -> None:
    own = layer_of(module.name)
    seen = {
        name for name in module.imports if is_inside(name, "archive") and name in NAMES and name != "archive"
    }
    above = {name for name in seen if layer_of(name) > own}
    assert sorted(above) == []


def test_no_module_imports_itself_around_a_corner() -> None:
    graph = {
        m.name: {n for n in m.runtime_imports if n in NAMES and n != m.name and n not in PACKAGES}
        for m in PROJECT_MODULES
    }
    # A package's own `__init__` may gather its files, and they may be named through it.
    for name, seen in graph.items():
        graph[name] = {n for n in seen if not is_inside(name, n)}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_at_home(library: str) -> None:
    homes = HOMES[library]
    strangers = [
        module.name
        for module in ALL_MODULES
        if any(is_inside(name, library) for name in module.imports)
        and not any(is_inside(module.name, home) or module.name.startswith(f"{home}_") for home in homes)
    ]
    assert strangers == []


def test_the_truth_of_the_samples_stays_with_tests_and_bench() -> None:
    readers = [
        m.name for m in PROJECT_MODULES if any(is_inside(name, "samples.reports.truth") for name in m.imports)
    ]
    assert [name for name in readers if not is_inside(name, "samples")] == []


@pytest.mark.parametrize("module", ALL_MODULES, ids=module_id)
def test_a_room_is_not_crowded(module: Module) -> None:
    assert module.line_count <= 300, f"{module.name} has {module.line_count} lines: draw a line through it"


@pytest.mark.parametrize("module", [module for module in PROJECT_MODULES if module.tree.body], ids=module_id)
def test_a_module_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{module.name} has no docstring"
