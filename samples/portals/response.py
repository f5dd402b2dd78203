"""One answer of the sample web, as it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from samples.portals.site import HTML_TYPE


@dataclass(frozen=True, slots=True)
class SampleResponse:
    """What goes out: status, media type, body, validators.

    The rest is for faults: `seconds` to wait first, `times` that the body is sent, `declared` bytes where the
    length is not the body's own; -1 declares none, and the end of the connection is the end of the body.
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
        """Whether the length is the body's own, so that the connection may go on."""
        return self.declared_length is None
