"""What changes in the files of a bank where a question gets another path: every link and every reference to it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

import yaml

from mkdocs_qbank.markdown.links import inner, resolve
from mkdocs_qbank.markdown.targets import Notation, WrittenTarget, as_written, page_targets, written_targets
from mkdocs_qbank.model.kinds import FIELDS
from mkdocs_qbank.model.prose import PROSE_SECTIONS
from mkdocs_qbank.read.document import split_front_matter
from mkdocs_qbank.read.edits import Front, Span, new_scalar

Retarget = Callable[[str], str | None]
"""Returns what a target becomes, or None where it stays."""

_PROSE = ("question", *PROSE_SECTIONS)


def retargeted(target: str, before: str, after: str, paths: Mapping[str, str]) -> str | None:
    """Return a target in a file that moves from the path `before` to `after` while the files in `paths` move, too.

    None if it stays as it is. What can stay of it does: its anchor, names with their escapes, and the way to its folder
    unless the file moves to another one.
    """
    if not inner(target):
        return None
    bare = target.strip()
    cut = min((at for at in (bare.find("#"), bare.find("?")) if at >= 0), default=len(bare))
    bare, rest = bare[:cut], bare[cut:]
    if not bare:
        return None
    old = resolve(target, before)
    new = paths.get(old, old)
    here = posixpath.dirname(after)
    from_root = bare.startswith("/")
    stays = from_root or here == posixpath.dirname(before)
    if stays and new == old:
        return None
    folder, _, _ = bare.rpartition("/")
    short = posixpath.join(folder, posixpath.basename(new))
    if stays and resolve(short, after) == new:
        return f"{posixpath.join(folder, _quoted(posixpath.basename(new), bare))}{rest}"
    path = _quoted(f"/{new}" if from_root else posixpath.relpath(new, here or "."), bare)
    return f"{path}{rest}" if path != bare else None


def question_links(front: Front, path: str, retarget: Retarget) -> Iterator[Span]:
    """Yield the changes of the targets of links in a question file. Raises TooDeepError."""
    for field in _PROSE:
        node = front.fields.get(field)
        for scalar in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if isinstance(scalar, yaml.ScalarNode):
                yield from _in_scalar(front, scalar, retarget)
    if path.endswith(".md"):
        _, body, _, _ = split_front_matter(front.text, path)
        yield from _shifted(_spans(body, written_targets(body), retarget), len(front.text) - len(body))


def page_links(text: str, path: str, retarget: Retarget) -> Iterator[Span]:
    """Yield the changes of the targets of links in a page that is written by hand."""
    _, body, _, _ = split_front_matter(text, path)
    yield from _shifted(_spans(body, page_targets(body), retarget), len(text) - len(body))


def references(front: Front, old: str, new: str) -> Iterator[Span]:
    """Yield the changes of an id wherever a question names it as one of its relations."""
    for field in FIELDS:
        for item in front.items(field):
            scalar = id_node(item)
            if scalar is not None and scalar.value.strip() == old:
                yield new_scalar(front, scalar, new)


def id_node(item: yaml.Node) -> yaml.ScalarNode | None:
    """Return the id in an item of a list of references."""
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    node = next((value for key, value in pairs if key.value == "id"), item)
    return node if isinstance(node, yaml.ScalarNode) else None


def _quoted(path: str, written: str) -> str:
    """Return a path as the target of a link, its last names as they were written."""
    parts, known = path.split("/"), written.split("/")
    for place in range(1, len(parts) + 1):
        same = place <= len(known) and unquote(known[-place]) == parts[-place]
        parts[-place] = known[-place] if same else quote(parts[-place], safe="!$'*+,;=:@")
    return "/".join(parts)


def _spans(text: str, targets: Iterable[WrittenTarget], retarget: Retarget) -> Iterator[Span]:
    """Yield the change of each target, as small as it can be."""
    for place in targets:
        new = retarget(place.target)
        if new is None:
            continue
        raw, written = text[place.start : place.end], as_written(new, place.notation)
        tail = _shared(raw, written) if raw == place.target or place.notation is Notation.HTML else 0
        yield place.start, place.end - tail, written[: len(written) - tail]


def _shared(one: str, other: str) -> int:
    """Return the length of the anchor or query that two targets end with."""
    cut = min((at for at in (one.find("#"), one.find("?")) if at >= 0), default=len(one))
    rest = one[cut:]
    return len(rest) if rest and other.endswith(rest) else 0


def _shifted(spans: Iterable[Span], by: int) -> Iterator[Span]:
    return ((start + by, end + by, new) for start, end, new in spans)


def _in_scalar(front: Front, node: yaml.ScalarNode, retarget: Retarget) -> Iterator[Span]:
    """Yield the changes of targets in a scalar of YAML: where each stands in it, or else of the scalar as a whole."""
    value = str(node.value)
    spans = list(_spans(value, written_targets(value), retarget))
    start, end = front.span(node)
    source = front.text[start:end]
    places: dict[str, dict[int, int]] = {}
    for raw in {value[first:last] for first, last, _ in spans}:
        inside, outside = ([match.start() for match in re.finditer(re.escape(raw), text)] for text in (value, source))
        places[raw] = dict(zip(inside, outside, strict=True)) if len(inside) == len(outside) else {}
    if all(first in places[value[first:last]] for first, last, _ in spans):
        for first, last, new in spans:
            at = start + places[value[first:last]][first]
            yield at, at + last - first, new
    else:
        for first, last, new in reversed(spans):
            value = value[:first] + new + value[last:]
        yield start, start + len(source.rstrip()), json.dumps(value, ensure_ascii=False)
