"""The MkDocs plugin `qbank`: it hands the pages of a bank to MkDocs in memory. The only module that imports MkDocs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from generator.findings import errors
from generator.model import Page
from generator.publish.pipeline import Options, Site, check_content, make_site, with_edit_url
from generator.publish.report import text_report
from generator.publish.theme import theme_dir
from generator.relate.suggested import THRESHOLD

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page as MkDocsPage

log = get_plugin_logger("qbank")


class QBankConfig(Config):
    """The options of the plugin."""

    content = config_options.Type(str, default="content")
    """The content folder, relative to mkdocs.yml."""
    suggestions = config_options.Type(int, default=Options().suggestions)
    """How many suggested relations a question has at most; 0 for none."""
    threshold = config_options.Type((int, float), default=THRESHOLD)
    """How alike two questions must be for one to be suggested, from 0 to 1."""
    history = config_options.Type(bool, default=Options().history)
    """Whether pages say when and by whom they were changed."""


class QBankPlugin(BasePlugin[QBankConfig]):
    """Reads, checks and relates the bank before MkDocs empties the old site, then hands over its pages."""

    def __init__(self) -> None:
        self.site: Site | None = None
        self.pages: dict[str, Page] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """That there is such a method makes MkDocs keep one plugin while it serves."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Puts our templates behind the site's own and before the theme's."""
        ours = str(theme_dir())
        if ours not in map(os.path.realpath, config.theme.dirs):
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Makes all pages now, since right after this MkDocs empties the site that was built before."""
        content = self._content(config)
        reading, findings = check_content(content)
        report = text_report(findings, reading.line)
        if errors(findings):
            raise PluginError(f"the bank in {content} was not published\n\n{report}")
        for finding in findings:
            log.warning(text_report([finding], reading.line).rstrip())
        options = Options(
            suggestions=self.config.suggestions, threshold=self.config.threshold, history=self.config.history
        )
        self.site = make_site(reading.bank, content, options)
        docs_dir = _shown(Path(config.docs_dir))
        self.pages = {
            page.path: with_edit_url(
                page, repo_url=config.repo_url or "", edit_uri=config.edit_uri or "", docs_dir=docs_dir.as_posix()
            )
            for page in self.site.pages
        }
        config.extra["qbank"] = self.site.extra

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds a file in memory for each page; those that people wrote take the place of the files on disk."""
        for path, page in self.pages.items():
            written = files.get_file_from_path(path)
            if written is not None:
                if "questions" in path.split("/")[:1]:
                    log.warning(
                        f"{written.src_uri} stands in docs_dir where the page of a question goes; it is left out"
                    )
                files.remove(written)
            inclusion = InclusionLevel.UNDEFINED if written else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, path, content=f"\n{page.body}", inclusion=inclusion)
            if written is not None:
                file.edit_uri = written.src_uri
            files.append(file)
        return files

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Gives a page its front matter, before other plugins look at it."""
        ours = self.pages.get(page.file.src_uri)
        if ours is not None:
            page.meta = dict(ours.meta)
        return markdown

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watches the questions and our templates besides docs_dir."""
        server.watch(str(self._content(config) / "questions"))
        server.watch(str(theme_dir()))
        return server

    def _content(self, config: MkDocsConfig) -> Path:
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return _shown(root / self.config.content)


def _shown(path: Path) -> Path:
    """A path as people name it: relative to where they stand, if it is below."""
    full = Path(os.path.normpath(path.absolute()))
    return full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full
