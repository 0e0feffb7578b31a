"""The MkDocs plugin `qbank`: it hands the pages of a bank to MkDocs in memory. The only module that imports MkDocs."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config.base import BaseConfigOption, LegacyConfig, ValidationError
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler
from rjsmin import jsmin

from mkdocs_qbank.build.engine import dropped, engine_of
from mkdocs_qbank.build.git import epoch_fault, history_gap, last_change
from mkdocs_qbank.build.mkdocs_yml import nav_titles, place_of, shown, site_url_of
from mkdocs_qbank.build.options import OPTIONS, Option, Options, options_of
from mkdocs_qbank.build.pipeline import About, check_content, make_site, sources
from mkdocs_qbank.build.repository import explanations, proposals, with_edit_url
from mkdocs_qbank.embed.embedder import embedder
from mkdocs_qbank.embed.model import ModelError
from mkdocs_qbank.findings.faults import sentence
from mkdocs_qbank.findings.finding import Severity, errors
from mkdocs_qbank.findings.report import text_reports
from mkdocs_qbank.model.messages import catalogue
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.publish.policy import hosts_of, no_origin, style_hosts, with_policy
from mkdocs_qbank.publish.scripts import Scripts
from mkdocs_qbank.publish.serving import middleware, problem_page
from mkdocs_qbank.publish.staging import StagedSite
from mkdocs_qbank.publish.theme import Unindented, theme_dir
from mkdocs_qbank.read.reading import Reading
from mkdocs_qbank.render.contents import tokens

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.base import Config
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("qbank")
_SEARCHES = {"search", "material/search"}
"""The plugins whose index every page would load."""


class _ConfigOption(BaseConfigOption[Any]):
    """An option of the table, which MkDocs checks as the command does."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self.option, self.default = option, option.default
        self.file = ""

    def pre_validation(self, config: Config, key_name: str) -> None:
        """Note which file sets it."""
        self.file = config.config_file_path

    def run_validation(self, value: object) -> Any:
        """Return the value; a part of it that cannot be used is a warning."""
        found = self.option.read(value)
        faults = list(self.option.faults(value))
        if found is None:
            raise ValidationError(faults[0].sentence)
        for fault in faults:
            where = f"{place_of(Path(self.file), *fault.names)}: " if self.file else ""
            self.warnings.append(f"{where}{fault.sentence}")
        return found


class BankPage(MkDocsPage):
    """A page whose HTML is known already."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, ours: Page) -> None:
        super().__init__(title, file, config)
        self.ours = ours
        if changed := ours.meta.get("qbank", {}).get("changed"):
            self.update_date = changed

    def read_source(self, config: MkDocsConfig) -> None:
        """Take Markdown and front matter from the page that we made."""
        self.markdown, self.meta = self.ours.body, dict(self.ours.meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML that was rendered and cleaned before."""
        self.content = self.ours.body
        self.toc = get_toc(tokens(self.ours.headings))
        self.present_anchor_ids = {heading.id for heading in self.ours.headings} | self.ours.ids


