"""Questions as vectors that are near when their meanings are (sentence embeddings; Reimers and Gurevych, 2019).

A model reads a few hundred tokens at a time, so a long question is cut into passages of equal length. Each begins with
the question's own words, and the mean of their vectors stands for the whole; nothing at an answer's end is lost.

**The same text gives the same vector.** Passages go through the model one by one, each in one thread; beside others
they would be padded, and a model with quantized activations would round them by what else there is. That costs nothing:
padding takes more time than batches save. Another version of onnxruntime, or a processor with other instructions, may
still round the last digits otherwise; the version is part of what the cache goes by.
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
"""Where embeddings are kept, beside mkdocs.yml, unless somebody says otherwise."""
_VERSION = 1
"""Raise it when the same text and model come to give another vector."""
_PASSAGES = 8
"""How many passages of a question are read at most, so that no text, however long, holds up a build."""
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OUTPUTS = ("sentence_embedding", "token_embeddings", "last_hidden_state")
"""What a model may give: one vector that is pooled already, or one for each token."""

Progress = Callable[[int, int], None]
Vectors = NDArray[np.float32]


def embed(
    texts: Sequence[Sequence[str]], model: Model, cache: Path, progress: Progress | None = None
) -> NDArray[np.float32]:
    """Return the embedding of each question as a row of length 1, in the order of `texts`.

    Each text is a question's own words and then the words of its parts. What stands in the folder `cache` is not worked
    out again, and what was worked out is kept there, also when somebody breaks off; `progress` is told how many are
    done, and of how many. Raises ModelError where the model cannot be run or the folder cannot be written.
    """
    runtime = needed("onnxruntime")
    about = [_VERSION, runtime.__version__, model.digest]
    keys = [hashlib.sha256(json.dumps([*about, *text]).encode()).hexdigest() for text in texts]
    kept = read_cache(cache)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if missing:
        try:
            prepare(cache)  # before the work, so that nobody waits for what cannot be kept
            _work_out(missing, model, kept, progress, lambda: write_cache(cache, kept, set(keys)))
        except OSError as error:
            raise ModelError(f"'{cache}' cannot be written ({first_line(error)}); name another folder.") from error
    return np.array([kept[key] for key in keys], dtype=np.float32)


def _work_out(
    missing: Mapping[str, Sequence[str]],
    model: Model,
    kept: dict[str, Embedding],
    progress: Progress | None,
    keep: Callable[[], None],
) -> None:
    """Add what is missing to what is kept, as many questions at once as there are processors."""
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
            keep()


def embedder(name: str, folder: Path, progress: Progress | None = None) -> Callable[[Sequence[Sequence[str]]], Vectors]:
    """Return what embeds questions with the model of that name, and keeps the embeddings below `folder`.

    Raises ModelError where there is no such model or it cannot be used.
    """
    model = find_model(name, folder)
    return lambda texts: embed(texts, model, folder / CACHE, progress)


@lru_cache(maxsize=1)
def _reader(model: Model) -> _Reader:
    """A model that has been loaded, kept for the next time: `mkdocs serve` embeds after every change."""
    return _Reader(model)


class _Reader:
    """A loaded model, which may read in several threads at once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        runtime, tokenizers = needed("onnxruntime"), needed("tokenizers")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4  # what goes wrong is raised as well
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
                f"'{model.file}' makes {', '.join(outputs)} of {', '.join(self.inputs)}; "
                f"use a model that makes one of {', '.join(_OUTPUTS)} of {', '.join(_INPUTS)} or some of them."
            )
        try:
            self.tokenizer = tokenizers.Tokenizer.from_file(str(model.tokenizer))
            self.tokenizer.no_truncation()
            self.tokenizer.no_padding()
            framed = self.tokenizer.encode("a")
            places = [place for place, special in enumerate(framed.special_tokens_mask) if not special]
            self.before, self.after = framed.ids[: places[0]], framed.ids[places[-1] + 1 :]
        except Exception as error:
            raise ModelError(
                f"tokenizers cannot use '{model.tokenizer}' ({first_line(error)}); download the model again."
            ) from error

    def read(self, text: Sequence[str]) -> Embedding:
        """Return the vector of one question: the mean of those of its passages."""
        heading, *parts = text or [""]
        passages = self._passages(self._tokens(self.model.prompt + heading), self._tokens(" ".join(parts)))
        try:
            vectors = [_unit(self._vector(passage)) for passage in passages]
        except Exception as error:
            raise ModelError(
                f"'{self.model.file}' ends on what '{self.model.tokenizer}' makes of a text ({first_line(error)}); "
                "take both from the same model."
            ) from error
        return _unit(np.mean(vectors, axis=0))

    def _tokens(self, text: str) -> list[int]:
        # One text at a time: encode_batch starts threads of its own, which complain when the process is forked.
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _passages(self, heading: list[int], body: list[int]) -> list[list[int]]:
        room = self.model.length - len(self.before) - len(self.after)
        heading = heading[: room // 2] if body else heading[:room]
        count = max(1, ceil(len(body) / (room - len(heading) or 1)))
        size = ceil(len(body) / count)
        cuts = [body[size * place : size * (place + 1)] for place in range(min(count, _PASSAGES))]
        return [[*self.before, *heading, *cut, *self.after] for cut in cuts]

    def _vector(self, ids: list[int]) -> Embedding:
        values = {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": [0] * len(ids)}
        feed = {name: np.array([values[name]], dtype=kind) for name, kind in self.inputs.items()}
        (made,) = self.session.run([self.output], feed)
        found = made[0]
        if found.ndim > 1:
            found = found[0] if self.model.pooling is Pooling.CLS else found.mean(axis=0)
        vector: Embedding = found
        return vector


def _unit(vector: Embedding) -> Embedding:
    length = np.linalg.norm(vector)
    if not np.isfinite(length):
        raise ValueError("not all numbers are finite")
    return (vector / length if length else vector).astype(np.float32)
