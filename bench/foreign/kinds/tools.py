"""The outside programs: LibreOffice, Chromium, pandoc and poppler, each called on files in a folder."""

import atexit
import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from crawler.download import find_chromium

TIMEOUT = 240
PROGRAMS = {
    "soffice": ("soffice", "libreoffice"),
    "pandoc": ("pandoc",),
    "pdftotext": ("pdftotext",),
    "pdftohtml": ("pdftohtml",),
}
# Without one, a PDF has boxes in place of Chinese characters.
CHINESE_FONT = "a Chinese font"
BATCH = 24


def find_program(tool: str) -> str | None:
    """The path of a tool, or None where it is not installed."""
    if tool == CHINESE_FONT:
        return find_chinese_font()
    if tool == "chromium":
        browser = find_chromium()
        return str(browser) if browser else None
    for name in PROGRAMS[tool]:
        path = shutil.which(name)
        if path:
            return path
    return None


@cache
def find_chinese_font() -> str | None:
    """The path of a font with Chinese characters, or None where fontconfig knows none."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    done = subprocess.run([program, ":lang=zh", "file"], capture_output=True, text=True, check=False)
    return next(iter(done.stdout.splitlines()), None)


def run_program(
    tool: str, arguments: Sequence[str], data: bytes | None = None, folder: Path | None = None
) -> bytes:
    """What a tool writes to its standard output; ``folder`` is the folder in which it works."""
    path = find_program(tool)
    if path is None:
        raise RuntimeError(f"{tool} is not installed")
    done = subprocess.run(
        [path, *arguments], input=data, capture_output=True, timeout=TIMEOUT, cwd=folder, check=False
    )
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace")[-400:]
        raise RuntimeError(f"{tool} ended with {done.returncode}: {message}")
    return done.stdout


@cache
def choose_profile() -> Path:
    """The LibreOffice profile of this process, removed when the process ends."""
    profile = Path(gettempdir()) / f"foreign-office-{os.getpid()}"
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    return profile


def convert_office(sources: Sequence[Path], target: str, folder: Path, in_filter: str = "") -> list[Path]:
    """The files as LibreOffice converts them; ``target`` is a suffix or "suffix:filter"."""
    options = [f"-env:UserInstallation=file://{choose_profile()}", "--headless", "--norestore"]
    if in_filter:
        options.append(f"--infilter={in_filter}")
    options += ["--convert-to", target, "--outdir", str(folder)]
    for start in range(0, len(sources), BATCH):
        run_program("soffice", [*options, *(str(path) for path in sources[start : start + BATCH])])
    suffix = target.split(":")[0]
    results = [folder / f"{path.stem}.{suffix}" for path in sources]
    lost = [path.name for path in results if not path.exists()]
    if lost:
        raise RuntimeError(f"LibreOffice wrote no {lost[0]} ({len(lost)} files lost)")
    return results


def print_page(page: Path, target: Path) -> None:
    """Writes the page as Chromium prints it to PDF."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    run_program("chromium", [*options, f"--print-to-pdf={target}", page.as_uri()])


def dump_page(page: Path) -> str:
    """The document as Chromium holds it after all scripts ran."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
    return run_program("chromium", [*options, page.as_uri()]).decode("utf-8")


def convert_pandoc(page: str, target: str, options: Sequence[str] = ()) -> bytes:
    """The page as pandoc converts it from HTML."""
    arguments = ["-f", "html", "-t", target, *options]
    return run_program("pandoc", arguments, page.encode("utf-8"))