class QBankPlugin(BasePlugin[LegacyConfig]):
    """Reads, checks, relates and renders the bank before MkDocs writes a file, then hands over its pages."""

    config_scheme = tuple((option.name, _ConfigOption(option)) for option in OPTIONS)

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.data: Mapping[str, str | bytes] = {}
        self.images: Mapping[str, Path] = {}
        self.known: Reading | None = None
        self.staged: StagedSite | None = None
        self.serving, self.gap = False, ""
        self.problem: str | None = None
        self.accepted: Mapping[str, str] = {}
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
        ours = str(theme_dir())
        if ours not in map(os.path.realpath, config.theme.dirs):
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)
        for name in _SEARCHES & config.plugins.keys():
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
            self.staged = StagedSite(Path(config.site_dir))
            config.site_dir = str(self.staged.path)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Make all pages before MkDocs writes anything; while serving, keep problems for the browser."""
        self.problem = None
        try:
            self._make(config)
        except PluginError as error:
            if not self.serving:
                raise
            level = logging.INFO if config.strict else logging.ERROR  # what is counted ends a strict server
            log.log(level, "%s", error)
            self.problem, config.nav = str(error), []

    def _make(self, config: MkDocsConfig) -> None:
        content, options = self._content(config), self.options
        if Path(config.docs_dir).resolve() != (content / "pages").resolve():
            raise PluginError(f"docs_dir must be the bank's folder of pages: docs_dir: {options.content}/pages")
        if not config.use_directory_urls:
            raise PluginError("the address of a question is questions/<id>/: take use_directory_urls out of mkdocs.yml")
        if wrong := no_origin(options.external_hosts):
            raise PluginError(f"external_hosts are written as https://stats.example.org, not as {wrong!r}")
        for problem in dropped(config.markdown_extensions, config.mdx_configs):
            log.warning("%s", problem)
        engine = engine_of(config.markdown_extensions, config.mdx_configs)
        checked = check_content(content, engine, self.known, **options.checking)
        self.known = checked.reading
        explain = explanations(config.site_url or "")
        if errors(checked.findings):
            report = text_reports(checked.findings, checked.reading.line, explain)
            raise PluginError("\n".join([f"the bank in {content} was not published\n", *report]))
        for severity, level in ((Severity.WARNING, logging.WARNING), (Severity.ADVICE, logging.INFO)):
            findings = [finding for finding in checked.findings if finding.severity is severity]
            for text in text_reports(findings, checked.reading.line, explain):
                log.log(level, "%s", text.rstrip())
        url = site_url_of(Path(config.config_file_path))  # while MkDocs serves, its site_url names the server
        about = About(folder=_root(config), name=config.site_name, description=config.site_description or "", url=url)
        try:
            embed = embedder(options.model, _root(config), _tell) if options.model else None
            site = make_site(checked, content, options, embed, about, drafts=self.serving and options.drafts)
        except ModelError as error:
            raise PluginError(str(error)) from error
        self.data, self.images = site.files, site.images
        addresses = {"repo_url": config.repo_url or "", "edit_uri": config.edit_uri or ""}
        addresses["docs_dir"] = shown(Path(config.docs_dir)).as_posix()
        self.pages = {page.path: with_edit_url(page, **addresses) for page in site.pages}
        self.accepted = sources(checked.reading.bank, content)
        config.extra["qbank"] = {**site.extra, "host": proposals(content=content.as_posix(), **addresses)}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a file in memory for each page; written pages replace the files on disk."""
        if self.problem is not None:
            return Files([File.generated(config, "index.html", content=problem_page(self.problem))])
        _keep(files, config, set(self.accepted.values()), self.options.host_files)
        titles = dict(nav_titles(config.nav))
        for path, page in self.pages.items():
            source = self.accepted.get(path, path)  # README.md is the source of an index page
            written = files.get_file_from_path(source)
            inclusion = InclusionLevel.UNDEFINED if written else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, source, content=page.body, inclusion=inclusion)
            if written is not None:
                files.remove(written)
                file.edit_uri = written.src_uri
            BankPage(titles.get(source), file, config, page)  # it hands itself to the file
            files.append(file)
        for path, data in self.data.items():
            file = File.generated(config, f"{path}.txt" if path.endswith(".md") else path, content=data)
            file.dest_uri = path  # a Markdown file is published as it is, not made into a page
            files.append(file)
        for address, image in self.images.items():
            files.append(File.generated(config, address, abs_src_path=str(image.absolute())))
        if not self.serving:
            _minify(files, config)
        return files

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Have the scripts of all templates told from what pages say, and leave out the indentation of templates."""
        env.add_extension(Unindented)
        env.add_extension(Scripts)
        self.scripts = env.extensions[Scripts.identifier]  # type: ignore[assignment]
        return env

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Add the policy to a page."""
        return self._with_policy(output, config)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Add the policy to a page that has no Markdown, such as 404.html."""
        return self._with_policy(output_content, config) if template_name.endswith(".html") else output_content

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Last of all, puts the finished site in the place of the earlier one, unless a strict build has failed."""
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
        if self.staged is not None:
            self.staged.discard()
            self.staged = None

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Watches all of the bank and our templates besides docs_dir, and has pages sent with their policy."""
        for folder in filter(Path.is_dir, (self._content(config), theme_dir())):
            server.watch(str(folder))
        if application := server.get_app():
            server.set_app(middleware(application, server.mount_path, lambda: self.problem is not None))
        return server

    def _with_policy(self, html: str, config: MkDocsConfig) -> str:
        return with_policy(
            html,
            self.scripts.take() if self.scripts else (),
            instant="navigation.instant" in (config.theme.get("features") or ()),
            hosts=[*self.options.external_hosts, *hosts_of(config.extra.get("analytics"))],
            styles=style_hosts(config.theme.get("font"), config.extra_css),
        )

    def _content(self, config: MkDocsConfig) -> Path:
        return shown(_root(config) / self.options.content)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _keep(files: Files, config: MkDocsConfig, accepted: Collection[str], host_files: Collection[str]) -> None:
    """Take out each file of docs_dir that reading the bank has not accepted."""
    for file in [file for file in files if file.src_dir and Path(file.src_dir) == Path(config.docs_dir)]:
        if file.src_uri not in accepted:
            files.remove(file)
        elif file.src_uri in host_files:  # MkDocs excludes some of them, such as .nojekyll
            file.inclusion = InclusionLevel.INCLUDED


def _minify(files: Files, config: MkDocsConfig) -> None:
    """Replace our scripts by minified ones."""
    for file in files.javascript_files():
        source = Path(file.abs_src_path) if file.abs_src_path else None
        if source and source.resolve().is_relative_to(theme_dir()):
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=jsmin(source.read_text(encoding="utf-8"))))


def _tell(done: int, total: int) -> None:
    if done == total or done % 100 == 0:
        log.info("Embedded %d of %d questions", done, total)
