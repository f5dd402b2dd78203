"""The types that everything in the archive speaks: frozen values, which import nothing else of ours."""

from __future__ import annotations

from archive.model.blocks import (
    Block,
    Candidate,
    Cell,
    Content,
    Document,
    Grid,
    GridKind,
    Mark,
    Paragraph,
)
from archive.model.capture import Capture, Outcome, Role, SourceState
from archive.model.errors import (
    NeedsOcr,
    NeedsOffice,
    NotAReport,
    NotSupported,
    ReportError,
    TooCostly,
    UnknownForm,
    UnreadableFile,
)
from archive.model.findings import (
    Finding,
    Hint,
    Result,
    Severity,
    Verdict,
)
from archive.model.report import (
    ExtraRow,
    Figure,
    Identity,
    LegacyCell,
    Position,
    Provenance,
    Report,
    Scope,
    State,
)

__all__ = [
    "Block",
    "Candidate",
    "Capture",
    "Cell",
    "Content",
    "Document",
    "ExtraRow",
    "Figure",
    "Finding",
    "Grid",
    "GridKind",
    "Hint",
    "Identity",
    "LegacyCell",
    "Mark",
    "NeedsOcr",
    "NeedsOffice",
    "NotAReport",
    "NotSupported",
    "Outcome",
    "Paragraph",
    "Position",
    "Provenance",
    "Report",
    "ReportError",
    "Result",
    "Role",
    "Scope",
    "Severity",
    "SourceState",
    "State",
    "TooCostly",
    "UnknownForm",
    "UnreadableFile",
    "Verdict",
]
