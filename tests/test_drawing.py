"""What pictures look like in a terminal: charts, heat maps, bars, tables, and several on a screen."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nnquiz.drawing import cells, layout, palette, sentences, svg, text
from nnquiz.drawing.contour import contour
from nnquiz.drawing.pictures import good_rows, scene_of
from nnquiz.drawing.scene import Scene
from nnquiz.drawing.style import PLAIN, Style, style_of
from nnquiz.drawing.wording import columns, cut, wrap
from nnquiz.frames import Bars, Claim, Grid, Lines, Points, Say, Table

ASCII = Style(0, unicode=False)
TRUE = Style(16777216)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
BRAILLE = re.compile("[\u2801-\u28ff]")


def drawn(picture, width=80, height=24, style=PLAIN):
    return cells.rows(scene_of(picture, width, height), style)


def inside(lines):
    """The part of a chart to the right of its y axis."""
    return [
        line.split("│" if "│" in line else "┤", 1)[1]
        for line in lines
        if "│" in line or "┤" in line
    ]


def lines_of(**series):
    return Lines(key="k", title="title", series=series)


# Charts.


def test_a_rising_line_rises():
    rows = inside(drawn(lines_of(up=np.arange(50.0))))
    first = [row[:15] for row in rows]
    last = [row[60:] for row in rows]
    where_first = [i for i, row in enumerate(first) if BRAILLE.search(row)]
    where_last = [i for i, row in enumerate(last) if BRAILLE.search(row)]
    assert min(where_first) > max(where_last)


def test_a_log_axis_shows_powers_of_ten_and_equal_steps():
    picture = Lines(key="k", title="t", series={"a": 10.0 ** -np.arange(7)}, log_y=True)
    rows = drawn(picture)
    labelled = [(i, row.split("┤")[0].strip()) for i, row in enumerate(rows) if "┤" in row]
    assert len(labelled) >= 3
    assert all(re.fullmatch(r"1e-?\d+|1|10", label) for _, label in labelled)
    powers = [round(np.log10(float(label))) for _, label in labelled]
    slopes = np.diff([i for i, _ in labelled]) / -np.diff(powers)
    assert np.ptp(slopes) <= 1


def test_a_log_axis_of_few_powers_has_ticks_between_them():
    picture = Lines(
        key="k", title="t", series={"a": ([4, 20, 100], [11, 60, 640])}, log_x=True, log_y=True
    )
    rows = drawn(picture)
    upward = [row.split("┤")[0].strip() for row in rows if "┤" in row]
    assert upward == ["500", "200", "100", "50", "20", "10"]
    assert rows[-1].split() == ["5", "10", "20", "50", "100"]


def test_ticks_are_round_numbers():
    rows = drawn(lines_of(a=np.linspace(0.13, 0.97, 30)))
    ticks = [row.split("┤")[0].strip() for row in rows if "┤" in row]
    assert ticks == ["0.9", "0.8", "0.7", "0.6", "0.5", "0.4", "0.3", "0.2"]
    assert re.split(r"\s+", rows[-1].strip()) == ["0", "5", "10", "15", "20", "25"]


def test_every_series_can_be_told_apart_without_colour():
    series = {
        name: np.sin(np.arange(60) / 9 + k)
        for k, name in enumerate(["one", "two", "three", "four"])
    }
    for style in (PLAIN, ASCII):
        rows = drawn(lines_of(**series), style=style)
        legend = rows[1]
        body = "\n".join(row[8:] for row in rows[2:-2])
        for letter, name in zip("abcd", series, strict=True):
            assert f"{letter} {name}" in legend
            assert letter in body


def test_curves_that_lie_on_each_other_show_both_letters():
    same = np.linspace(0, 1, 80)
    body = "\n".join(drawn(lines_of(measured=same, theory=same))[2:-1])
    assert "a" in body
    assert "b" in body


def test_series_have_colours_of_their_own_where_there_are_colours():
    rows = drawn(lines_of(a=np.zeros(9), b=np.ones(9)), style=TRUE)
    colours = {f";38;2;{r};{g};{b}" for r, g, b in (palette.series(0), palette.series(1))}
    assert all(any(colour in row for row in rows) for colour in colours)


def test_a_nan_leaves_a_gap():
    whole, broken = np.zeros(100), np.zeros(100)
    broken[40:60] = np.nan
    row = next(r for r in drawn(lines_of(a=broken)) if BRAILLE.search(r))
    gap = max(len(run) for run in re.findall(" +", row.split("a", 1)[1].rstrip()) or [""])
    assert gap >= 10
    full = next(r for r in drawn(lines_of(a=whole)) if BRAILLE.search(r))
    assert " " not in inside([full])[0].strip()


def test_a_mark_is_drawn_and_named_on_each_axis():
    picture = Lines(
        key="k",
        title="t",
        series={"a": np.arange(20.0)},
        marks={"stop": ("x", 10), "goal": ("y", 12)},
    )
    rows = inside(drawn(picture))
    assert any("stop" in row for row in rows)
    assert any("goal" in row for row in rows)
    crossing = [row for row in rows if len(BRAILLE.findall(row)) > 30]
    assert len(crossing) == 1  # the mark across; the curve itself is steep


def test_a_mark_outside_the_values_is_still_on_the_chart():
    picture = Lines(key="k", title="t", series={"a": np.arange(5.0)}, marks={"far": ("y", 100)})
    assert any("far" in row for row in drawn(picture))


def test_names_of_axes_and_the_title_are_written():
    picture = Lines(
        key="k", title="Loss of both", series={"a": np.arange(5.0)}, x="steps", y="loss"
    )
    rows = drawn(picture)
    assert rows[0] == "Loss of both"
    assert "loss" in rows[2]
    assert rows[-1].strip() == "steps"


def test_a_long_title_is_cut_with_an_ellipsis_or_wrapped():
    picture = Lines(key="k", title="word " * 30, series={"a": [1, 2]})
    assert drawn(picture, 40, 6)[0].endswith("…")
    rows = drawn(picture, 60, 20)
    assert rows[1].startswith("word")
    assert rows[1].endswith("…")


# Points.


def moons():
    field = np.tile(np.linspace(0, 1, 48), (32, 1))
    xy = np.column_stack([np.linspace(-0.9, 0.9, 40), np.zeros(40)])
    return Points(
        key="k",
        title="t",
        xy=xy,
        label=(xy[:, 0] > 0).astype(int),
        field=field,
        extent=(-1, 1, -1, 1),
    )


@pytest.mark.parametrize("style", [PLAIN, ASCII, Style(16)], ids=["plain", "ascii", "16"])
def test_a_decision_boundary_is_seen_without_shades(style):
    rows = [ESCAPE.sub("", row) for row in drawn(moons(), style=style)][1:-2]
    for row in rows[2:-3]:
        if "x" in row:
            continue
        left, right = row[8:30], row[55:78]
        assert left.strip(" ·.") == ""  # one side bare, the other filled, a line between
        assert set(right) <= set(":░" if style.unicode else "-:")
        assert re.search("#|[\u2801-\u28ff]", row[36:48])


def test_the_boundary_lies_where_the_field_crosses_a_half():
    across, up = contour(np.tile([0.0, 0.25, 1.0], (4, 1)), 0.5)
    assert across[np.isfinite(across)] == pytest.approx((1.5 + 1 / 3) / 3)
    assert np.nanmin(up) == pytest.approx(0.5 / 4)
    assert np.nanmax(up) == pytest.approx(3.5 / 4)


def test_the_two_sides_have_the_colours_of_their_points():
    rows = drawn(moons(), style=TRUE)
    middle = rows[4]
    grounds = re.findall(r"48;2;(\d+);(\d+);(\d+)", middle)
    (r0, _, b0), (r1, _, b1) = (tuple(map(int, grounds[k])) for k in (0, -1))
    assert b0 > r0
    assert r1 > b1


def test_each_label_has_a_sign_that_the_legend_names():
    picture = Points(
        key="k",
        title="t",
        xy=[[0, 0], [1, 1], [2, 0]],
        label=np.array([0, 1, 2]),
        legend=["cat", "dog", "emu"],
    )
    rows = drawn(picture)
    assert "o cat" in rows[1]
    assert "x dog" in rows[1]
    assert "+ emu" in rows[1]
    body = "\n".join(inside(rows[2:]))
    assert [body.count(sign) for sign in "ox+"] == [1, 1, 1]


def test_names_stand_in_place_of_points_and_do_not_overlap():
    names = [f"word{i}" for i in range(30)]
    xy = np.random.default_rng(0).normal(size=(30, 2))
    body = "\n".join(drawn(Points(key="k", title="t", xy=xy, names=names)))
    assert set(names) <= set(re.findall(r"\bword\d+\b", body))


def test_of_names_in_one_place_none_is_written_over_another():
    names = [f"word{i}" for i in range(60)]
    rows = drawn(Points(key="k", title="t", xy=np.zeros((60, 2)), names=names), 40, 12)
    written = " ".join(inside(rows)).split()
    assert 5 < len(written) < 60
    assert set(written) <= {*names, "o"}


def test_a_path_outside_the_extent_ends_at_the_border():
    picture = Points(
        key="k",
        title="t",
        xy=np.zeros((0, 2)),
        extent=(0, 1, 0, 1),
        paths=[[[0.5, 0.5], [50, 0.5]]],
    )
    row = next(r for r in drawn(picture) if len(BRAILLE.findall(r)) > 10)
    assert columns(row) == 80
    middle = inside([row])[0]
    assert middle[:30].strip() == ""


# Grids.


@pytest.mark.parametrize(
    ("style", "ramp"), [(PLAIN, " ·░▒▓█"), (ASCII, " .:-=+*#%@")], ids=["unicode", "ascii"]
)
def test_a_heat_map_without_colour_shows_dark_and_bright(style, ramp):
    values = np.linspace(0, 1, 10)[None, :].repeat(4, axis=0)
    rows = drawn(Grid(key="k", title="t", cells={"m": values}), 60, 12, style)
    strip = rows[2]
    order = [ramp.index(sign) for sign in strip]
    assert order == sorted(order)
    assert order[-1] == len(ramp) - 1


def test_a_heat_map_is_brighter_where_the_value_is_larger():
    values = np.linspace(0, 1, 16)[None, :].repeat(4, axis=0)
    for name in ("sequential",):
        colours = palette.shades(values[0], name, "dark")
        light = palette.brightness(colours)
        assert np.all(np.diff(light) > 0)


def test_the_neutral_value_parts_two_kinds_of_signs():
    values = np.array([[-1.0, 0.0, 0.4]])
    rows = drawn(Grid(key="k", title="t", cells={"m": values}, middle=0), 60, 12)
    low, middle, high = rows[2][0], rows[2][10], rows[2][18]
    assert low == "≡"
    assert middle == "·"
    assert high in "░▒"


def test_matrices_share_one_scale():
    rows = drawn(
        Grid(key="k", title="t", cells={"a": np.full((3, 3), 1.0), "b": np.full((3, 3), 9.0)}),
        60,
        12,
    )
    body = "\n".join(rows[2:-2])
    assert "█" in body
    assert "▒" not in body


def test_figures_and_names_are_written_where_there_is_room():
    picture = Grid(
        key="k",
        title="t",
        cells={"": [[0.25, 0.75], [1.0, 0.0]]},
        rows=["yes", "no"],
        columns=["left", "right"],
    )
    body = "\n".join(drawn(picture))
    for word in ("0.25", "0.75", "1.00", "0.00", "yes", "no", "left", "right"):
        assert word in body


def test_bands_of_matrices_and_the_key_do_not_overlap():
    filters = {name: np.full((5, 5), i) for i, name in enumerate("ABCDEFGH")}
    for height in range(8, 40):
        rows = drawn(Grid(key="k", title="t", cells=filters), 38, height, TRUE)
        key = next(i for i, row in enumerate(rows) if ESCAPE.sub("", row).startswith("0 "))
        bare = [ESCAPE.sub("", row) for row in rows]
        names = [i for i, row in enumerate(bare) if re.match(r"[A-H]( +[A-H])*$", row)]
        assert " ".join(bare[i] for i in names).split() == list("ABCDEFGH")
        assert key > max(names) + 1
        assert bare[key].rstrip().endswith("7")


def test_thin_strokes_of_an_image_are_seen_where_it_is_drawn_small():
    image = np.zeros((24, 24))
    image[:, ::6] = 1
    rows = drawn(Grid(key="k", title="t", cells={"m": image}), 10, 8)
    assert all(len(set(row)) > 1 for row in rows[2:6])


def test_a_missing_value_is_marked():
    body = "\n".join(drawn(Grid(key="k", title="t", cells={"m": [[1, np.nan], [0, 1]]}), 40, 12))
    assert body.count("×") == 1


# Bars and tables.


def test_bars_are_as_long_as_their_values():
    rows = drawn(Bars(key="k", title="t", bars={"one": 1, "two": 2, "four": 4}))
    lengths = [row.count("▇") for row in rows[1:]]
    assert lengths[1] == pytest.approx(2 * lengths[0], abs=1)
    assert lengths[2] == pytest.approx(4 * lengths[0], abs=2)
    assert [row.split()[-1] for row in rows[1:4]] == ["1", "2", "4"]


def test_a_negative_bar_goes_to_the_other_side_of_zero():
    rows = drawn(Bars(key="k", title="t", bars={"good": 2.0, "bad": -2.0}))
    assert rows[1].index("▇") >= rows[2].rindex("▇")


def test_bars_on_a_log_scale_keep_tiny_values_visible():
    rows = drawn(Bars(key="k", title="t", bars={"tiny": 1e-9, "big": 1.0, "none": 0.0}, log=True))
    assert "▇" in rows[1]
    assert rows[1].count("▇") < rows[2].count("▇")
    assert "▇" not in rows[3]


def test_a_histogram_is_highest_where_most_is():
    picture = Bars(key="k", title="t", bars={"n": [1, 5, 20, 5, 1]}, edges=np.arange(6))
    rows = inside(drawn(picture))
    tops = [next(i for i, row in enumerate(rows) if row[at : at + 1].strip()) for at in (7, 36, 65)]
    assert tops[1] < tops[0]
    assert tops[1] < tops[2]


def test_histograms_over_each_other_are_told_apart():
    picture = Bars(
        key="k", title="t", bars={"real": [0, 9, 1, 0], "made": [0, 1, 9, 0]}, edges=range(5)
    )
    rows = drawn(picture)
    assert "a real" in rows[1]
    assert "b made" in rows[1]
    body = "\n".join(inside(rows[2:]))
    assert {"a", "b"} <= set(body)


def test_what_does_not_fit_is_counted():
    bars = Bars(key="k", title="t", bars={f"bar {i}": i for i in range(30)})
    assert drawn(bars, 60, 10)[-1] == "... and 22 more"
    table = Table(key="k", title="t", head=["a"], rows=[[i] for i in range(30)])
    assert re.fullmatch(r"\.\.\. and \d+ more", drawn(table, 60, 10)[-1])


def test_a_table_aligns_figures_to_the_right_and_never_cuts_them():
    table = Table(
        key="k",
        title="t",
        head=["method", "loss"],
        rows=[["plain gradient descent", 0.00012345], ["Adam", 12.0]],
    )
    wide = drawn(table)
    assert wide[3].rstrip().endswith("0.000123")
    assert wide[4].endswith("12")
    assert columns(wide[3]) == columns(wide[4])
    narrow = drawn(table, 18, 8)
    assert any("0.000123" in row for row in narrow)
    assert any("…" in row for row in narrow)


# Screens.


def chart(key):
    return Lines(key=key, title=f"chart {key}", series={"a": np.arange(9.0)}, x="x", y="y")


def test_two_pictures_share_a_screen():
    rows = layout.screen([chart("one"), chart("two")], 80, 24, PLAIN)
    assert len(rows) <= 24
    text_ = "\n".join(rows)
    assert "chart one" in text_
    assert "chart two" in text_
    assert "also:" not in text_


def test_where_there_is_no_room_the_latest_stays_and_the_others_are_named():
    pictures = [chart("one"), chart("two"), chart("three")]
    rows = layout.screen(pictures, 60, 12, PLAIN, latest="two")
    assert rows[0] == "chart two"
    assert rows[-1] == "also: chart one · chart three"
    assert len(rows) <= 12


def test_a_wide_screen_sets_pictures_side_by_side():
    rows = layout.screen([chart("one"), chart("two")], 140, 20, PLAIN)
    assert re.search("chart one +chart two", rows[0])


def test_a_screen_keeps_its_order_whichever_picture_changed_last():
    pictures = [chart("one"), chart("two")]
    assert layout.screen(pictures, 80, 24, PLAIN, "one") == layout.screen(
        pictures, 80, 24, PLAIN, "two"
    )


def test_a_line_with_colours_ends_with_a_reset():
    for row in layout.screen([moons(), chart("one")], 100, 30, TRUE):
        codes = ESCAPE.findall(row)
        assert not codes or codes[-1] == "\x1b[0m"


def test_without_colour_there_is_no_escape_code():
    assert not any("\x1b" in row for row in layout.screen([moons(), chart("one")], 100, 30, PLAIN))


def test_a_style_follows_the_terminal_and_no_color():
    assert (
        style_of({"COLORTERM": "truecolor", "TERM": "xterm-256color"}, "utf-8").colours == 16777216
    )
    assert style_of({"TERM": "xterm-256color"}, "utf-8").colours == 256
    assert style_of({"TERM": "xterm"}, "utf-8").colours == 16
    assert style_of({"TERM": "dumb"}, "utf-8").colours == 0
    assert style_of({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "utf-8").colours == 0
    assert style_of({"NO_COLOR": "", "COLORTERM": "truecolor"}, "utf-8").colours == 16777216
    assert not style_of({}, "ascii").unicode
    assert not style_of({}, "no-such-encoding").unicode


def test_series_are_seen_on_dark_and_on_light_terminals():
    packed = np.array([r << 16 | g << 8 | b for r, g, b in palette.SERIES])
    light = palette.brightness(packed)
    assert np.all(1.05 / (light + 0.05) >= 3)
    assert np.all((light + 0.05) / 0.05 >= 3)


def lab(linear):
    """CIE L*a*b*: distances in it are about as large as they look."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = np.clip(linear, 1e-4, 1) @ to_xyz.T / [0.9505, 1.0, 1.089]
    x, y, z = np.cbrt(xyz).T
    return np.column_stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


