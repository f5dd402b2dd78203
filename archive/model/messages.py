"""Messages for people, in one place where their language is chosen.

The messages in the code are Chinese and are the keys of the catalogues (gettext domain `gongkai`); without
a catalogue for the reader's language the reader sees Chinese, whatever the locale of the system says.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from importlib.resources import files

DOMAIN = "gongkai"
LANGUAGE_VARIABLE = "GONGKAI_LANG"


def translate(text: str, /, **values: object) -> str:
    """Return the message `text` in the reader's language, its `{names}` replaced by `values`.

    `translate("找不到文件：{file}", file=path)`. The text must be a literal, so that catalogues can be
    extracted from the code.
    """
    message = _catalogue(os.environ.get(LANGUAGE_VARIABLE, "zh")).gettext(text)
    return message.format_map(values) if values else message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(files("archive") / "locale"), [language], fallback=True)
