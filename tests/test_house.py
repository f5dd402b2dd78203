"""Project rules that no linter checks: sizes, docstrings, names, and imports through public packages.

Allowed directions of imports are declared in `pyproject.toml` (`make lint` checks them with import-linter).
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest

from tests.support.project import PACKAGES, ROOT, Module, is_inside, project_modules

OURS = project_modules(*PACKAGES)
# Portals written by others are frozen as they came: rules of style do not change them.
FROZEN = ("bench.portals.known_systems", "bench.portals.other_systems")
BENCH = [module for module in project_modules("bench") if not module.name.startswith(FROZEN)]
EVERYTHING = [*OURS, *BENCH, *project_modules("tests", "scripts")]
PACKAGE_NAMES = {module.name for module in EVERYTHING if module.path.name == "__init__.py"}

MAX_MODULE_LINES = 300
MAX_METHODS = 15
MAX_CHAIN_LEVELS = 10
# Limits for the modules directly in a top-level package, without `__init__`.
MAX_FLAT_MODULES = {"archive": 4, "crawler": 8, "gongkai": 8, "samples": 2}
# Words that name neither an action nor a thing: no function may be named by one of them alone.
EMPTY_WORDS = frozenset(
    (  # noqa: SIM905
        "about above after again ahead alike alone apart around aside asked astray at before behind beside "
        "besides between beyond bigger came carried claimed closed coded come copied cut done drawn elsewhere "  # noqa: E501
        "ended far final first folded found from gathered given glued gone good heard held here inside into "
        "joined judged kept laid largest last leaning left like likely lost lowest made marked mended mine "
        "mixed more most moved named narrowed near neutral newest next of off on once one onward opened "
        "orderly other ours out outside over own packed placed plain printed proved read_again reduced "
        "rejoined remembered rest rolled said same seen sent settled shared shortened shown signed smallest "
        "some sound split_up stated still stuck such taken there these through told torn trimmed tried turned "  # noqa: E501
        "under unframed up wanted warm weighed whole whose with within without"
    ).split()
)
MEANINGLESS_VARIABLES = frozenset({"one", "said", "told"})


def package_of(module: str) -> str:
    return module if module in PACKAGE_NAMES else module.rpartition(".")[0]


def public_package(importer: str, imported: str) -> str | None:
    """Return the package through which `importer` has to import from `imported`; None: directly.

    A module of the importer's own package, or of one around it, is imported directly.
    """
    own_package, other_package = package_of(importer), package_of(imported)
    is_reexport = importer in PACKAGE_NAMES and is_inside(other_package, own_package)
    if is_inside(own_package, other_package) or is_reexport:
        return None
    parts = other_package.split(".")
    packages = (".".join(parts[:count]) for count in range(min(2, len(parts)), len(parts) + 1))
    return next((package for package in packages if not is_inside(own_package, package)), None)


def private_imports(module: Module) -> Iterator[str]:
    """Yield a module's imports from inside other packages, as `importer:line → module`."""
    names = {other.name for other in EVERYTHING}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or node.module not in names:
            continue
        package = public_package(module.name, node.module)
        if package and package != node.module and not is_inside(node.module, "tests"):
            yield f"{module.name}:{node.lineno} → {node.module} (import from {package})"


def test_packages_are_imported_by_their_public_names() -> None:
    assert [line for module in [*OURS, *BENCH] for line in private_imports(module)] == []


def test_every_public_function_of_a_package_is_used_by_another() -> None:
    """A function or constant in `__all__` that no other package imports is not public; types may be."""
    exported = {
        (module.name, name)
        for module in OURS
        if module.path.name == "__init__.py" and module.name.count(".") == 1
        for name in exported_names(module)
        if name.islower() or name.isupper()
    }
    used = {
        (node.module, alias.name)
        for module in EVERYTHING
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module
        if not is_inside(module.name, node.module)
        for alias in node.names
    }
    imported_lazily = {("archive", "PARSER_VERSION"), ("archive", "parse_document")}
    assert sorted(exported - used - imported_lazily) == []


def exported_names(module: Module) -> list[str]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def test_chains_of_packages_are_short_and_without_cycle() -> None:
    for top in ("archive", "crawler", "samples", "gongkai"):
        graph: dict[str, set[str]] = defaultdict(set)
        for module in project_modules(top):
            home = second_level(module.name)
            for name in module.runtime_imports:
                if is_inside(name, top) and second_level(name) != home and second_level(name) != top:
                    graph[home].add(second_level(name))
        graph.pop(top, None)
        levels: dict[str, int] = {}
        for package in TopologicalSorter(graph).static_order():
            levels[package] = 1 + max((levels[name] for name in graph.get(package, ())), default=0)
        chain = max(levels.values())
        assert chain <= MAX_CHAIN_LEVELS, f"{top}: {chain} levels of packages: {levels}"


def second_level(name: str) -> str:
    return ".".join(name.split(".")[:2])


@pytest.mark.parametrize("package", MAX_FLAT_MODULES)
def test_a_top_level_package_has_few_modules_of_its_own(package: str) -> None:
    flat = [path.name for path in (ROOT / package).glob("*.py") if path.name != "__init__.py"]
    assert len(flat) <= MAX_FLAT_MODULES[package], flat


def test_no_module_is_too_long() -> None:
    too_long = {
        module.name: module.line_count for module in EVERYTHING if module.line_count > MAX_MODULE_LINES
    }
    assert too_long == {}


def test_every_module_has_a_docstring() -> None:
    undocumented = [module.name for module in OURS if module.tree.body and not ast.get_docstring(module.tree)]
    assert undocumented == []


def test_no_class_has_too_many_methods() -> None:
    too_large = {
        f"{module.name}.{node.name}": len(methods)
        for module in [*OURS, *BENCH]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        if len(
            methods := [
                item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
            ]
        )
        > MAX_METHODS
    }
    assert too_large == {}


def test_public_class_names_are_unique() -> None:
    names = Counter(
        node.name
        for module in [*OURS, *BENCH]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_no_variable_has_a_meaningless_name() -> None:
    assert [line for module in [*OURS, *BENCH] for line in meaningless_variables(module)] == []


def meaningless_variables(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        is_variable = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        name = node.id if is_variable else node.arg if isinstance(node, ast.arg) else ""
        if name in MEANINGLESS_VARIABLES:
            yield f"{module.name}:{node.lineno} {name}"


def test_no_function_has_a_meaningless_name() -> None:
    meaningless = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in [*OURS, *BENCH]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name in EMPTY_WORDS
    ]
    assert meaningless == []


def test_only_tests_and_bench_import_the_true_values_of_the_samples() -> None:
    readers = [
        module.name
        for module in OURS
        if any(is_inside(name, "samples.reports.truth") for name in module.imports)
    ]
    assert [name for name in readers if not is_inside(name, "samples")] == []