# Machado, Oliveira and Fernandes 2009, for linear RGB.
DEUTERANOPIA = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])
PROTANOPIA = np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]])


@pytest.mark.parametrize("seen_as", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_series_differ_for_people_who_do_not_tell_red_from_green(seen_as):
    linear = (np.array(palette.SERIES[:5]) / 255) ** 2.2
    colours = lab(linear @ seen_as.T)
    apart = np.linalg.norm(colours[:, None] - colours[None], axis=2)
    assert apart[np.triu_indices(5, 1)].min() > 14


def test_half_of_a_wide_character_that_is_written_over_goes():
    for at in (0, 1):
        scene = Scene(6, 1)
        scene.text(0, 0, "神経網")
        scene.text(at, 0, "x")
        row = cells.rows(scene, PLAIN)[0]
        assert columns(row) == 6
        assert row.index("x") == at


def test_wide_characters_keep_the_columns_straight():
    table = Table(key="k", title="神経網", head=["名前", "loss"], rows=[["層", 1.0], ["ab", 2.0]])
    rows = drawn(table)
    assert columns(rows[3]) == columns(rows[4])
    assert cut("神経網", 5) == "神経…"
    assert columns(cut("神経網", 4)) <= 4
    assert wrap("aa bb 神経網", 6) == ["aa bb", "神経網"]


# Anything at all.

odd = st.sampled_from(
    [
        0,
        1,
        -1,
        0.5,
        1e-320,
        1e-9,
        1e12,
        1e308,
        -1e308,
        float("nan"),
        float("inf"),
        -float("inf"),
        True,
        np.int64(7),
    ]
)
name = st.text(st.sampled_from("ab é神λ\x1b\n\t<&\u202e\u0301…"), max_size=30)
numbers = st.lists(odd, max_size=6)
matrices = st.integers(0, 4).flatmap(
    lambda w: st.lists(st.lists(odd, min_size=w, max_size=w), max_size=4)
)
axis = st.sampled_from(["x", "y"])
pictures = st.one_of(
    st.builds(
        Lines, key=st.just("k"), title=name, x=name, y=name, log_x=st.booleans(), log_y=st.booleans(),
        series=st.dictionaries(name, numbers | st.tuples(numbers, numbers), max_size=4),
        marks=st.dictionaries(name, st.tuples(axis, odd), max_size=2),
    ),
    st.builds(
        Points, key=st.just("k"), title=name, xy=st.lists(st.tuples(odd, odd), max_size=6), label=st.none() | numbers,
        legend=st.lists(name, max_size=3), field=st.none() | matrices, names=st.lists(name, max_size=4),
        extent=st.none() | st.tuples(odd, odd, odd, odd),
        paths=st.lists(st.lists(st.tuples(odd, odd), max_size=3), max_size=2), x=name, y=name,
    ),
    st.builds(
        Grid, key=st.just("k"), title=name, cells=st.dictionaries(name, matrices, max_size=3),
        rows=st.lists(name, max_size=5), columns=st.lists(name, max_size=5), middle=st.none() | odd,
    ),
    st.builds(
        Bars, key=st.just("k"), title=name, bars=st.dictionaries(name, odd | numbers, max_size=5),
        edges=st.none() | numbers, log=st.booleans(), unit=name,
    ),
    st.builds(
        Table, key=st.just("k"), title=name, head=st.lists(name, max_size=4),
        rows=st.lists(st.lists(odd | name, max_size=4), max_size=5),
    ),
)  # fmt: skip
styles = st.sampled_from(
    [PLAIN, ASCII, TRUE, Style(256), Style(16), Style(16777216, unicode=False)]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pictures, min_size=1, max_size=3), st.integers(1, 130), st.integers(1, 45), styles)
