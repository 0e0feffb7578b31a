"""Embeddings: real models, as small as they can be, run by the real runtime."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
tokenizers = pytest.importorskip("tokenizers")

from conftest import ROOT, run  # noqa: E402 - after the extra is known to be there
from mkdocs_qbank.embed.cache import Embedding  # noqa: E402
from mkdocs_qbank.embed.embedder import _reader, embed  # noqa: E402
from mkdocs_qbank.embed.model import MODEL_FILES, Model, ModelError, Pooling, find_model  # noqa: E402

WORDS = [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[PAD]",
    "a",
    "cats",
    "purr",
    "ships",
    "cross",
    "oceans",
    "why",
    "stones",
    "weather",
]
TABLE = np.random.default_rng(7).normal(size=(len(WORDS), 5)).astype(np.float32)
ALL_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
CATS, SHIPS, STONES = ["why cats", "cats purr"], ["why ships", "ships cross", "oceans"], ["stones", "stones weather"]

Build = Callable[..., Path]


def write_model(
    file: Path,
    *,
    inputs: Sequence[str] = ALL_INPUTS,
    output: str = "last_hidden_state",
    kind: int = onnx.TensorProto.INT64,
    table: Embedding = TABLE,
) -> None:
    """A model that gives each token its row of a table; as a pooled output, the largest numbers among them."""
    helper = onnx.helper
    pooled = output == "sentence_embedding"
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["rows" if pooled else output])]
    if pooled:
        nodes.append(helper.make_node("ReduceMax", ["rows", "axis"], [output], keepdims=0))
    weights = [onnx.numpy_helper.from_array(table, "table"), onnx.numpy_helper.from_array(np.array([1]), "axis")]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, kind, ["batch", "sequence"]) for name in inputs],
        [helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, None)],
        weights[: 2 if pooled else 1],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(model.SerializeToString())


def write_tokenizer(file: Path) -> None:
    """A tokenizer of whole words that cuts and pads, as those do that are published beside models."""
    vocabulary = {word: index for index, word in enumerate(WORDS)}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 - a token of words
    made.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    made.enable_truncation(8)
    made.enable_padding(length=8, pad_id=3, pad_token="[PAD]")  # noqa: S106
    made.save(str(file))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a whole model."""
    place = tmp_path / "model"
    write_model(place / "model.onnx")
    write_tokenizer(place / "tokenizer.json")
    return place


def configure(folder: Path, name: str, **values: object) -> Model:
    """The model of a folder after a file of settings was added."""
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(values), encoding="utf-8")
    return find_model(str(folder), folder.parent)


def made(texts: Sequence[Sequence[str]], model: Model, cache: Path) -> tuple[Embedding, int]:
    """The embeddings, and how many of them had to be worked out."""
    steps: list[tuple[int, int]] = []
    found = embed(texts, model, cache, lambda done, total: steps.append((done, total)))
    assert steps == [(step, len(steps)) for step in range(1, len(steps) + 1)]
    return found, len(steps)


def rows(text: str) -> Embedding:
    return TABLE[[WORDS.index(word) for word in text.split()]]


def unit(vector: NDArray[np.floating]) -> Embedding:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_a_question_is_the_mean_of_its_tokens_at_length_one(folder: Path, tmp_path: Path) -> None:
    found = embed([CATS, SHIPS], find_model("model", tmp_path), tmp_path / "cache")
    assert found.shape == (2, 5)
    assert found.dtype == np.float32
    assert np.allclose(found[0], unit(rows("[CLS] why cats cats purr [SEP]").mean(axis=0)), atol=1e-6)
    assert np.allclose(found[1], unit(rows("[CLS] why ships ships cross oceans [SEP]").mean(axis=0)), atol=1e-6)


def test_a_model_that_pools_by_its_first_token_is_pooled_so(folder: Path, tmp_path: Path) -> None:
    model = configure(folder, "1_Pooling/config.json", pooling_mode_cls_token=True, pooling_mode_mean_tokens=False)
    assert np.allclose(embed([CATS], model, tmp_path / "cache")[0], unit(rows("[CLS]")[0]), atol=1e-6)


def test_an_output_that_is_pooled_already_is_taken_as_it_is(folder: Path, tmp_path: Path) -> None:
    write_model(folder / "model.onnx", output="sentence_embedding")
    found = embed([CATS], find_model("model", tmp_path), tmp_path / "cache")
    assert np.allclose(found[0], unit(rows("[CLS] why cats cats purr [SEP]").max(axis=0)), atol=1e-6)


