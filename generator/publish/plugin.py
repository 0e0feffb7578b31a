"""The MkDocs plugin `qbank`: it hands the pages of a bank to MkDocs in memory. The only module that imports MkDocs."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler, get_relative_url
from rjsmin import jsmin

from generator.findings import errors
from generator.markdown.workers import Cache
from generator.model import Page
from generator.publish.embedding import embedder
from generator.publish.embedding_model import ModelError
from generator.publish.faults import sentence
from generator.publish.history import epoch_fault, history_gap, last_change
from generator.publish.pipeline import Options, check_content, make_site, propose_url, with_edit_url
from generator.publish.policy import policy
from generator.publish.report import text_report, text_reports
from generator.publish.searching import BackgroundIndex, NoPagefindError, SearchError, index_site
from generator.publish.settings import dropped, engine_of, shown
from generator.publish.staging import StagedSite
from generator.publish.theme import theme_dir
from generator.relate.suggested import THRESHOLD
from generator.render.contents import contents

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("qbank")
_SEARCHES = {"search", "material/search"}
"""The plugins whose index every page would load."""


class QBankConfig(Config):
    """The options of the plugin."""

    content = config_options.Type(str, default="content")
    """The content folder, relative to mkdocs.yml."""
    suggestions = config_options.Type(int, default=Options().suggestions)
    """How many suggested relations a question has at most; 0 for none."""
    threshold = config_options.Type((int, float), default=THRESHOLD)
    """How far two questions must stand out from their neighbourhoods for one to be suggested, from -1 to 1."""
    model = config_options.Type(str, default=Options().model)
    """A sentence-embedding model, a folder or a name on the hub, to suggest by meaning too."""
    history = config_options.Type(bool, default=Options().history)
    """Whether pages say when and by whom they were changed."""


class BankPage(MkDocsPage):
    """A page whose HTML is known already."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, ours: Page) -> None:
        super().__init__(title, file, config)
        self.ours = ours
        changed = ours.meta.get("qbank", {}).get("changed")
        if changed:
            self.update_date = changed

    def read_source(self, config: MkDocsConfig) -> None:
        """Takes Markdown and front matter from the page that we made."""
        self.markdown, self.meta = self.ours.body, dict(self.ours.meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML that was rendered and cleaned before."""
        self.content = self.ours.body
        self.toc = get_toc(_tokens(contents(self.ours.headings)))
        self.present_anchor_ids = {heading.id for heading in self.ours.headings} | self.ours.ids


class QBankPlugin(BasePlugin[QBankConfig]):
    """Reads, checks, relates and renders the bank before MkDocs writes a file, then hands over its pages."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.data: Mapping[str, str] = {}
        self.known: Cache = {}
        self.serving = False
        self.index = BackgroundIndex(log.warning)
        self.staged: StagedSite | None = None
        self.gap = ""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Notes what is done; that there is this method makes MkDocs keep one plugin while it serves."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Puts our templates behind the site's own and before the theme's, and has the site staged."""
        ours = str(theme_dir())
        if ours not in map(os.path.realpath, config.theme.dirs):
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)
        for name in _SEARCHES & config.plugins.keys():
            log.warning(
                "the plugin '%s' makes an index that no page reads beside qbank's; take it out of plugins", name
            )
        self._tell_gap(self._content(config))
        if fault := epoch_fault():
            raise PluginError(fault)
        if not self.serving:
            changed = last_change(self._content(config))
            if changed is not None:  # the dates of a build are then those of what is built
                os.environ.setdefault("SOURCE_DATE_EPOCH", str(changed))
            self.staged = StagedSite(Path(config.site_dir))
            config.site_dir = str(self.staged.path)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Makes all pages now, before MkDocs writes anything."""
        self.index.stop()
        content = self._content(config)
        if Path(config.docs_dir).resolve() != (content / "pages").resolve():
            raise PluginError(
                f"docs_dir must be the folder of pages of the bank: docs_dir: {self.config.content}/pages"
            )
        if not config.use_directory_urls:
            raise PluginError("the address of a question is questions/<id>/: take use_directory_urls out of mkdocs.yml")
        engine = engine_of(config.markdown_extensions, config.mdx_configs)
        for problem in dropped(config.markdown_extensions, config.mdx_configs):
            log.warning("%s", problem)
        checked = check_content(content, engine, self.known)
        self.known = checked.reading.parsed
        report = text_report(checked.findings, checked.reading.line)
        if errors(checked.findings):
            raise PluginError(f"the bank in {content} was not published\n\n{report}")
        for text in text_reports(checked.findings, checked.reading.line):
            log.warning("%s", text.rstrip())
        options = Options(
            suggestions=self.config.suggestions,
            threshold=self.config.threshold,
            model=self.config.model,
            history=self.config.history,
        )
        try:
            embed = embedder(options.model, _root(config), _tell) if options.model else None
            site = make_site(checked, content, options, embed)
        except ModelError as error:
            raise PluginError(str(error)) from error
        self.data = site.files
        docs_dir = shown(Path(config.docs_dir)).as_posix()
        addresses = {"repo_url": config.repo_url or "", "edit_uri": config.edit_uri or "", "docs_dir": docs_dir}
        self.pages = {page.path: with_edit_url(page, **addresses) for page in site.pages}
        config.extra["qbank"] = {**site.extra, "policy": {}, "propose": propose_url(config.repo_url or "")}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds a file in memory for each page; those that people wrote take the place of the files on disk."""
        titles = dict(_titles(config.nav))
        for path, page in self.pages.items():
            written = files.get_file_from_path(path)
            if written is not None:
                files.remove(written)
            inclusion = InclusionLevel.UNDEFINED if written else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, path, content=page.body, inclusion=inclusion)
            if written is not None:
                file.edit_uri = written.src_uri
            BankPage(titles.get(path), file, config, page)  # it hands itself to the file
            files.append(file)
        for path, text in self.data.items():
            files.append(File.generated(config, path, content=text))
        if not self.serving:
            _minify(files, config)
        return files

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Makes the policy of each depth of page from the theme alone, since its scripts name their base."""
        if not self.serving:  # reloading is an inline script that MkDocs adds, with a number of its own
            bases = {get_relative_url(".", file.page.url) for file in files.documentation_pages() if file.page}
            bases.add(urlsplit(config.site_url or "/").path)
            config.extra["qbank"]["policy"] = {base: self._policy(env, config, base) for base in sorted(bases)}
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Last of all, puts the finished site in the place of the earlier one, unless a strict build has failed."""
        if self.staged is None:
            if self.serving:
                self.index.start(Path(config.site_dir))
            return
        try:
            index_site(self.staged.path)
        except NoPagefindError as error:
            log.warning("%s", error)
        except SearchError as error:
            raise PluginError(str(error)) from error
        counted = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
        failed = config.strict and any(handler.get_counts() for handler in counted)
        config.site_dir = str(self.staged.site)
        if not failed:
            self.staged.publish()
        self._discard()

    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Last of all, leaves the earlier site as it was; a fault of the machine then ends in one sentence."""
        self._discard()
        if isinstance(error, OSError):  # MkDocs shows a traceback of whatever is no error of its own
            log.error("the site was not built: %s", sentence(error))
            raise Abort("Aborted with a fault of the machine!") from error

    def _discard(self) -> None:
        if self.staged is not None:
            self.staged.discard()
            self.staged = None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watches the questions and our templates besides docs_dir."""
        server.watch(str(self._content(config) / "questions"))
        if (glossary := self._content(config) / "glossary.yml").is_file():
            server.watch(str(glossary))
        server.watch(str(theme_dir()))
        return server

    def _policy(self, env: jinja2.Environment, config: MkDocsConfig, base: str) -> str:
        """Renders the theme around nothing, as deep as the pages of this base are."""
        nav = Navigation([], [])
        nav.homepage = SimpleNamespace(url="")  # type: ignore[assignment]
        context: dict[str, Any] = {
            "nav": nav,
            "pages": Files([]),
            "base_url": base,
            "extra_css": [],
            "extra_javascript": [],
            "mkdocs_version": "",
            "build_date_utc": None,
            "config": config,
            "page": None,
        }
        return policy(env.get_template("main.html").render(context))

    def _tell_gap(self, content: Path) -> None:
        """Say once why there is no history: as information, since --strict is about content, not the checkout."""
        gap = history_gap(content) if self.config.history else ""
        if gap and gap != self.gap:
            log.info("%s", gap)
        self.gap = gap

    def _content(self, config: MkDocsConfig) -> Path:
        return shown(_root(config) / self.config.content)


