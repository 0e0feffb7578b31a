"""Every format that questions are imported from."""

from __future__ import annotations

from mkdocs_qbank.read.importers.importer import Importer, Source
from mkdocs_qbank.read.importers.transcript import TRANSCRIPT

IMPORTERS: tuple[Importer, ...] = (TRANSCRIPT,)
"""In the order in which a source is offered to them."""


def importer_of(source: Source) -> Importer | None:
    """Return the importer that recognises a source, or None."""
    return next((importer for importer in IMPORTERS if importer.recognises(source)), None)
