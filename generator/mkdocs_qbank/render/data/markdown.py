"""Each question as Markdown beside its page, for programs that read text."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_qbank.model.addresses import markdown_file
from mkdocs_qbank.render.portable import Portable
from mkdocs_qbank.render.view import SiteView


def files(view: SiteView, span: slice = slice(None)) -> Mapping[str, str | bytes]:
    """Return the files, text or bytes, by their paths from the root of the site, or those of a span of the bank's
    questions alone.
    """
    twins = Portable(view=view, root="../../", twins=True)
    return {markdown_file(question.id): twins.document(question) for question in view.bank.questions[span]}