def _tokens(entries: list[dict[str, Any]]) -> list[Any]:
    """Entries of a table of contents as MkDocs makes its own of: Python-Markdown's tokens, whose text is HTML."""
    return [
        {
            "level": entry["level"],
            "id": escape(entry["url"].removeprefix("#")),
            "name": escape(entry["title"]),
            "children": _tokens(entry["children"]),
        }
        for entry in entries
    ]


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _minify(files: Files, config: MkDocsConfig) -> None:
    """Puts our scripts without comments and spaces in the place of those that people read."""
    ours = theme_dir()
    for file in files.javascript_files():
        source = Path(file.abs_src_path) if file.abs_src_path else None
        if source and source.resolve().is_relative_to(ours):
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=jsmin(source.read_text(encoding="utf-8"))))


def _tell(done: int, total: int) -> None:
    """Says now and then how far the embedding is."""
    if done == total or done % 100 == 0:
        log.info("Embedded %d of %d questions", done, total)


def _titles(nav: Any) -> list[tuple[str, str]]:
    """The pages that the nav names, each with the title that it gives them."""
    if isinstance(nav, list):
        return [pair for item in nav for pair in _titles(item)]
    if isinstance(nav, dict):
        named = [(path, str(title)) for title, path in nav.items() if isinstance(path, str)]
        return named + [pair for item in nav.values() if not isinstance(item, str) for pair in _titles(item)]
    return []
