"""The list of all questions for language models, in the form of https://llmstxt.org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkdocs_qbank.model.addresses import DATA
from mkdocs_qbank.model.bank import Status
from mkdocs_qbank.model.messages import message
from mkdocs_qbank.render.portable import Portable, words_of
from mkdocs_qbank.render.view import SiteView


def files(view: SiteView) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site; a bank's own list takes precedence."""
    if any(file.endswith(f"/pages/{DATA['llms']}") for file in view.bank.files):
        return {}
    return {DATA["llms"]: "\n".join(_lines(view)) + "\n"}


def _lines(view: SiteView) -> Iterator[str]:
    yield f"# {words_of(view.site_name or message('downloads.bank'))}"
    yield ""
    yield f"> {words_of(view.site_description or message('downloads.llms_about'))}"
    links = Portable(view=view, root=view.site_url, twins="markdown" in view.downloads)
    for topic in view.bank.topics:
        yield from ("", f"## {words_of(topic.title)}", "")
        for identifier in view.topics[topic.id]:
            question = view.bank.by_id[identifier]
            facts = [message(f"status.{question.status}")] if question.status is Status.DEPRECATED else []
            title, about = words_of(view.titles[identifier]), words_of(" · ".join([*facts, view.summaries[identifier]]))
            yield f"- [{title}]({links.question(identifier)}): {about}"
