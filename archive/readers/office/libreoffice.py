"""Reads Word 97–2003 and WPS files by converting them to docx with LibreOffice, if it is installed."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.model import Content, Document, NeedsOffice, TooCostly, UnreadableFile
from archive.readers.office import docx

NAME = "office"
LIBREOFFICE_COMMANDS = ("soffice", "libreoffice")
CONVERSION_TIMEOUT_SECONDS = 60
"""Time limit of a conversion; a report of twenty pages takes one second."""
_MEMORY_LIMIT_BYTES = 4 * 1024**3
# Stated because LibreOffice otherwise reads unknown files as plain text: a damaged file would become noise.
_IMPORT_FILTER = "MS Word 97"
# No macro runs and no link is updated. LibreOffice 7.4 nevertheless fetches linked pictures and ignores the
# proxy set here: only a network namespace without addresses prevents that (`_limit_resources`).
_PROFILE_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_UNSHARE = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
_SETTING_XML = (
    '<item oor:path="/org.openoffice.Office.{}">'
    '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_PROFILE_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>'
)


def read(document: Document) -> Content:
    """Return the blocks of a doc or wps file, in order.

    Raises `NeedsOffice` if LibreOffice is not installed, `TooCostly` after 60 seconds, `UnreadableFile` if it
    cannot open the file.
    """
    program = next(filter(None, map(shutil.which, LIBREOFFICE_COMMANDS)), None)
    if program is None:
        raise NeedsOffice("旧版 Word 或 WPS 文件要借助 LibreOffice 才能读，本机没有安装")
    with TemporaryDirectory(prefix="gongkai-office-") as folder:
        converted = _convert_to_docx(program, document.data, Path(folder))
    return replace(docx.read(replace(document, data=converted)), reader=NAME)


def _convert_to_docx(program: str, data: bytes, folder: Path) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(_SETTING_XML.format(*setting) for setting in _PROFILE_SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE_XML.format(items), encoding="utf-8")
    source, target = folder / "report.doc", folder / "out" / "report.docx"
    source.write_bytes(data)
    options = (
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        f"--infilter={_IMPORT_FILTER}",
        "--convert-to",
        "docx",
    )
    _run_conversion(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *options,
            "--outdir",
            str(target.parent),
            str(source),
        ]
    )
    if not target.exists():
        raise UnreadableFile("旧版 Word 或 WPS 文件已损坏：LibreOffice 无法打开")
    return target.read_bytes()


def _run_conversion(command: Sequence[str]) -> None:
    """Run the conversion in its own session, so that all its processes can be killed together."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit_resources,
    )
    try:
        process.wait(CONVERSION_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TooCostly(f"LibreOffice 用了 {CONVERSION_TIMEOUT_SECONDS} 秒仍未读完，已停止") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _limit_resources() -> None:
    """Limit memory and processor time, and leave the network namespace (as root, or in a user namespace).

    A kernel or a container may forbid both; then only the settings of the profile protect.
    """
    if _UNSHARE is not None and _UNSHARE(_CLONE_NEWNET) != 0:
        _UNSHARE(_CLONE_NEWUSER | _CLONE_NEWNET)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    memory = (
        _MEMORY_LIMIT_BYTES if hard_limit == resource.RLIM_INFINITY else min(_MEMORY_LIMIT_BYTES, hard_limit)
    )
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard_limit))
    resource.setrlimit(resource.RLIMIT_CPU, (CONVERSION_TIMEOUT_SECONDS, CONVERSION_TIMEOUT_SECONDS))
