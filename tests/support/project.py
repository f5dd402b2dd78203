"""The modules of the project and their imports, for tests of its structure."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("gongkai", "crawler", "archive", "samples")


@dataclass(frozen=True)
class Module:
    """One Python file under its dotted name."""

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @property
    def line_count(self) -> int:
        return len(self.path.read_text(encoding="utf-8").splitlines())

    @cached_property
    def imports(self) -> frozenset[str]:
        """Dotted names of all imports, anywhere in the module; `from a import b` counts as `a` and `a.b`."""
        return frozenset(self._imported_names(ast.walk(self.tree)))

    @cached_property
    def runtime_imports(self) -> frozenset[str]:
        """`imports` without those under `TYPE_CHECKING`."""
        typing_only = {
            id(inner)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
            for inner in ast.walk(node)
        }
        return frozenset(
            self._imported_names(node for node in ast.walk(self.tree) if id(node) not in typing_only)
        )

    def _imported_names(self, nodes: Iterable[ast.AST]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._import_base(node)
                yield from (base, *(f"{base}.{alias.name}" for alias in node.names))

    def _import_base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_package = self.path.name == "__init__.py"
        parts = self.name.split(".")[: None if is_package and node.level == 1 else -(node.level - is_package)]
        return ".".join([*parts, *([node.module] if node.module else [])])


@cache
def project_modules(*packages: str) -> tuple[Module, ...]:
    """Return every Python file of these top-level folders; each process reads them once."""
    modules = []
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            modules.append(Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return tuple(modules)


def is_inside(name: str, *prefixes: str) -> bool:
    """Whether a dotted name is one of these or inside one."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
