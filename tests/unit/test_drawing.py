"""The drawing of a neighbourhood: nothing covers anything, all of it fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from mkdocs_qbank.render.neighbourhood import WIDTH, Neighbour, draw, measure, wrap

titles = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=160)
neighbours = st.builds(
    Neighbour,
    title=titles,
    url=st.just("x/"),
    kind=st.just("related"),
    label=st.just("Related"),
    leads_here=st.booleans(),
)


@given(title=titles, before=st.lists(neighbours, max_size=4), after=st.lists(neighbours, max_size=8))
def test_cards_lie_within_the_drawing_and_apart(title: str, before: list[Neighbour], after: list[Neighbour]) -> None:
    drawing = draw(title, before, after)
    boxes = [drawing["centre"], *drawing["cards"]]
    assert len(boxes) == 1 + len(before) + len(after)
    for box in boxes:
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= WIDTH
        assert box["y"] + box["height"] <= drawing["height"]
        for line in box["nodes"]:
            assert box["y"] < line["y"] < box["y"] + box["height"]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert beside or above


@given(text=titles, width=st.floats(40, 300))
def test_no_line_of_a_title_is_wider_than_its_card(text: str, width: float) -> None:
    lines = wrap(text, width, 12.0)
    assert len(lines) <= 4
    assert all(measure(line, 12.0) <= width for line in lines)


def test_what_is_cut_says_so() -> None:
    assert wrap("word " * 50, 100, 12.0)[-1].endswith("…")