@pytest.mark.parametrize("inputs", [ALL_INPUTS[:1], ALL_INPUTS[:2], ALL_INPUTS])
@pytest.mark.parametrize("kind", [onnx.TensorProto.INT32, onnx.TensorProto.INT64])
@pytest.mark.parametrize("output", ["last_hidden_state", "token_embeddings"])
def test_a_model_gets_the_inputs_that_it_asks_for(
    folder: Path, tmp_path: Path, inputs: Sequence[str], kind: int, output: str
) -> None:
    write_model(folder / "model.onnx", inputs=inputs, kind=kind, output=output)
    found = embed([CATS], find_model("model", tmp_path), tmp_path / "cache")
    assert np.allclose(found[0], unit(rows("[CLS] why cats cats purr [SEP]").mean(axis=0)), atol=1e-6)


def test_the_end_of_a_long_answer_counts_and_each_passage_begins_with_the_question(
    folder: Path, tmp_path: Path
) -> None:
    model = configure(folder, "sentence_bert_config.json", max_seq_length=16)
    found = embed([["why ships", "cross " * 12, "oceans " * 11 + "purr"]], model, tmp_path / "cache")
    first = unit(rows("[CLS] why ships " + "cross " * 12 + "[SEP]").mean(axis=0))
    last = unit(rows("[CLS] why ships " + "oceans " * 11 + "purr [SEP]").mean(axis=0))
    assert np.allclose(found[0], unit((first + last) / 2), atol=1e-6)


def test_a_text_without_end_does_not_hold_up_a_build(folder: Path, tmp_path: Path) -> None:
    reader = _reader(find_model("model", tmp_path))
    for heading, body in ([5] * 4, [6] * 1_000_000), ([5] * 1_000_000, [6] * 4), ([5] * 1_000_000, []):
        passages = reader._passages(heading, body)
        assert sum(map(len, passages)) <= 8 * 256
        assert max(map(len, passages)) <= 256


def test_a_question_without_words_has_an_embedding(folder: Path, tmp_path: Path) -> None:
    found = embed([[], [""], ["", ""]], find_model("model", tmp_path), tmp_path / "cache")
    assert np.allclose(np.linalg.norm(found, axis=1), 1)


def test_no_questions_have_no_embeddings(folder: Path, tmp_path: Path) -> None:
    assert len(embed([], find_model("model", tmp_path), tmp_path / "cache")) == 0


def test_an_embedding_does_not_depend_on_what_is_embedded_beside_it(folder: Path, tmp_path: Path) -> None:
    model = find_model("model", tmp_path)
    alone = embed([CATS], model, tmp_path / "one")
    beside = embed([["stones " * 300], SHIPS, CATS, CATS], model, tmp_path / "many")
    assert beside[2].tobytes() == beside[3].tobytes() == alone[0].tobytes()


def test_the_prompt_that_a_model_names_stands_before_every_text(folder: Path, tmp_path: Path) -> None:
    prompts = {"query": "weather ", "passage": "purr "}
    model = configure(folder, "config_sentence_transformers.json", prompts=prompts, default_prompt_name="query")
    found = embed([CATS], model, tmp_path / "cache")
    assert np.allclose(found[0], unit(rows("[CLS] weather why cats cats purr [SEP]").mean(axis=0)), atol=1e-6)


@pytest.mark.parametrize(
    ("name", "values", "length"),
    [
        ("sentence_bert_config.json", {"max_seq_length": 128}, 128),
        ("sentence_bert_config.json", {"max_seq_length": 8192}, 512),
        ("sentence_bert_config.json", {"max_seq_length": None}, 256),
        ("tokenizer_config.json", {"model_max_length": 384}, 384),
        ("tokenizer_config.json", {"model_max_length": 10**30}, 256),
        ("config_sentence_transformers.json", {"prompts": None, "default_prompt_name": "query"}, 256),
        ("1_Pooling/config.json", {"pooling_mode": "mean"}, 256),
    ],
)
def test_a_text_is_as_long_as_the_model_says_or_256_and_never_above_512(
    folder: Path, name: str, values: dict[str, object], length: int
) -> None:
    model = configure(folder, name, **values)
    assert (model.length, model.prompt, model.pooling) == (length, "", Pooling.MEAN)


def test_the_whole_model_is_taken_before_those_made_smaller(folder: Path, tmp_path: Path) -> None:
    (folder / "model.onnx").unlink()
    for name in reversed(MODEL_FILES):
        write_model(folder / name)
        assert find_model("model", tmp_path).file == folder / name


# What is kept


