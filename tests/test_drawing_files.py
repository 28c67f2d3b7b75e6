"""Demos as files and as words: SVG, PNG, HTML, plain text, and sentences for screen readers."""

import builtins
import re
import struct
from xml.etree import ElementTree

import numpy as np
import pytest

from nnquiz import NNQuizError
from nnquiz.drawing import html, png, sentences, svg, text
from nnquiz.drawing.figures import figure
from nnquiz.drawing.story import story_of
from nnquiz.frames import Ask, Bars, Claim, Grid, Lines, Points, Say, Table

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \"both\" ]]> \x1b[31m"

LINES = Lines(key="loss", title="Loss", series={"train": [1.0, 0.5, 0.25]}, x="steps")
EVERYTHING = [
    LINES,
    Points(
        key="p",
        title="Points",
        xy=[[0, 0], [1, 2]],
        label=[0, 1],
        field=np.eye(4),
        legend=["no", "yes"],
    ),
    Grid(
        key="g",
        title="Grid",
        cells={"m": [[0.1, 0.9], [0.5, np.nan]]},
        rows=["r", "s"],
        columns=["c", "d"],
    ),
    Bars(key="b", title="Bars", bars={"one": 1.0, "two": -2.0}, unit="%"),
    Table(key="t", title="Table", head=["name", "loss"], rows=[["plain", 0.5]]),
]
HOLDS = Claim("share right", 0.97, ">=", 0.95)
FAILS = Claim("loss at the end", 0.5, "<=", 0.1, otherwise="More steps may do.")


def words_of(document):
    return [element.text for element in ElementTree.fromstring(document).iter(f"{SVG}text")]


# SVG and PNG.


def test_an_svg_has_the_title_the_pictures_and_the_claims():
    words = words_of(svg.page("Backpropagation", EVERYTHING, [HOLDS, FAILS]))
    assert words[0] == "Backpropagation"
    assert {"Loss", "Points", "Grid", "Bars", "Table"} <= set(words)
    assert "holds: share right: 0.97 (at least 0.95)" in words
    assert "does not hold: loss at the end: 0.5 (at most 0.1)" in words
    assert "More steps may do." in words


def test_hostile_names_are_escaped_in_an_svg():
    shown = [
        Lines(
            key="k", title=HOSTILE, series={HOSTILE: [1, 2]}, x=HOSTILE, marks={HOSTILE: ("y", 1.5)}
        ),
        Bars(key="b", title=HOSTILE, bars={HOSTILE: 1}),
        Table(key="t", title=HOSTILE, head=[HOSTILE], rows=[[HOSTILE]]),
    ]
    document = svg.page(HOSTILE, shown, [Claim(HOSTILE, 1, "<", 2, unit=HOSTILE)])
    root = ElementTree.fromstring(document)
    assert not [element for element in root.iter() if "script" in str(element.tag)]
    assert any("<script>" in (word or "") for word in words_of(document))


def test_an_svg_is_as_wide_as_its_view_and_fits_a_phone():
    root = ElementTree.fromstring(svg.page("t", [LINES]))
    _, _, wide, tall = map(float, root.get("viewBox").split())
    assert float(root.get("width")) == wide <= 560
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.get("x")) <= wide
        assert 0 <= float(element.get("y")) <= tall


def test_an_svg_tells_those_who_cannot_see_it():
    described = [e.text for e in ElementTree.fromstring(svg.page("t", [LINES])).iter(f"{SVG}desc")]
    assert described == [sentences.describe(LINES)]


def test_a_rising_line_rises_in_an_svg():
    root = ElementTree.fromstring(
        svg.picture(Lines(key="k", title="", series={"a": np.arange(9.0)}))
    )
    path = next(e.get("d") for e in root.iter(f"{SVG}path") if e.get("stroke-linejoin"))
    places = [tuple(map(float, pair)) for pair in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]
    assert np.all(np.diff([x for x, _ in places]) > 0)
    assert np.all(np.diff([y for _, y in places]) < 0)


def test_a_png_shows_the_words_too():
    pytest.importorskip("resvg_py")
    plain, titled = (png.page(title, [LINES], [HOLDS]) for title in ("", "Backpropagation"))
    assert titled.startswith(b"\x89PNG\r\n\x1a\n")
    wide, tall = struct.unpack(">II", titled[16:24])
    assert wide > 900
    assert tall > 500
    assert titled != plain


