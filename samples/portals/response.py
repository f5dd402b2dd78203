"""The HTTP response of the sample web."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from samples.portals.site import HTML_TYPE


@dataclass(frozen=True, slots=True)
class SampleResponse:
    """A response: status, media type, body, headers.

    Faults set the other fields: `delay_seconds` before the response, `body_repeats` how often the body is
    sent, `declared_length` a length in bytes other than that of the body; -1 declares none, so the end of
    the connection ends the body.
    """

    status: int = HTTPStatus.OK
    media_type: str = HTML_TYPE
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delay_seconds: float = 0.0
    body_repeats: int = 1
    declared_length: int | None = None

    @property
    def has_true_length(self) -> bool:
        """True if the declared length is that of the body, so that the connection can stay open."""
        return self.declared_length is None
