"""Laws of the vectors of words as they are packed, two bits a dimension."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st
from mkdocs_qbank.search.table import DIMENSIONS, load_table, pack, unpack
from numpy.typing import NDArray

LEVELS = {-1.5, -0.5, 0.5, 1.5}
PACKED = st.binary(min_size=DIMENSIONS // 4, max_size=DIMENSIONS // 4).map(
    lambda row: np.frombuffer(row, dtype=np.uint8)[None]
)
VECTORS = st.lists(st.floats(-1e6, 1e6), min_size=DIMENSIONS, max_size=DIMENSIONS).map(lambda row: np.array([row]))


@given(PACKED, st.floats(1e-6, 1e6))
@example(np.full((1, DIMENSIONS // 4), 0b11_00_11_00, dtype=np.uint8), 1.0)
@example(np.arange(DIMENSIONS // 4, dtype=np.uint8)[None], 1.0)
def test_packing_is_the_inverse_of_unpacking_at_any_scale(row: NDArray[np.uint8], scale: float) -> None:
    values = unpack(row)
    assume((np.abs(values) == 1.5).any())  # of inner levels alone nobody knows that they are not the outer ones
    packed, _ = pack(values * scale)
    assert packed.tolist() == row.tolist()


@given(PACKED)
def test_every_byte_stands_for_four_levels_the_lowest_bits_first(row: NDArray[np.uint8]) -> None:
    values = unpack(row)
    assert values.shape == (1, DIMENSIONS)
    assert set(values.ravel().tolist()) <= LEVELS
    bits = [int(byte) >> place & 3 for byte in row[0] for place in (0, 2, 4, 6)]
    assert values[0].tolist() == [level - 1.5 for level in bits]


@given(VECTORS)
def test_each_value_becomes_the_nearest_level_of_its_row(vectors: NDArray[np.float64]) -> None:
    packed, scales = pack(vectors)
    assume(scales[0] > 1e-9)
    units = vectors[0] / scales[0]
    far = np.abs(unpack(packed)[0] - units)
    best = np.min([np.abs(level - units) for level in LEVELS], axis=0)
    assert np.allclose(far, best, rtol=1e-9, atol=1e-9)


def test_a_row_of_zeros_is_packed_without_a_warning() -> None:
    packed, scales = pack(np.zeros((2, DIMENSIONS)))
    assert scales.tolist() == [0, 0]
    assert np.isfinite(unpack(packed)).all()


def test_no_vector_is_packed_as_none() -> None:
    packed, scales = pack(np.zeros((0, DIMENSIONS)))
    assert (packed.shape, scales.shape) == ((0, DIMENSIONS // 4), (0,))


@given(st.text(max_size=60))
def test_any_word_has_a_vector_of_finite_numbers(word: str) -> None:
    vectors = load_table().vectors_of([word])
    assert vectors.shape == (1, DIMENSIONS)
    assert np.isfinite(vectors).all()