def test_a_png_without_the_extra_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **more):
        if name == "resvg_py":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NNQuizError, match=r'pip install "nnquiz\[png\]".*\.svg'):
        png.page("t", [LINES])


# HTML and plain text.

ASK = Ask("How many?", ("one", "two"), 1, "it was counted.")


def test_a_page_tells_the_whole_story_in_order():
    page = html.page("Demo", [ASK, LINES, Say("It falls."), HOLDS, FAILS])
    places = [
        page.index(part) for part in ("<h1>Demo", "How many?", "<svg", "It falls.", "<table>")
    ]
    assert places == sorted(places)
    assert "✔ holds" in page
    assert "✘ does not hold" in page
    assert "More steps may do." in page


def test_a_page_asks_nothing_of_the_network():
    page = html.page("Demo", [*EVERYTHING, HOLDS])
    assert not re.search(r"\b(src|href|@import|url)\b", page)
    assert set(re.findall(r"https?://[^\"'\s]+", page)) == {"http://www.w3.org/2000/svg"}


def test_hostile_words_are_escaped_in_a_page():
    frames = [
        Say(HOSTILE),
        Ask(HOSTILE, (HOSTILE,), 0, HOSTILE),
        Claim(HOSTILE, 2, "<", 1, HOSTILE, HOSTILE),
    ]
    page = html.page(HOSTILE, frames)
    assert "<script" not in page
    assert "\x1b" not in page


def test_of_each_key_the_last_picture_is_shown_at_its_first_place():
    early = Lines(key="loss", title="early", series={"a": [1, 2]})
    frames = [early, Table(key="t", title="table", head=["a"], rows=[[1]]), LINES]
    assert [p.title for p in story_of(frames).pictures] == ["Loss", "table"]
    page = text.page("Demo", frames)
    assert "early" not in page
    assert page.index("Loss") < page.index("table")


def test_a_text_has_narration_question_and_claims_with_sign_and_word():
    page = text.page("Demo", [ASK, Say("word " * 40), LINES, HOLDS, FAILS])
    assert page.startswith("Demo\n====\n")
    assert "  b) two\nAnswer: b) two; it was counted." in page
    assert "  ✔ holds: share right: 0.97 (at least 0.95)" in page
    assert "  ✘ does not hold: loss at the end: 0.5 (at most 0.1)\n    More steps may do." in page
    assert max(map(len, page.splitlines())) <= 80


# Words alone.


def test_a_curve_is_told_by_its_ends_and_extremes():
    picture = Lines(
        key="k", title="Loss", series={"backprop": ([3, 6, 900], [0.71, 0.8, 0.002])}, x="passes"
    )
    assert sentences.describe(picture).splitlines() == [
        "Chart: Loss.",
        "backprop: from 0.71 down to 0.002, from passes 3 to 900; most 0.8 at 6.",
    ]


def test_a_grid_is_told_by_its_largest_and_smallest_cell():
    words = sentences.describe(EVERYTHING[2])
    assert "largest 0.9 at row r, column d, smallest 0.1 at row r, column c; 1 missing." in words


def test_points_bars_and_tables_are_told_by_their_figures():
    assert "no: 1 point, in the middle at 0, 0." in sentences.describe(EVERYTHING[1])
    assert "two: -2 %." in sentences.describe(EVERYTHING[3])
    assert "name plain: loss 0.5." in sentences.describe(EVERYTHING[4])


def test_a_histogram_is_told_by_its_peak():
    picture = Bars(key="k", title="t", bars={"n": [1, 5, 2]}, edges=[0, 10, 20, 30])
    assert "n: 8 in all, mean about 16.2, most between 10 and 20." in sentences.describe(picture)


def test_a_claim_is_told_with_its_verdict():
    assert sentences.describe(HOLDS) == "Holds: share right: 0.97, to be at least 0.95."
    assert sentences.describe(FAILS).endswith("\nMore steps may do.")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.012345, "0.0123"), (1185, "1185"), (1185.4, "1185"), (4.1234e-7, "4.12e-7"), (0, "0"), (-0.5, "-0.5"),
        (2.5e9, "2.5e9"), (True, "1"), (np.int64(40), "40"), (float("nan"), "none"), ("Adam", "Adam"), (99.96, "100"),
    ],
)  # fmt: skip
def test_figures_have_three_digits(value, written):
    assert figure(value) == written
