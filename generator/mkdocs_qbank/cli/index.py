"""`qbank index`: the search index of a built site."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_qbank.cli.console import fail
from mkdocs_qbank.publish.search_index import SearchError, index_site


@click.command()
@click.argument("site", metavar="SITE", type=click.Path(exists=True, file_okay=False, path_type=Path))
def index(site: Path) -> None:
    """Write the search index of a built site.

    Any engine may have built it; the plugin does this by itself.
    """
    try:
        index_site(site)
    except SearchError as error:
        fail(str(error), 1)
