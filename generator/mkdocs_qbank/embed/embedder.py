"""Embedding of questions: texts with similar meanings get similar vectors (Reimers and Gurevych, 2019).

Models read a few hundred tokens at a time, so a long question is split into passages of equal length, each preceded by
the question itself. The embedding of the question is the mean of its passages, so the end of an answer counts too.

**The same text always gets the same vector.** Passages run through the model one at a time, each in one thread; in a
batch they would be padded, and a model with quantized activations would round them depending on the rest of the batch.
This costs nothing, because padding takes more time than batches save. Another version of onnxruntime or another
processor may still differ in the last digits; the version is part of the cache key.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mkdocs_qbank.embed.cache import Embedding, prepare, read_cache, write_cache
from mkdocs_qbank.embed.model import Model, ModelError, Pooling, find_model, first_line, needed

CACHE = ".cache/qbank"
"""The default folder of the cache, beside mkdocs.yml."""
_VERSION = 1
"""Part of the cache key: increment it when the same text and model give another vector."""
_PASSAGES = 8
"""The maximum number of passages read of a question, to limit the time for long texts."""
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OUTPUTS = ("sentence_embedding", "token_embeddings", "last_hidden_state")
"""The supported outputs of a model: one pooled vector, or one vector for each token."""

Progress = Callable[[int, int], None]
"""A function called with the number of questions embedded so far and their total."""


def embed(
    texts: Sequence[Sequence[str]], model: Model, cache: Path, progress: Progress | None = None
) -> NDArray[np.float32]:
    """Return the embedding of each question as a row of length 1, in the order of `texts`.

    Each text is the question itself, followed by the texts of its parts. Embeddings in the folder `cache` are reused,
    and new ones are saved there, even when interrupted. Raises ModelError if the model cannot be run or the folder
    cannot be written.
    """
    about = [_VERSION, needed("onnxruntime").__version__, model.digest]
    keys = [hashlib.sha256(json.dumps([*about, *text]).encode()).hexdigest() for text in texts]
    kept = read_cache(cache)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if missing:
        try:
            prepare(cache)  # first, so that an unwritable folder is reported before the work
            _embed_missing(missing, model, kept, progress, lambda: write_cache(cache, kept, set(keys)))
        except OSError as error:
            raise ModelError(f"'{cache}' cannot be written ({first_line(error)}); name another folder.") from error
    return np.array([kept[key] for key in keys], dtype=np.float32)


def _embed_missing(
    missing: Mapping[str, Sequence[str]],
    model: Model,
    kept: dict[str, Embedding],
    progress: Progress | None,
    save: Callable[[], None],
) -> None:
    """Add the missing embeddings to `kept`, in as many threads as there are processors, and save them."""
    reader, known = _reader(model), len(kept)
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        for done, (key, vector) in enumerate(zip(missing, pool.map(reader.read, missing.values()), strict=True), 1):
            kept[key] = vector
            if progress:
                progress(done, len(missing))
    finally:
        pool.shutdown(cancel_futures=True)
        if len(kept) > known:
            save()


def embedder(
    name: str, folder: Path, progress: Progress | None = None
) -> Callable[[Sequence[Sequence[str]]], NDArray[np.float32]]:
    """Return a function that embeds questions with the named model and caches the embeddings below `folder`.

    Raises ModelError if there is no such model or it cannot be used.
    """
    model = find_model(name, folder)
    return lambda texts: embed(texts, model, folder / CACHE, progress)


@lru_cache(maxsize=1)
def _reader(model: Model) -> _Reader:
    """Return the loaded model, cached because `mkdocs serve` embeds after every change."""
    return _Reader(model)


class _Reader:
    """A loaded model; `read` is thread-safe."""

    def __init__(self, model: Model) -> None:
        self.model = model
        runtime, tokenizers = needed("onnxruntime"), needed("tokenizers")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4  # fatal only: errors are also raised
        try:
            self.session = runtime.InferenceSession(str(model.file), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(
                f"onnxruntime cannot load '{model.file}' ({first_line(error)}); download the model again."
            ) from error
        self.inputs = {item.name: np.int32 if "int32" in item.type else np.int64 for item in self.session.get_inputs()}
        outputs = [item.name for item in self.session.get_outputs()]
        self.output = next((name for name in _OUTPUTS if name in outputs), None)
        if self.output is None or not self.inputs.keys() <= set(_INPUTS):
            raise ModelError(
                f"'{model.file}' has the inputs {', '.join(self.inputs)} and the outputs {', '.join(outputs)}; use a "
                f"model with inputs among {', '.join(_INPUTS)} and one of the outputs {', '.join(_OUTPUTS)}."
            )
        try:
            self.tokenizer = tokenizers.Tokenizer.from_file(str(model.tokenizer))
            self.tokenizer.no_truncation()
            self.tokenizer.no_padding()
            framed = self.tokenizer.encode("a")
            positions = [position for position, special in enumerate(framed.special_tokens_mask) if not special]
            self.before, self.after = framed.ids[: positions[0]], framed.ids[positions[-1] + 1 :]
        except Exception as error:
            raise ModelError(
                f"tokenizers cannot use '{model.tokenizer}' ({first_line(error)}); download the model again."
            ) from error

    def read(self, text: Sequence[str]) -> Embedding:
        """Return the embedding of one question: the mean of those of its passages, scaled to length 1."""
        heading, *parts = text or [""]
        passages = self._passages(self._tokens(self.model.prompt + heading), self._tokens(" ".join(parts)))
        try:
            vectors = [_unit(self._vector(passage)) for passage in passages]
        except Exception as error:
            raise ModelError(
                f"'{self.model.file}' fails on the tokens of '{self.model.tokenizer}' ({first_line(error)}); "
                "use both from the same model."
            ) from error
        return _unit(np.mean(vectors, axis=0))

    def _tokens(self, text: str) -> list[int]:
        # One text at a time: encode_batch starts threads, which print warnings when the process is forked.
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def _passages(self, heading: list[int], body: list[int]) -> list[list[int]]:
        room = self.model.length - len(self.before) - len(self.after)
        heading = heading[: room // 2] if body else heading[:room]
        count = max(1, ceil(len(body) / (room - len(heading) or 1)))
        size = ceil(len(body) / count)
        parts = [body[size * number : size * (number + 1)] for number in range(min(count, _PASSAGES))]
        return [[*self.before, *heading, *part, *self.after] for part in parts]

    def _vector(self, ids: list[int]) -> Embedding:
        values = {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": [0] * len(ids)}
        feed = {name: np.array([values[name]], dtype=kind) for name, kind in self.inputs.items()}
        vector: Embedding = self.session.run([self.output], feed)[0][0]
        if vector.ndim > 1:
            vector = vector[0] if self.model.pooling is Pooling.CLS else vector.mean(axis=0)
        return vector


def _unit(vector: Embedding) -> Embedding:
    length = np.linalg.norm(vector)
    if not np.isfinite(length):
        raise ValueError("not all numbers are finite")
    return (vector / length if length else vector).astype(np.float32)
