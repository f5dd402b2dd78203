"""Undoes content encodings exactly as the archive does, so that both see the same page.

Scrapy's own middleware fails on bodies that are not what their header says, and accepts truncated ones.
"""

from __future__ import annotations

from http import HTTPStatus

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Request, Response, TextResponse
from scrapy.responsetypes import responsetypes

from archive.model import UnreadableFile
from archive.warc import PayloadTooLarge, decode_content
from crawler.request_exceptions import UndecodableBody
from crawler.request_meta import META_DOWNLOAD_MAX_BYTES

_HEADER = "Content-Encoding"


class DecodingMiddleware(HttpCompressionMiddleware):
    """Asks for compressed pages as Scrapy does, and decodes them as the archive does."""

    # Scrapy is removing the argument `spider` and warns about methods that still have it.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Response:
        """Return the response with its decoded body.

        Raises `UndecodableBody` or `DownloadCancelledError` for a good response whose body cannot be read.
        Of a refusal or a redirect the status is what counts: its body is dropped.
        """
        encoding = b", ".join(response.headers.getlist(_HEADER)).decode("latin-1")
        if not encoding:
            return response
        limit = request.meta.get(META_DOWNLOAD_MAX_BYTES, self._max_size)
        try:
            body = decode_content(response.body, encoding, limit)
        except UnreadableFile as error:
            if response.status == HTTPStatus.OK:
                kind = DownloadCancelledError if isinstance(error, PayloadTooLarge) else UndecodableBody
                raise kind(str(error)) from error
            body = b""
        return _with_body(response, body)


def _with_body(response: Response, body: bytes) -> Response:
    """Return the response with its decoded body, as the class that fits the body."""
    headers = response.headers.copy()
    del headers[_HEADER]
    response_class = responsetypes.from_args(headers=headers, url=response.url, body=body)
    # Scrapy finds the charset of a text again.
    options = {"encoding": None} if issubclass(response_class, TextResponse) else {}
    return response.replace(cls=response_class, headers=headers, body=body, **options)
