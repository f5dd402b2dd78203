"""Messages for people, in one place where their language is chosen.

The messages in the code are Chinese and are the keys of the catalogues (gettext domain `gongkai`); without
a catalogue for the reader's language the reader sees Chinese, whatever the locale of the system says.
"""

from __future__ import annotations

import errno
import gettext
import os
from functools import cache
from importlib.resources import files

DOMAIN = "gongkai"
LANGUAGE_VARIABLE = "GONGKAI_LANG"
# The system's own texts are English wherever no Chinese locale is installed.
_OS_ERRORS = {
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件过大",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是一个目录",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EPERM: "系统不允许",
    errno.EROFS: "磁盘是只读的",
}


def translate(text: str, /, **values: object) -> str:
    """Return the message `text` in the reader's language, its `{names}` replaced by `values`.

    `translate("找不到文件：{file}", file=path)`. The text must be a literal, so that catalogues can be
    extracted from the code.
    """
    message = _catalogue(os.environ.get(LANGUAGE_VARIABLE, "zh")).gettext(text)
    return message.format_map(values) if values else message


def describe_os_error(error: OSError) -> str:
    """Return why the system refused, in the reader's language; the system's own text for rare causes."""
    reason = _OS_ERRORS.get(error.errno or 0)
    return translate(reason) if reason else error.strerror or str(error)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(files("archive") / "locale"), [language], fallback=True)
