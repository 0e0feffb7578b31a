"""Serialisation of data files."""

from __future__ import annotations

import json


def json_text(data: object) -> str:
    """Return data as JSON on one line, without spaces."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
