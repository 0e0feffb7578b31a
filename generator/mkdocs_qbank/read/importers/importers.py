"""Every format that questions are imported from."""

from __future__ import annotations

from mkdocs_qbank.read.importers.anki import ANKI
from mkdocs_qbank.read.importers.importer import Importer, Source
from mkdocs_qbank.read.importers.json_files import JSON
from mkdocs_qbank.read.importers.markdown.files import MARKDOWN
from mkdocs_qbank.read.importers.stackexchange import STACKEXCHANGE
from mkdocs_qbank.read.importers.table import TABLE
from mkdocs_qbank.read.importers.transcript import TRANSCRIPT

IMPORTERS: tuple[Importer, ...] = (STACKEXCHANGE, ANKI, JSON, TABLE, TRANSCRIPT, MARKDOWN)
"""In the order in which a source is offered to them."""


def importer_of(source: Source) -> Importer | None:
    """Return the importer that recognises a source, or None."""
    return next((importer for importer in IMPORTERS if importer.recognises(source)), None)
