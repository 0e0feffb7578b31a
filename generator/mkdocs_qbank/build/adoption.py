"""An mkdocs.yml that somebody has, made that of a bank: only what must change is changed, and comments stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from mkdocs_qbank.build.mkdocs_yml import items, parse
from mkdocs_qbank.read.draft import quoted

_SEARCHES = ("search", "material/search")
"""The plugins whose place is taken: pages have QBank's search."""
_DEFAULT_DOCS = "docs"


@dataclass(frozen=True, kw_only=True, slots=True)
class Adoption:
    """What becomes of an mkdocs.yml."""

    text: str
    changes: tuple[str, ...] = ()
    """What is changed, a phrase each."""
    undone: tuple[str, ...] = ()
    """What somebody has to write into it, since it cannot be added surely."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Draft:
    """The text of an mkdocs.yml with the edits it is to get, and the data that it should have then."""

    text: str
    root: yaml.MappingNode
    data: dict[str, Any]
    edits: list[_Edit] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    def node(self, key: str) -> yaml.Node | None:
        """Return the value of a key."""
        return next((value for name, value in self.root.value if name.value == key), None)

    def add(self, key: str, block: str, value: Any, change: str) -> None:
        """Add a key at the end."""
        before = "" if not self.text or self.text.endswith("\n") else "\n"
        self.edits.append(_Edit(len(self.text), len(self.text), f"{before}{block}\n"))
        self.data[key] = value
        self.changes.append(change)

    def replace(self, node: yaml.Node, text: str) -> None:
        """Put a text in the place of a node."""
        self.edits.append(_Edit(node.start_mark.index, _end(node), text))


def docs_dir_of(data: Mapping[str, Any]) -> str:
    """Return the folder of pages that the data of an mkdocs.yml names, as MkDocs has it."""
    named = data.get("docs_dir")
    return named.rstrip("/") if isinstance(named, str) and named.strip("/") else _DEFAULT_DOCS


def adopt(text: str, content: str, edit_uri: str) -> Adoption:
    """Return an mkdocs.yml with the plugin, its folder of pages, and the theme that it needs.

    `content` is the content folder; `edit_uri` is what leads to the folder of pages, used where none is set. What does
    not read as intended afterwards is left as it was. Raises yaml.YAMLError where the text is no YAML.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    root, data = parse(body)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or "INHERIT" in data:
        return Adoption(text=text, undone=tuple(_all_of_it(content)))
    draft = _Draft(body, root, dict(data))
    _add_plugin(draft)
    old = docs_dir_of(data)
    _set_pages(draft, old, f"{content}/pages", edit_uri)
    _require_theme(draft)
    if data.get("use_directory_urls") is False:
        draft.undone.append(
            "to be without 'use_directory_urls: false', since the address of a question is questions/<id>/"
        )
    changed = _applied(body, draft.edits)
    if not _reads_as(changed, draft.data):
        return Adoption(text=text, undone=tuple(_all_of_it(content)))
    return Adoption(text=mark + changed, changes=tuple(draft.changes), undone=tuple(draft.undone))


def _all_of_it(content: str) -> Iterator[str]:
    yield f"docs_dir: {content}/pages"
    yield "theme: {name: material}"
    yield "plugins: [qbank], without the plugin 'search'"


def _add_plugin(draft: _Draft) -> None:
    listed, node = draft.data.get("plugins"), draft.node("plugins")
    names = [name for name, _ in items(listed)]
    if "qbank" in names:
        return
    if node is None:
        draft.add("plugins", "\nplugins:\n  - qbank", ["qbank"], "the plugin qbank, which brings its own search")
        return
    found = next((name for name in names if name in _SEARCHES), None)
    if not isinstance(node, yaml.SequenceNode) or not isinstance(listed, list):
        without = f", and without '{found}'" if found else ""
        draft.undone.append(f"the plugin under 'plugins', as 'qbank: {{}}'{without}")
        return
    if found is not None:
        at = names.index(found)
        draft.replace(node.value[at], "qbank")
        draft.data["plugins"] = [*listed[:at], "qbank", *listed[at + 1 :]]
        draft.changes.append(f"the plugin qbank in the place of '{found}', since it brings its own search")
        return
    draft.data["plugins"] = ["qbank", *listed]
    draft.changes.append("the plugin qbank")
    if node.flow_style or not node.value:
        after = node.start_mark.index + 1
        draft.edits.append(_Edit(after, after, "qbank, " if node.value else "qbank"))
        return
    begin = draft.text.rfind("\n", 0, node.value[0].start_mark.index) + 1
    indent = re.match(r"[ ]*", draft.text[begin:])
    draft.edits.append(_Edit(begin, begin, f"{indent[0] if indent else ''}- qbank\n"))


def _set_pages(draft: _Draft, old: str, pages: str, edit_uri: str) -> None:
    node, uri = draft.node("docs_dir"), draft.node("edit_uri")
    if old == pages:
        return
    if node is None:
        draft.add("docs_dir", f"docs_dir: {_plain(pages)}", pages, f"docs_dir: {pages}")
    else:
        draft.replace(node, _plain(pages))
        draft.data["docs_dir"] = pages
        draft.changes.append(f"docs_dir: {pages}")
    if uri is None:
        if edit_uri:
            draft.add("edit_uri", f"edit_uri: {_plain(edit_uri)}", edit_uri, f"edit_uri: {edit_uri}")
        return
    known = draft.data.get("edit_uri")
    if not isinstance(known, str) or not known:
        return
    head, _, tail = known.strip("/").rpartition(old)
    if head.endswith("/") and not tail:
        new = f"{head}{pages}/"
        draft.replace(uri, _plain(new))
        draft.data["edit_uri"] = new
        draft.changes.append(f"edit_uri: {new}")
    else:
        draft.undone.append(f"an edit_uri that leads to {pages}/")


def _require_theme(draft: _Draft) -> None:
    theme = draft.data.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    if "theme" not in draft.data:
        draft.add("theme", "\ntheme:\n  name: material", {"name": "material"}, "the theme Material")
    elif name != "material":
        draft.undone.append("theme: {name: material}, which the templates of questions extend")


def _plain(text: str) -> str:
    """Return a path as YAML, without quotes where none are needed."""
    return text if re.fullmatch(r"[A-Za-z][\w./-]*", text, re.ASCII) else quoted(text)


def _end(node: yaml.Node) -> int:
    """Return where the text of a node ends. The end of a block is where the next one begins, after all comments."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last)
    return int(node.end_mark.index)


def _applied(text: str, edits: list[_Edit]) -> str:
    """Return a text with edits, those at its end in the order given; line ends are those of the text."""
    newline = "\r\n" if "\r\n" in text else "\n"
    inside = sorted((edit for edit in edits if edit.start < len(text)), key=lambda edit: edit.start, reverse=True)
    after = "".join(edit.text for edit in edits if edit.start >= len(text))
    for edit in inside:
        text = text[: edit.start] + edit.text.replace("\n", newline) + text[edit.end :]
    return text + after.replace("\n", newline)


def _reads_as(text: str, data: Mapping[str, Any]) -> bool:
    try:
        return bool(parse(text)[1] == data)
    except yaml.YAMLError:
        return False