def test_only_what_changed_is_embedded_again(folder: Path, tmp_path: Path) -> None:
    model, cache = find_model("model", tmp_path), tmp_path / "deep" / "cache"
    before, worked_out = made([CATS, SHIPS], model, cache)
    assert worked_out == 2
    after, worked_out = made([SHIPS, ["why cats", "cats purr oceans"], CATS], model, cache)
    assert worked_out == 1
    assert after[2].tobytes() == before[0].tobytes()
    assert after[0].tobytes() == before[1].tobytes()


def test_where_words_are_cut_makes_another_text(folder: Path, tmp_path: Path) -> None:
    _, worked_out = made(
        [["why cats", "purr"], ["why", "cats purr"]], find_model("model", tmp_path), tmp_path / "cache"
    )
    assert worked_out == 2


def test_what_is_kept_needs_no_model_to_be_loaded(folder: Path, tmp_path: Path) -> None:
    model, cache = find_model("model", tmp_path), tmp_path / "cache"
    before = embed([CATS, SHIPS], model, cache)
    _reader.cache_clear()
    (folder / "model.onnx").unlink()
    assert embed([CATS, SHIPS], model, cache).tobytes() == before.tobytes()


def test_another_model_shares_nothing_that_is_kept(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    made([CATS, SHIPS], find_model("model", tmp_path), cache)
    write_model(folder / "model.onnx", table=np.hstack([TABLE, TABLE]))
    found, worked_out = made([CATS, SHIPS], find_model("model", tmp_path), cache)
    assert (found.shape, worked_out) == ((2, 10), 2)
    _, worked_out = made([CATS], configure(folder, "sentence_bert_config.json", max_seq_length=64), cache)
    assert worked_out == 1


def test_what_is_no_longer_used_goes_when_it_outnumbers_the_used(folder: Path, tmp_path: Path) -> None:
    model, cache = find_model("model", tmp_path), tmp_path / "cache"
    made([CATS, SHIPS], model, cache)
    made([STONES], model, cache)
    assert made([CATS, SHIPS], model, cache)[1] == 2
    made([CATS, STONES, ["why stones"]], model, cache)
    assert made([CATS, SHIPS], model, cache)[1] == 0


def test_what_was_done_before_somebody_broke_off_is_kept(folder: Path, tmp_path: Path) -> None:
    model, cache = find_model("model", tmp_path), tmp_path / "cache"

    def break_off(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed([CATS, SHIPS, STONES], model, cache, break_off)
    assert made([CATS, SHIPS, STONES], model, cache)[1] == 1


class Payload:
    """What a hostile cache would hold: unpickling it makes a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.file,)


def broken_caches(good: bytes, trap: Path) -> dict[str, Callable[[Path], object]]:
    return {
        "empty": lambda file: file.write_bytes(b""),
        "cut off": lambda file: file.write_bytes(good[:-7]),
        "no array": lambda file: file.write_bytes(b"<html>not found</html>"),
        "another array": lambda file: np.save(file, np.ones((3, 3))),
        "other fields": lambda file: np.save(file, np.zeros(2, dtype=[("key", "S64"), ("vector", "S4")])),
        "a pickle": lambda file: file.write_bytes(pickle.dumps(Payload(trap))),
        "an array of pickles": lambda file: np.save(file, np.array([Payload(trap)]), allow_pickle=True),
        "other numbers": lambda file: file.write_bytes(good[:-20] + np.full(5, 9, dtype="<f4").tobytes()),
        "no numbers": lambda file: file.write_bytes(good[:-20] + np.full(5, np.nan, dtype="<f4").tobytes()),
        "a folder of too many": lambda file: file.write_bytes(good.replace(b"(2,)", b"(9" + b"9" * 12 + b",)")),
    }


@pytest.mark.parametrize("how", broken_caches(b"", Path()))
def test_a_broken_cache_is_written_anew(folder: Path, tmp_path: Path, how: str) -> None:
    model, cache, trap = find_model("model", tmp_path), tmp_path / "cache", tmp_path / "trap"
    before, _ = made([CATS, SHIPS], model, cache)
    (file,) = cache.glob("*.npy")
    broken_caches(file.read_bytes(), trap)[how](file)
    after, worked_out = made([CATS, SHIPS], model, cache)
    assert worked_out > 0
    assert after.tobytes() == before.tobytes()
    assert made([CATS, SHIPS], model, cache)[1] == 0
    assert not trap.exists()


def test_the_cache_stays_out_of_git_and_leaves_no_other_files(folder: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path / "site"], check=True)
    embed([CATS], find_model("model", tmp_path), tmp_path / "site" / ".cache" / "qbank")
    assert run("git", "status", "--porcelain", cwd=tmp_path / "site").stdout == ""
    assert len(list((tmp_path / "site" / ".cache" / "qbank").iterdir())) == 2


# What goes wrong


def message(action: Callable[[], object]) -> str:
    with pytest.raises(ModelError) as raised:
        action()
    return str(raised.value)


@pytest.mark.parametrize("module", ["onnxruntime", "tokenizers"])
def test_without_the_extra_people_are_told_what_to_install(
    folder: Path, tmp_path: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _reader.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    said = message(lambda: embed([CATS], find_model("model", tmp_path), tmp_path / "cache"))
    assert module in said
    assert said.endswith("run: pip install 'mkdocs-qbank[semantic]'")


def test_the_extra_is_imported_only_when_it_is_used() -> None:
    extra = "{'onnxruntime', 'tokenizers', 'huggingface_hub'}"
    code = f"import sys, mkdocs_qbank.embed.embedder; print({extra} & {{*sys.modules}})"
    assert run("python", "-c", code, cwd=ROOT, check=True).stdout == "set()\n"


def test_a_missing_folder_or_file_is_named_with_what_was_looked_for(folder: Path, tmp_path: Path) -> None:
    assert message(lambda: find_model("./models", tmp_path)).startswith("There is no folder './models'; give ")
    (folder / "tokenizer.json").rename(tmp_path / "kept")
    assert "no tokenizer.json; save " in message(lambda: find_model("model", tmp_path))
    (folder / "model.onnx").unlink()
    said = message(lambda: find_model("model", tmp_path))
    assert all(name in said for name in MODEL_FILES)


def test_a_hub_that_is_out_of_reach_is_told_and_what_was_downloaded_is_used(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("huggingface_hub")
    commit = "0123456789012345678901234567890123456789"
    kept = tmp_path / "hub" / "models--someone--tiny"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text(commit, encoding="utf-8")
    (kept / "snapshots").mkdir()
    folder.rename(kept / "snapshots" / commit)
    code = (
        "import sys, pathlib; from mkdocs_qbank.embed.model import *\n"
        "try: print(find_model(sys.argv[1], pathlib.Path()).file)\n"
        "except ModelError as error: print(error)"
    )
    offline = {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(tmp_path / "hub")}
    for name in ("someone/tiny", f"someone/tiny@{commit}"):
        found = run("python", "-c", code, name, cwd=ROOT, check=True, **offline).stdout
        assert found.strip().endswith("model.onnx")
    said = run("python", "-c", code, "someone/else", cwd=ROOT, check=True, **offline).stdout
    assert said.startswith("There is no folder 'someone/else', and the hub did not give a model of that name (")
    assert said.endswith("or download the model elsewhere and give its folder.\n")


def test_files_that_are_no_model_or_do_not_fit_are_told(folder: Path, tmp_path: Path) -> None:
    def said() -> str:
        return message(lambda: embed([CATS], find_model("model", tmp_path), tmp_path / "cache"))

    write_model(folder / "model.onnx", table=TABLE[:6])
    assert "use both from the same model" in said()
    write_model(folder / "model.onnx", table=np.full_like(TABLE, np.nan))
    assert "not all numbers are finite" in said()
    write_model(folder / "model.onnx", output="logits")
    assert "has the inputs input_ids, attention_mask, token_type_ids and the outputs logits; use a model " in said()
    write_model(folder / "model.onnx", inputs=("input_ids", "pixel_values"))
    assert "has the inputs input_ids, pixel_values and the outputs " in said()
    (folder / "model.onnx").write_text("version https://git-lfs.github.com/spec/v1\n", encoding="utf-8")
    assert "onnxruntime cannot load " in said()
    write_model(folder / "model.onnx")
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    assert "tokenizers cannot use " in said()


def test_settings_that_cannot_be_followed_are_told(folder: Path) -> None:
    pooling = {"pooling_mode_mean_tokens": False, "pooling_mode_lasttoken": True}
    assert "asks for lasttoken; use " in message(lambda: configure(folder, "1_Pooling/config.json", **pooling))
    (folder / "1_Pooling" / "config.json").write_text("{", encoding="utf-8")
    assert "is not JSON" in message(lambda: find_model(str(folder), folder))


def test_a_cache_that_cannot_be_written_is_told_before_the_work(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    steps: list[int] = []
    model = find_model("model", tmp_path)
    said = message(lambda: embed([CATS], model, tmp_path / "cache", lambda done, _: steps.append(done)))
    assert said.endswith("name another folder.")
    assert not steps
