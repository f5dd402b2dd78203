"""Which files Python, its libraries, our own packages and LibreOffice need to run."""

from __future__ import annotations

import shutil
import site
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LIBREOFFICE_COMMANDS = ("soffice", "libreoffice")
PROGRAM_FOLDERS = tuple(
    map(Path, ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/nix/store", "/gnu/store"))
)
"""Where systems keep programs and libraries."""
_SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/etc/mime.types",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/version",
    "/proc/filesystems",
    "/sys/devices/system/cpu",
)
_LIBREOFFICE_FILES = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/passwd",
    "/etc/nsswitch.conf",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
)


def find_libreoffice() -> Path | None:
    """Return the program that converts old office formats, None if it is not installed."""
    program = next(filter(None, map(shutil.which, LIBREOFFICE_COMMANDS)), None)
    return Path(program).resolve() if program else None


@cache
def python_paths() -> tuple[Path, ...]:
    """Return what Python reads: its own files, installed packages, and every package that is loaded.

    The entries of `sys.path` are not among them: one is the current folder, perhaps the home of the user.
    """
    folders = {*PROGRAM_FOLDERS, *_installed_folders()}
    prefixes = tuple(f"{folder}/" for folder in folders)
    loaded = {path for path in _loaded_packages() if not path.startswith(prefixes)}
    return (*folders, *map(Path, _SYSTEM_FILES), *map(Path, loaded))


def libreoffice_paths(program: Path) -> tuple[Path, ...]:
    """Return what LibreOffice reads beside the folders of the system."""
    # `…/libreoffice/program/soffice`: the installation is the folder above.
    return (program.parent.parent, *map(Path, _LIBREOFFICE_FILES))


def _installed_folders() -> Iterator[Path]:
    keys = ("stdlib", "platstdlib", "purelib", "platlib")
    for key in keys:
        yield Path(sysconfig.get_path(key))
    yield from map(Path, site.getsitepackages())
    if site.ENABLE_USER_SITE:
        yield Path(site.getusersitepackages())
    for prefix in {sys.prefix, sys.base_prefix}:
        yield Path(prefix, "lib")
        yield Path(prefix, "pyvenv.cfg")


def _loaded_packages() -> Iterator[str]:
    """Yield the folders of loaded packages, and the files of loaded modules that stand alone."""
    for name, module in list(sys.modules.items()):
        if "." in name:
            continue
        folders = getattr(module, "__path__", None)
        file = getattr(module, "__file__", None)
        if folders is not None:
            yield from map(str, folders)
        elif file:
            yield str(file)
