"""Pages and options of the plugin, as MkDocs sees them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from jinja2 import pass_context
from mkdocs.commands.build import get_context
from mkdocs.config.base import BaseConfigOption, ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_build_date
from rjsmin import jsmin

from mkdocs_qbank.build.cache import Shelf, cache_folder
from mkdocs_qbank.build.engine import dropped
from mkdocs_qbank.build.mkdocs_yml import nav_titles, place_of
from mkdocs_qbank.build.options import Option, Options
from mkdocs_qbank.build.pipeline import Checked
from mkdocs_qbank.findings.finding import Severity, errors
from mkdocs_qbank.findings.report import Explain, text_reports
from mkdocs_qbank.model.addresses import page_address
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.publish.fingerprint import depends_on_moment, fingerprint, outline, prints_pages
from mkdocs_qbank.publish.frames import Frames
from mkdocs_qbank.publish.policy import hosts_of, no_origin, style_hosts, with_policy
from mkdocs_qbank.publish.theme import theme_dir
from mkdocs_qbank.publish.writing import Entry, Press
from mkdocs_qbank.render.contents import tokens

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.base import Config
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger("qbank")
_PAGE_EVENTS = (
    "nav",
    "pre_page",
    "page_read_source",
    "page_markdown",
    "page_content",
    "page_context",
    "post_page",
    "files",
    "env",
)
"""The events of MkDocs in which a plugin sees or changes pages."""


class ConfigOption(BaseConfigOption[Any]):
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


def unusable(config: MkDocsConfig, content: Path, options: Options) -> str | None:
    """Return why a site cannot be built with the settings of mkdocs.yml, if it cannot; warn of what has no effect."""
    if Path(config.docs_dir).resolve() != (content / "pages").resolve():
        return f"docs_dir must be the bank's folder of pages: docs_dir: {options.content}/pages"
    if not config.use_directory_urls:
        return "the address of a question is questions/<id>/: take use_directory_urls out of mkdocs.yml"
    if wrong := no_origin(options.external_hosts):
        return f"external_hosts are written as https://stats.example.org, not as {wrong!r}"
    for problem in dropped(config.markdown_extensions, config.mdx_configs):
        log.warning("%s", problem)
    return None


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


def report_findings(checked: Checked, content: Path, explain: Explain) -> None:
    """Log what was found in a bank; raises PluginError if some of it is an error."""
    line = checked.reading.line
    if errors(checked.findings):
        report = text_reports(checked.findings, line, explain)
        raise PluginError("\n".join([f"the bank in {content} was not published\n", *report]))
    for severity, level in ((Severity.WARNING, logging.WARNING), (Severity.ADVICE, logging.INFO)):
        findings = [finding for finding in checked.findings if finding.severity is severity]
        for text in text_reports(findings, line, explain):
            log.log(level, "%s", text.rstrip())


def add_pages(files: Files, config: MkDocsConfig, pages: Iterable[Page], accepted: Mapping[str, str]) -> None:
    """Add a file in memory for each page; those that were `accepted` as written replace the files on disk."""
    titles = dict(nav_titles(config.nav))
    for page in pages:
        source = accepted.get(page.path, page.path)  # README.md is the source of an index page
        written = files.get_file_from_path(source)
        inclusion = InclusionLevel.UNDEFINED if written else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, source, content=page.body, inclusion=inclusion)
        if written is not None:
            files.remove(written)
            file.edit_uri = written.src_uri
        BankPage(titles.get(source), file, config, page)  # it hands itself to the file
        files.append(file)


def add_data(files: Files, config: MkDocsConfig, data: Mapping[str, str | bytes]) -> None:
    """Add a file in memory for each data file."""
    for path, content in data.items():
        file = File.generated(config, f"{path}.txt" if path.endswith(".md") else path, content=content)
        file.dest_uri = path  # a Markdown file is published as it is, not made into a page
        files.append(file)


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """What the sitemap says of a page that MkDocs does not build."""

    url: str
    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False

    @property
    def page(self) -> SitemapPage:
        """The page of a file, as the sitemap asks for it."""
        return self


def sitemap_pages(files: Iterable[Any], entries: Iterable[Entry], config: MkDocsConfig) -> list[Any]:
    """Return the files of a site's pages, and what stands for other pages that were written, in the order of URLs."""
    base = config.site_url and f"{config.site_url.rstrip('/')}/"
    built = get_build_date()
    pages = list(files)
    for entry in entries:
        url = page_address(entry.path)
        canonical = urljoin(base, url) if base else None
        path = urlsplit(canonical).path if canonical else None
        pages.append(SitemapPage(url, canonical, path, entry.changed or built))
    return sorted(pages, key=lambda file: str(file.url))


