"""What mkdocs.yml says of a site, as the build takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs_qbank.build.mkdocs_yml import shown, site_url_of
from mkdocs_qbank.build.pipeline import About

SEARCHES = frozenset(("search", "material/search"))
"""The plugins whose index every page would load."""


def root_of(config: Any) -> Path:
    """Return the folder of mkdocs.yml."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def about_of(config: Any) -> About:
    """Return what the site is called and where it will be; while MkDocs serves, its own site_url names the server."""
    return About(
        folder=root_of(config),
        name=config.site_name,
        description=config.site_description or "",
        url=site_url_of(Path(config.config_file_path)),
    )


def edit_addresses(config: Any) -> dict[str, str]:
    """Return the settings that the addresses are made of at which a file is edited."""
    return {
        "repo_url": config.repo_url or "",
        "edit_uri": config.edit_uri or "",
        "docs_dir": shown(Path(config.docs_dir)).as_posix(),
    }
