"""What goes into a text format comes out of it again, whatever the text holds."""

import csv
import html
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from nnquiz.bank.model import KeyPoint, Misconception, Question
from nnquiz.export import markdown, tables
from nnquiz.export.bank_json import as_json
from nnquiz.export.cards import Card, card, clean
from nnquiz.export.html_page import as_page

MARKS = st.sampled_from(
    ["Q:", "A: x", "C:", "---", "?", "??", "::", ":::", "==x==", "#flashcards/x", "{{c1::x}}", "=1+1",
     "@x", "-2", "+3", "\t", "\n", "\n\n", "\r\n", "<b>", "List<int>", "&amp;", "\\", "\x1b[31m", "\u202e",
     "<!--SR:!2024-01-01,1,230-->", "$x$", "*a*", "_b_", "[[link]]", "`c`", '"', "'", ",", ";", "- -", "# h"]
)  # fmt: skip
TEXTS = st.lists(MARKS | st.text(max_size=8), min_size=1, max_size=8).map("".join)
CARDS = st.lists(
    st.builds(
        lambda number, question, answer, points: card(
            Question(
                f"card-{number}", number, f"q {question}", f"a {answer}",
                tags=("basics", "loss"),
                key_points=tuple(KeyPoint(p, (p,)) for p in points),
                misconceptions=(Misconception("=wrong", ("wrong",), "@right"),),
            )
        ),
        st.integers(1, 999), TEXTS, TEXTS, st.lists(TEXTS, max_size=2),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


def test_control_codes_and_marks_that_turn_text_round_go_nowhere():
    assert clean("a\x1b[31mb\u202ec\r\nd\re\tf") == "a[31mbc\nd\ne\tf"


@given(CARDS)
def test_csv_comes_back_and_no_cell_is_a_formula(cards: list[Card]):
    text = tables.as_csv(cards)
    head, *rows = csv.reader(io.StringIO(text))
    assert tuple(head) == tables.COLUMNS
    for one, row in zip(cards, rows, strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
        assert row[2:4] == [one.question, one.answer]


def test_a_cell_that_would_run_is_marked_as_text():
    hostile = card(Question("x", 1, '=HYPERLINK("http://x")', "-2 + 3"))
    [_, row] = csv.reader(io.StringIO(tables.as_csv([hostile])))
    assert row[2:4] == ['\'=HYPERLINK("http://x")', "'-2 + 3"]


@given(CARDS)
def test_anki_text_comes_back(cards: list[Card]):
    lines = io.StringIO(tables.as_anki_text(cards, "b"), newline="")
    head = [next(lines) for _ in range(6)]
    assert all(line.startswith("#") for line in head)
    rows = list(csv.reader(lines, delimiter="\t"))
    for one, row in zip(cards, rows, strict=True):
        guid, front, back, tags = row
        assert guid == f"nnquiz:b:{one.slug}"
        assert html.unescape(front.replace("<br>", "\n")) == one.question
        assert html.unescape(back.split("<ul>")[0].replace("<br>", "\n")) == one.answer
        assert tags == "basics loss"


@given(CARDS)
def test_quizlet_has_a_line_a_card_with_one_tab(cards: list[Card]):
    lines = tables.as_quizlet(cards).splitlines()
    for one, line in zip(cards, lines, strict=True):
        question, answer = line.split("\t")
        assert question.split() == one.question.split()
        assert answer.split() == one.answer.split()


def read_hashcards(text: str) -> list[tuple[str, str]]:
    """As hashcards does: marks count in column 0 only."""
    found: list[tuple[str, str]] = []
    question: list[str] = []
    answer: list[str] = []
    into = question
    for line in [*text.split("\n"), "---"]:
        if line == "---":
            found.append(("\n".join(question).strip(), "\n".join(answer).strip()))
            question, answer = [], []
        elif line.startswith("Q: "):
            into = question
            into.append(line[3:])
        elif line.startswith("A: "):
            into = answer
            into.append(line[3:])
        else:
            assert not line.startswith(("Q:", "A:", "C:", "---"))
            if question or line:
                into.append(re.sub(r"^ (?= *(?:Q:|A:|C:|---))", "", line))
    return found


@given(CARDS)
def test_hashcards_comes_back(cards: list[Card]):
    read = read_hashcards(markdown.as_hashcards(cards))
    assert read == [(one.question.strip(), one.answer.strip()) for one in cards]


def read_obsidian(text: str) -> list[tuple[str, str]]:
    """As the plugin does: blank lines part cards, a line `?` parts question and answer."""
    tag, _, rest = text.partition("\n\n")
    assert tag == "#flashcards/nnquiz"
    found = []
    for block in rest.strip("\n").split("\n\n"):
        lines = block.split("\n")
        assert "::" not in block
        assert "==" not in block
        assert "<!--" not in re.sub(r"\\.", "", block)
        assert lines.count("?") == 1
        place = lines.index("?")
        parts = ("\n".join(lines[:place]), "\n".join(lines[place + 1 :]))
        found.append(tuple(re.sub(r"\\([^\w\s]|_)", r"\1", part) for part in parts))
    return found


@given(CARDS)
def test_obsidian_comes_back_but_for_blank_lines_and_margins(cards: list[Card]):
    def squeezed(text: str) -> str:
        return "\n".join(filter(None, (line.strip() for line in text.split("\n"))))

    read = read_obsidian(markdown.as_obsidian(cards))
    assert read == [(squeezed(one.question), squeezed(one.answer)) for one in cards]


@given(CARDS)
def test_the_page_holds_no_markup_but_its_own(cards: list[Card]):
    page = as_page(cards, "<script>")
    body = page[page.index("<main>") : page.index("</main>")]
    for name in re.findall(r"<([a-zA-Z!/][^\s>]*)", body):
        assert name.strip("/") in {
            "main",
            "article",
            "h2",
            "h3",
            "p",
            "span",
            "div",
            "ul",
            "li",
            "s",
            "br",
            "a",
        }
    assert page.count("<script>") == 1


def test_the_page_asks_nothing_of_anywhere(bank):
    page = as_page([card(question) for question in bank], "nnquiz")
    assert "default-src 'none'" in page
    assert not re.search(r'(src|href)="(?!https?://|data:)', page)
    assert not re.search(r"<(link|iframe|img)\b", page)
    assert re.search(r"url\(|@import|fetch\(|XMLHttpRequest|<script src", page) is None


def test_json_holds_the_whole_rubric(bank):
    found = json.loads(as_json(bank))["questions"]
    assert len(found) == 50
    assert found[5]["key_points"][0]["phrasings"] == list(bank.questions[5].key_points[0].phrasings)
