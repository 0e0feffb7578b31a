"""Pack the table of token vectors that search and suggestions use, from the wheel that carries it.

    python -m pip download --no-deps --only-binary :all: wordllama==0.4.0.post1
    python tests/table.py wordllama-0.4.0.post1-….whl

The wheel's `l2_supercat_256` has 32,000 token vectors of 256 dimensions in 16 bits. Packed are the tokens that a word
of `search/words.py` can consist of, that is lower-case ASCII letters and digits, at 2 bits for each dimension and one
byte for the scale of each row.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from mkdocs_qbank.search.table import LARGEST_SCALE, pack

TABLE = Path(__file__).resolve().parent.parent / "generator/mkdocs_qbank/search/table.npz"
WEIGHTS, TOKENS = (
    "wordllama/weights/l2_supercat_256.safetensors",
    "wordllama/tokenizers/l2_supercat_tokenizer_config.json",
)
START = "▁"


def plain(token: str) -> bool:
    """Whether a word can contain a token."""
    bare = token.removeprefix(START)
    return bare.isascii() and bare.isalnum() and bare == bare.lower()


def main() -> None:
    """Write the table, and print what it is."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        raw, vocabulary = wheel.read(WEIGHTS), json.loads(wheel.read(TOKENS))["model"]["vocab"]
    length = int.from_bytes(raw[:8], "little")
    about = json.loads(raw[8 : 8 + length])
    (entry,) = (value for key, value in about.items() if key != "__metadata__")
    assert entry["dtype"] == "F16"
    rows = np.frombuffer(raw[8 + length :], dtype="<f2").reshape(entry["shape"]).astype(np.float64)
    tokens = sorted(filter(plain, vocabulary))
    vectors = rows[[vocabulary[token] for token in tokens]]
    packed, scales = pack(vectors)
    largest = float(scales.max())
    file = io.BytesIO()
    np.savez_compressed(
        file,
        tokens=np.frombuffer("\n".join(tokens).encode(), dtype=np.uint8),
        levels=packed,
        scales=np.rint(scales / largest * LARGEST_SCALE).astype(np.uint8),
    )
    TABLE.write_bytes(file.getvalue())
    print(f"{len(tokens)} tokens, {len(file.getvalue())} bytes, SHA-256 {hashlib.sha256(file.getvalue()).hexdigest()}")


if __name__ == "__main__":
    main()
