"""How long the relations of a bank, its communities, its map and its search index take, and how much memory.

Told as one line of JSON.

    python tests/bench/relating.py CONTENT

A process of its own, so that the memory is that of this work alone. Reading the files is not part of the time.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from mkdocs_qbank.check.checks import check_bank
from mkdocs_qbank.graph.graph import graph
from mkdocs_qbank.graph.layout import lay_out
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.relate.relations import relate
from mkdocs_qbank.relate.suggested import Given
from mkdocs_qbank.search.duplicates import duplicates
from mkdocs_qbank.search.files import index_files
from mkdocs_qbank.search.index import make_index
from mkdocs_qbank.search.texts import read_texts


def main() -> None:
    """Relates the bank of a content folder."""
    whole = read_bank(Path(sys.argv[1])).bank
    check_bank(whole)  # as before every build; what it reads of the texts is kept
    bank = whole.published
    started = time.perf_counter()
    texts = read_texts(bank.questions)
    relations = relate(bank, given=Given(texts=lambda: texts, pairs=lambda: duplicates(bank.questions)))
    related = time.perf_counter()
    graph(relations)
    seen = time.perf_counter()
    lay_out(bank, relations)
    placed = time.perf_counter()
    index_files(make_index(bank.questions, texts, range(len(bank.questions))), bank, list(bank.by_id))
    indexed = time.perf_counter()
    found = {
        "relations": related - started,
        "communities": seen - related,
        "layout": placed - seen,
        "index": indexed - placed,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
