"""requirements.txt matches pyproject.toml, and contains nothing of the machine that wrote it."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.project import PACKAGES, ROOT, project_modules

pytestmark = pytest.mark.slow

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
REQUIREMENTS = [Requirement(text) for text in (*PROJECT["dependencies"], *EXTRAS["demo"], *EXTRAS["dev"])]


# Modules that are installed with another package, which the project requires.
INSTALLED_WITH = {"pdfminer": "pdfplumber"}
# Packages that differ in name from their module.
PACKAGE_NAMES = {"docx": "python-docx"}


def locked_versions() -> dict[str, str]:
    requirements = [Requirement(line) for line in LOCK.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in requirements}


def test_every_package_is_locked_to_one_version() -> None:
    assert [
        name for name, version in locked_versions().items() if not re.fullmatch(r"[0-9a-z.+]+", version)
    ] == []


def test_the_lock_satisfies_the_requirements_of_the_project() -> None:
    versions = locked_versions()
    unmet = [str(r) for r in REQUIREMENTS if not r.specifier.contains(versions[canonicalize_name(r.name)])]
    assert unmet == [], "run `make lock`"


def test_the_lock_contains_no_index_and_no_path() -> None:
    assert re.findall(r"https?://|--\w|file:|/\w+/", LOCK) == []


def test_every_imported_library_is_a_declared_dependency() -> None:
    declared = {
        canonicalize_name(Requirement(text).name) for text in (*PROJECT["dependencies"], *EXTRAS["demo"])
    }
    roots = {name.split(".")[0] for module in project_modules(*PACKAGES) for name in module.imports}
    foreign = roots - sys.stdlib_module_names - set(PACKAGES) - {""}
    packages = {
        canonicalize_name(PACKAGE_NAMES.get(name, INSTALLED_WITH.get(name, name))) for name in foreign
    }
    assert packages - declared == set()
