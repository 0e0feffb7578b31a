"""Export of pages to disk, with templates and an mkdocs.yml, for any engine that supports Material's files."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import About, Checked, make_site
from mkdocs_qbank.build.relating import Embed
from mkdocs_qbank.build.repository import proposals, with_edit_url
from mkdocs_qbank.model.pages import Page
from mkdocs_qbank.publish.staging import StagedSite
from mkdocs_qbank.publish.theme import NAME, theme_dir

try:
    from yaml import CSafeDumper as Dumper
except ImportError:  # PyYAML is built without libyaml
    from yaml import SafeDumper as Dumper  # type: ignore[assignment]

_MARK = ".qbank-export"
_BODY = "<!-- The page is in the front matter, as HTML that QBank has rendered and cleaned. -->"


class ExportError(Exception):
    """An export cannot be made; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Settings:
    """The settings of mkdocs.yml, as YAML nodes to preserve tags that only the engine can resolve."""

    root: yaml.MappingNode
    folder: Path

    def text(self, *keys: str) -> str:
        """Return the text at a path of keys, or an empty string; the fallback of `!ENV [NAME, …, fallback]`."""
        node: yaml.Node | None = self.root
        for key in keys:
            node = _get(node, key) if isinstance(node, yaml.MappingNode) else None
        if isinstance(node, yaml.SequenceNode) and node.tag == "!ENV" and node.value:
            node = node.value[-1]
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def export_site(
    checked: Checked, content: Path, config: Path, folder: Path, options: Options, embed: Embed | None = None
) -> int:
    """Write every page of a checked bank below `folder`, replacing an earlier export, and return the number of pages.

    Raises ExportError if mkdocs.yml cannot be read, or if the folder contains anything but an export.
    """
    settings = _read_settings(config)
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise ExportError(f"'{folder}' is not empty and is not an earlier export; name another folder")
    name, description = settings.text("site_name"), settings.text("site_description")
    url = settings.text("site_url")
    about = About(folder=settings.folder, name=name, description=description, url=url)
    # An engine would make pages of the Markdown twins, at the addresses of the questions.
    options = options.at(len(checked.reading.bank.published.questions))
    downloads = tuple(name for name in options.downloads if name != "markdown")
    site = make_site(checked, content, replace(options, downloads=downloads), embed, about)
    docs_dir = settings.folder / (settings.text("docs_dir") or "docs")
    addresses = {"repo_url": settings.text("repo_url"), "edit_uri": settings.text("edit_uri")}
    addresses["docs_dir"] = docs_dir.as_posix()
    pages = [with_edit_url(page, **addresses) for page in site.pages]
    host = proposals(content=content.as_posix(), **addresses)
    staged = StagedSite(folder)
    try:
        docs = staged.path / "docs"
        for page in pages:
            _write(docs / page.path, page_text(page))
        for path, data in site.files.items():
            _write(docs / path, data)
        for address, image in site.images.items():
            _write(docs / address, image.read_bytes())
        for file in sorted(checked.reading.bank.files):
            _write(docs / Path(file).relative_to(content / "pages"), Path(file).read_bytes())
        _write_site(staged.path, settings, {**site.extra, "host": host})
        staged.publish()
    finally:
        staged.discard()
    return len(pages)


def page_text(page: Page) -> str:
    """Return the text of a page's file, with its HTML in the front matter, so that no engine parses it as Markdown."""
    meta = {"template": "page.html", **page.meta, "qbank": {**page.meta.get("qbank", {}), "html": page.body}}
    front = yaml.dump(meta, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{front}---\n\n{_BODY}\n"


def _read_settings(config: Path) -> _Settings:
    try:
        root = yaml.compose(config.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise ExportError(f"there is no '{config}'; name the site's mkdocs.yml with --config") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ExportError(f"'{config}' cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(root, yaml.MappingNode):
        raise ExportError(f"'{config}' contains no settings")
    return _Settings(root=root, folder=config.parent)


def _write_site(folder: Path, settings: _Settings, extra: Mapping[str, Any]) -> None:
    """Write the templates and the mkdocs.yml."""
    shutil.copytree(theme_dir(), folder / NAME)
    own = settings.text("theme", "custom_dir")
    if own and (settings.folder / own).resolve() != theme_dir():
        shutil.copytree(settings.folder / own, folder / NAME, dirs_exist_ok=True)
    _adapt(settings.root, extra)
    _write(folder / "mkdocs.yml", yaml.serialize(settings.root, allow_unicode=True))
    _write(folder / _MARK, "Made by 'qbank export'; the next export replaces this folder.\n")


def _write(file: Path, data: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)


def _adapt(root: yaml.MappingNode, extra: Mapping[str, Any]) -> None:
    """Change the settings to those of the exported tree, without the plugins qbank and search."""
    _drop(root, "site_dir")
    _set(root, "docs_dir", "docs")
    _set(root, "not_in_nav", "questions/*\ntopics/*\ntags/*\nrules/*\ndata/*\n")
    theme = _get(root, "theme")
    if isinstance(theme, yaml.MappingNode):
        _set(theme, "custom_dir", NAME)
    else:
        name = str(theme.value) if isinstance(theme, yaml.ScalarNode) else "material"
        _set(root, "theme", {"name": name, "custom_dir": NAME})
    plugins = _get(root, "plugins")
    if isinstance(plugins, yaml.SequenceNode):
        plugins.value = [node for node in plugins.value if _name(node) not in ("qbank", "search")]
    elif isinstance(plugins, yaml.MappingNode):
        _drop(plugins, "qbank")
        _drop(plugins, "search")
    more = _get(root, "extra")
    if isinstance(more, yaml.MappingNode):
        _set(more, "qbank", dict(extra))
    else:
        _set(root, "extra", {"qbank": dict(extra)})


def _name(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        node = node.value[0][0]
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _get(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _drop(node: yaml.MappingNode, key: str) -> None:
    node.value = [(name, value) for name, value in node.value if name.value != key]


def _set(node: yaml.MappingNode, key: str, value: Any) -> None:
    _drop(node, key)
    node.value += yaml.SafeDumper(io.StringIO()).represent_data({key: value}).value
