"""Turns responses and errors into archived WARC records."""

from __future__ import annotations

from crawler.recording.extra_records import browser_records, embedded_report_record
from crawler.recording.outcomes import classify_exception
from crawler.recording.recorder import Recorder
from crawler.recording.replay import payload_record, to_response
from crawler.recording.visit_records import form_body, plain_url, request_label_of, to_record

__all__ = [
    "Recorder",
    "browser_records",
    "classify_exception",
    "embedded_report_record",
    "form_body",
    "payload_record",
    "plain_url",
    "request_label_of",
    "to_record",
    "to_response",
]