def press_of(
    config: MkDocsConfig,
    env: jinja2.Environment,
    files: Files,
    nav: Navigation,
    options: Options,
    take_scripts: Callable[[], frozenset[str]],
) -> Press:
    """Return how the pages that MkDocs does not build become files."""
    frames = Frames(
        environment=env,
        context=page_context(config, files, nav),
        finish=lambda html, scripts: with_site_policy(html, scripts, config, options),
        take_scripts=take_scripts,
        framed=not prints_pages(config.theme),
    )
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    return Press(
        folder=Path(config.site_dir),
        engine_page=page_maker(config, files),
        frames=frames,
        shelf=Shelf(cache_folder(root), "pages"),
        fingerprint=lambda texts: site_fingerprint(config, nav, texts),
    )


def with_site_policy(html: str, scripts: Collection[str], config: MkDocsConfig, options: Options) -> str:
    """Return a rendered page with the policy that its scripts and the settings of its site require."""
    return with_policy(
        html,
        scripts,
        instant="navigation.instant" in (config.theme.get("features") or ()),
        hosts=[*options.external_hosts, *hosts_of(config.extra.get("analytics"))],
        styles=style_hosts(config.theme.get("font"), config.extra_css),
    )


def page_maker(config: MkDocsConfig, files: Files) -> Callable[[Page], BankPage]:
    """Return what gives a page as MkDocs would have it after reading it, although it is in no list of files."""

    def make(ours: Page) -> BankPage:
        file = File.generated(config, ours.path, content=ours.body, inclusion=InclusionLevel.NOT_IN_NAV)
        page = BankPage(None, file, config, ours)
        page.read_source(config)
        page.render(config, files)
        page.active = True
        return page

    return make


def page_context(config: MkDocsConfig, files: Files, nav: Navigation) -> Callable[[BankPage], Mapping[str, Any]]:
    """Return what gives the variables of a page's template."""
    documents = files.documentation_pages()
    return lambda page: get_context(nav, documents, config, page)


def site_fingerprint(config: MkDocsConfig, nav: Navigation, frame: tuple[str, ...]) -> str | None:
    """Return a hash of all that pages depend on besides what they say, or None if that includes the moment."""
    if depends_on_moment(config.theme):
        return None
    return fingerprint(dict(config), config.theme, outline(nav.items), frame)


def remembering(url: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
    """Return MkDocs's filter `url`, which remembers addresses that are the same on all pages of one folder."""
    known: dict[tuple[str, str], str] = {}
    last, folder, name = None, "", ""

    @pass_context
    def remembered(context: Any, value: object) -> str:
        nonlocal last, folder, name
        page, address = context["page"], str(value)
        if page is None:
            return url(context, address)
        if page is not last:
            last = page
            folder, _, name = page.url.rstrip("/").rpartition("/")
        if name in address:  # it may lead below the page, where its address is another
            return url(context, address)
        key = (folder, address)
        if key not in known:
            known[key] = url(context, address)
        return known[key]

    return remembered


def rebuild(server: LiveReloadServer) -> None:
    """Have a server build its site as if a file had changed."""
    with server._rebuild_cond:  # noqa: SLF001 - it has no other way
        server._want_rebuild = True  # noqa: SLF001
        server._rebuild_cond.notify_all()  # noqa: SLF001


def seen_by_others(config: MkDocsConfig, plugin: BasePlugin[Any]) -> bool:
    """Return whether another plugin, or a hook, sees or changes pages, so that MkDocs must build all of them."""
    handlers = (handler for name in _PAGE_EVENTS for handler in config.plugins.events[name])
    return any(getattr(handler, "__self__", None) is not plugin for handler in handlers)


def keep_accepted(files: Files, config: MkDocsConfig, accepted: Collection[str], host_files: Collection[str]) -> None:
    """Take out each file of docs_dir that reading the bank has not accepted."""
    for file in [file for file in files if file.src_dir and Path(file.src_dir) == Path(config.docs_dir)]:
        if file.src_uri not in accepted:
            files.remove(file)
        elif file.src_uri in host_files:  # MkDocs excludes some of them, such as .nojekyll
            file.inclusion = InclusionLevel.INCLUDED


def minify(files: Files, config: MkDocsConfig) -> None:
    """Replace our scripts by minified ones."""
    for file in files.javascript_files():
        source = Path(file.abs_src_path) if file.abs_src_path else None
        if source and source.resolve().is_relative_to(theme_dir()):
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=jsmin(source.read_text(encoding="utf-8"))))
