"""Detects text that was garbled before publication, such as UTF-8 decoded as GBK.

Seen inside yueyang.gov.cn (闂備礁缍婂…). It is reported and kept as it is: a repair would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.model import (
    Finding,
    Result,
    Severity,
)


def encoding_findings(encoding: str) -> tuple[Finding, ...]:
    """Return the finding about a text that no encoding fits; `encoding` is that of `decode_text`."""
    if not encoding.endswith("+lossy"):
        return ()
    return (
        Finding("R_ENCODING_LOSSY", Result.FAIL, Severity.WARNING, detail=encoding.removesuffix("+lossy")),
    )


# Results of reading the UTF-8 of the commonest Chinese characters and punctuation as GBK or Latin-1: in
# real text these are rare, and never several in one line. 锟斤拷 is what remains of a lost character.
_UTF8_READ_AS_GBK = "锛銆鐨鏀鍏鎯闂鍦鍒涓浠鏄瀹甯鐢璇闃鏃骞鍙鏈鎴缁绗绾閲"
# All first characters form one class, for speed: every line of every report is searched.
_MOJIBAKE_SIGN = re.compile(
    rf"[{_UTF8_READ_AS_GBK}\u00c3-\u00ef]"
    rf"(?:(?<=[{_UTF8_READ_AS_GBK}])|[\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122])"
)
_LOST_CHARACTERS = "锟斤拷"
_MIN_SIGNS = 3
_CHINESE_CHARACTER = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]")


def mojibake_findings(texts: Iterable[str]) -> tuple[Finding, ...]:
    """Return a finding with the number of garbled lines and the first of them, or no finding."""
    lines = list(texts)
    joined = "\n".join(lines)
    if _LOST_CHARACTERS not in joined and not _MOJIBAKE_SIGN.search(joined):
        return ()
    garbled = [text for text in lines if is_garbled(text)]
    if not garbled:
        return ()
    detail = f"{len(garbled)} 段，如：{garbled[0][:80]}"
    return (Finding("R_MOJIBAKE", Result.FAIL, Severity.WARNING, detail=detail),)


def is_garbled(text: str) -> bool:
    """Return whether a sentence has signs of garbling and becomes Chinese when the garbling is undone."""
    return _LOST_CHARACTERS in text or (_has_signs(text) and any(map(_is_sentence_garbled, text.split("。"))))


def _is_sentence_garbled(text: str) -> bool:
    return _has_signs(text) and any(
        _is_chinese_when_decoded(text, encoding) for encoding in ("gb18030", "cp1252", "latin-1")
    )


def _has_signs(text: str) -> bool:
    return any(number == _MIN_SIGNS for number, _ in enumerate(_MOJIBAKE_SIGN.finditer(text), 1))


def _is_chinese_when_decoded(text: str, encoding: str) -> bool:
    repaired = text.encode(encoding, "ignore").decode("utf-8", "ignore")
    return len(_CHINESE_CHARACTER.findall(repaired)) * 5 >= len(text)
