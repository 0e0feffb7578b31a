"""The content folder that a command works on."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs_qbank.build.mkdocs_yml import content_of, site_config
from mkdocs_qbank.cli.console import fail


def content_folder(named: str | None) -> Path:
    """Return the folder that `--content` names, or that of the mkdocs.yml here."""
    return Path(os.path.normpath(named)) if named else content_of(site_config(Path()))


def bank_folder(named: str | None) -> Path:
    """Return the same; where there is no such folder, the command ends."""
    content = content_folder(named)
    if not content.is_dir():
        fail(f"there is no folder '{content}'; name the content folder with 'qbank --content DIR …'")
    return content