@example([Points(key="k", title="", xy=[(1, 0.5)], extent=(0, 1e-320, 0, 1))], 80, 24, PLAIN)
def test_whatever_is_drawn_keeps_to_the_screen(shown, width, height, style):
    rows = layout.screen(shown, width, height, style)
    assert len(rows) <= height
    for row in rows:
        bare = ESCAPE.sub("", row)
        assert "\x1b" not in bare
        assert bare.isprintable()
        assert columns(bare) <= width
        assert style.unicode or bare.isascii()
        assert style.colours or bare == row


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pictures, st.integers(20, 100))
def test_whatever_is_drawn_has_a_text_and_words_and_an_svg(shown, width):
    for line in text.page("title", [Say("a"), shown], width).splitlines():
        assert columns(line) <= width
    words = sentences.describe(shown)
    assert words
    assert not re.search("[\u2500-\u259f\u2800-\u28ff]", words)
    assert good_rows(shown, width) >= 1
    assert svg.page("title", [shown], [Claim("c", 1, "<", 2)])


def test_what_a_claim_was_to_be_is_not_torn_apart():
    claim = Claim("a text of some length, so that it ends near the border", 0.25, "<=", 0.5)
    for width in range(24, 100):
        lines = text.page("", [claim], width=width).splitlines()
        assert any("(at most 0.5)" in line for line in lines)
        assert max(map(len, lines)) <= width
