"""The MkDocs plugin `qbank`: it hands the pages of a bank to MkDocs in memory, and writes those of questions itself."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.base import LegacyConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.utils import CountHandler

from mkdocs_qbank.build.cache import cache_folder
from mkdocs_qbank.build.engine import engine_of
from mkdocs_qbank.build.forks import Background, LostProcessError
from mkdocs_qbank.build.git import epoch_fault, history_gap, last_change
from mkdocs_qbank.build.kept import ReadingCache, no_collection
from mkdocs_qbank.build.mkdocs_yml import nav_titles, shown
from mkdocs_qbank.build.options import OPTIONS, Options, options_of
from mkdocs_qbank.build.pipeline import check_and_relate, images_of, make_view, sources, tidy
from mkdocs_qbank.build.relating import Relating
from mkdocs_qbank.build.repository import explanations, proposals, with_edit_url
from mkdocs_qbank.build.stages import Stages
from mkdocs_qbank.embed.model import ModelError
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.model.messages import catalogue
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.publish.compiled import Compiled, prepare
from mkdocs_qbank.publish.mkdocs_pages import (
    ConfigOption,
    add_data,
    add_pages,
    keep_accepted,
    minify,
    press_of,
    rebuild,
    report_findings,
    seen_by_others,
    sitemap_pages,
    unusable,
    with_site_policy,
)
from mkdocs_qbank.publish.preview import Preview, Served
from mkdocs_qbank.publish.scripts import Scripts
from mkdocs_qbank.publish.serving import middleware, problem_page
from mkdocs_qbank.publish.settings import SEARCHES, about_of, edit_addresses, root_of
from mkdocs_qbank.publish.staging import StagedSite
from mkdocs_qbank.publish.theme import add_templates, theme_dir
from mkdocs_qbank.publish.watch import State, Watch, state_of, unwatched
from mkdocs_qbank.publish.writing import Entry, engine_pages, summarize, unrelated, work_until, write_data, write_site
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.render.site import data_files, site_extra
from mkdocs_qbank.render.view import SiteView

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

log = get_plugin_logger("qbank")


class QBankPlugin(BasePlugin[LegacyConfig]):
    """Reads, checks, relates and renders the bank before MkDocs writes a file, then hands over its pages."""

    config_scheme = tuple((option.name, ConfigOption(option)) for option in OPTIONS)

    def __init__(self) -> None:
        self.pages: tuple[Page, ...] = ()
        self.view: SiteView | None = None
        self.nav: Navigation | None = None
        self.relating: Relating | None = None
        self.data: Background | None = None
        self.compiled = Compiled()
        self.entries: list[Entry] = []
        self.finish: Callable[[Page], Page] = lambda page: page
        self.reading: Reading | None = None
        self.readings: ReadingCache | None = None
        self.served: Served | None = None
        self.staged: StagedSite | None = None
        self.serving, self.engine_builds_all, self.gap = False, False, ""
        self.stages = Stages()
        self.problem: str | None = None
        self.accepted: Mapping[str, str] = {}
        self.seen: State = {}
        self.scripts: Scripts | None = None

    @property
    def options(self) -> Options:
        """What mkdocs.yml sets."""
        return options_of(self.config)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note the command. MkDocs keeps one instance of a plugin that has this method while it serves."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Add our templates after the site's own and before the theme's, and stage the site."""
        config.extra["qbank"] = {"messages": dict(catalogue())}
        add_templates(config)
        for name in SEARCHES & config.plugins.keys():
            log.warning("the plugin '%s' makes an index that no page reads; take it out of plugins", name)
        # Once, and as information, since --strict is about content, not the checkout.
        gap = history_gap(self._content(config)) if self.options.history else ""
        if gap and gap != self.gap:
            log.info("%s", gap)
        self.gap = gap
        if fault := epoch_fault():
            raise PluginError(fault)
        if not self.serving:
            # The dates of a build are those of what is built.
            if (changed := last_change(self._content(config))) is not None:
                os.environ.setdefault("SOURCE_DATE_EPOCH", str(changed))
            self.staged = StagedSite(Path(config.site_dir), cache_folder(root_of(config)))
            config.site_dir = str(self.staged.path)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Make all pages before MkDocs writes anything; while serving, keep problems for the browser."""
        self.problem, self.stages = None, Stages()
        if self.serving and self.served is None:
            self.seen = state_of(self._folders(config))
        self.compiled = Compiled(None if seen_by_others(config, self) else config.theme.get_env)
        self._attempt(config, self._make)

    def _attempt(self, config: MkDocsConfig, work: Callable[[MkDocsConfig], None]) -> None:
        """Do a part of the build; while serving, a problem is kept for the browser."""
        try:
            with no_collection(lasting=not self.serving):
                work(config)
        except PluginError as error:
            if not self.serving:
                raise
            self._discard()
            # What is counted as an error ends a strict server.
            log.log(logging.INFO if config.strict else logging.ERROR, "%s", error)
            self.problem, config.nav = str(error), []

    def _make(self, config: MkDocsConfig) -> None:
        content, options = self._content(config), self.options
        if refused := unusable(config, content, options):
            raise PluginError(refused)
        engine = engine_of(config.markdown_extensions, config.mdx_configs)
        self.readings, drafts = ReadingCache(root_of(config), self.reading), self.serving and options.drafts
        known = self.readings.load()
        checked, self.relating = check_and_relate(content, engine, known, options, self.stages, drafts=drafts)
        self.reading = checked.reading
        report_findings(checked, content, explanations(config.site_url or ""))
        with self.stages.stage("relating"):
            view = make_view(checked, content, options, about_of(config), drafts=drafts, texts=self.relating.texts)
            self.view = view.prepared()
        addresses = edit_addresses(config)
        self.finish = lambda page: with_edit_url(page, **addresses)
        self.accepted = sources(checked.reading.bank, content)
        config.extra["qbank"] = {**site_extra(self.view), "host": proposals(content=content.as_posix(), **addresses)}

    def _relate(self, config: MkDocsConfig) -> None:
        """Wait for the relations, and write meanwhile what needs none; then begin to write the other data files."""
        assert self.view is not None and self.relating is not None  # noqa: S101, PT018
        folder = Path(config.site_dir)
        early = [] if self.engine_builds_all else [*unrelated(self.view, folder), self._save]
        try:
            with self.stages.stage("relating"):
                waiting = work_until(self.relating.ready, early)
                relations = self.relating.result(root_of(config))
        except (ModelError, LostProcessError) as error:
            raise PluginError(str(error)) from error
        self.view, self.relating = self.view.related_by(relations), None
        self.data = None if self.engine_builds_all else write_data(self.view, folder, waiting)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a file in memory for each page; written pages replace the files on disk."""
        self.engine_builds_all = seen_by_others(config, self)
        if self.problem is None:
            self._attempt(config, self._relate)
        if self.problem is not None or self.view is None:
            return Files([File.generated(config, "index.html", content=problem_page(self.problem or ""))])
        keep_accepted(files, config, set(self.accepted.values()), self.options.host_files)
        self.pages = engine_pages(self.view, dict(nav_titles(config.nav)), every=self.engine_builds_all)
        add_pages(files, config, map(self.finish, self.pages), self.accepted)
        if self.engine_builds_all:
            add_data(files, config, data_files(self.view))
        for address, image in images_of(self.view).items():
            files.append(File.generated(config, address, abs_src_path=str(image.absolute())))
        if not self.serving:
            minify(files, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for the pages that MkDocs does not build."""
        self.nav = nav
        return nav

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Have the scripts of all templates told from what pages say, and leave out the indentation of templates."""
        self.scripts, env.bytecode_cache = prepare(env), self.compiled
        self.entries, self.served = [], None
        if self.problem is None and not self.engine_builds_all:
            self._write(env, config, files)
        else:
            self._save()
        if self.view is not None:
            tidy(self.view)
        return env

    def _write(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Write the data files, and the pages that MkDocs does not build."""
        nav = self.nav
        assert self.view is not None and self.data is not None and nav is not None  # noqa: S101, PT018
        press = press_of(config, env, files, nav, self.options, self._scripts)
        former = self.staged.former if self.staged else None
        press = replace(press, finish=self.finish, former=former, skip=frozenset(page.path for page in self.pages))
        try:
            with self.stages.stage("writing") as done:
                self.entries = write_site(self.view, press, self.data, done)
        except LostProcessError as error:
            raise PluginError(str(error)) from error
        if self.serving and self.reading is not None:
            engine = engine_of(config.markdown_extensions, config.mdx_configs)
            self.served = Served(self._content(config), self.reading, self.view, press, self.options, engine)

    def _save(self) -> None:
        if self.readings and self.reading:
            self.readings.save(self.reading)

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Add the pages that MkDocs does not build to the sitemap."""
        if template_name == "sitemap.xml":
            context["pages"] = sitemap_pages(context["pages"], self.entries, config)
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Add the policy to a page."""
        return with_site_policy(output, self._scripts(), config, self.options)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Add the policy to a page that has no Markdown, such as 404.html."""
        if not template_name.endswith(".html"):
            return output_content
        return with_site_policy(output_content, self._scripts(), config, self.options)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Last of all, puts the finished site in the place of the earlier one, unless a strict build has failed."""
        if self.view is not None and self.problem is None:
            file = root_of(config) / self.options.timings if self.options.timings else None
            summarize(self.view, self.entries, self.stages, Path(config.site_dir), file)
        if self.staged is None:
            return
        config.site_dir = str(self.staged.site)
        counted = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
        if not (config.strict and any(handler.get_counts() for handler in counted)):
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
        self.compiled.cancel()
        if self.relating is not None:
            self.relating.cancel()
        if self.data is not None:
            self.data.cancel()
        if self.staged is not None:
            self.staged.discard()
            self.staged = None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watches all of the bank and our templates, and has pages sent with their policy."""
        if application := server.get_app():
            server.set_app(middleware(application, server.mount_path, lambda: self.problem is not None))
        folders, again, docs = self._folders(config), partial(rebuild, server), Path(config.docs_dir)
        roots = (folders, docs, Path(config.config_file_path), self.seen)
        server.builder = preview = Preview(server.builder, again, lambda: self.served, *roots)
        config.watch = unwatched(server, folders, config.docs_dir, config.watch)
        Watch(folders, preview.has_changed, again).start()
        return server

    def _scripts(self) -> frozenset[str]:
        return self.scripts.take() if self.scripts else frozenset()

    def _folders(self, config: MkDocsConfig) -> list[Path]:
        return [self._content(config), theme_dir()]  # not all of the theme, with its thousands of icons

    def _content(self, config: MkDocsConfig) -> Path:
        return shown(root_of(config) / self.options.content)
