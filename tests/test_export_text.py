"""What goes into a text format comes out of it again, whatever the text holds."""

import csv
import html
import io
import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from nnquiz.bank.model import KeyPoint, Misconception, Question
from nnquiz.export import tables
from nnquiz.export.bank_json import as_json
from nnquiz.export.cards import Card, card, clean
from nnquiz.export.hashcards import as_hashcards
from nnquiz.export.html_page import as_page
from nnquiz.export.obsidian import as_obsidian, schedules_lost

MARKS = st.sampled_from(
    ["Q:", "A: x", "C:", "---", "?", "??", "::", ":::", "==x==", "#flashcards/x", "{{c1::x}}", "=1+1",
     "@x", "-2", "+3", "\t", "\n", "\n\n", "\r\n", "<b>", "List<int>", "&amp;", "\\", "\x1b[31m", "\u202e",
     "<!--SR:!2024-01-01,1,230-->", "$x$", "*a*", "_b_", "[[link]]", "`c`", "```", "~~~", "> q", "1. x", "%%x%%", "a|b", "^id", "![[x]]", "__", "***", "===", "&#35;", " ", '"', "'", ",", ";", "- -", "# h"]
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


def shown(markdown: str) -> list[str]:
    """The words that a reader of CommonMark sees; nothing may be more than plain paragraphs."""
    for token in MarkdownIt("commonmark").parse(markdown):
        assert token.type in {"paragraph_open", "inline", "paragraph_close"}, token
        for child in token.children or []:
            assert child.type in {"text", "text_special", "softbreak"}, child
    rendered = MarkdownIt("commonmark").render(markdown)
    return html.unescape(re.sub("</?p>", "", rendered)).split()


def read_hashcards(text: str) -> list[tuple[str, str]]:
    """As hashcards does: what opens counts in column 0; comments and `---` anywhere in a line."""
    found: list[tuple[str, str]] = []
    question: str | None = None
    answer: str | None = None
    for line in [*text.splitlines(), "---"]:
        if line.startswith("Q:"):
            assert question is None
            question = line[2:].strip()
        elif line.startswith("A:"):
            assert question is not None
            assert answer is None
            answer = line[2:].strip()
        elif line.strip() == "---":
            assert question is not None
            assert answer is not None
            found.append((question, answer))
            question = answer = None
        else:
            assert not line.startswith("C:")
            assert not line.lstrip().startswith("#")
            if answer is not None:
                answer += "\n" + line
            elif question is not None:
                question += "\n" + line
    return found


@given(CARDS)
def test_hashcards_comes_back(cards: list[Card]):
    read = read_hashcards(as_hashcards(cards))
    assert len(read) == len(cards)
    for one, (question, answer) in zip(cards, read, strict=True):
        assert shown(question) == one.question.split()
        assert shown(answer) == one.answer.split()


def test_what_needs_no_escape_has_none():
    text = "w <- w - lr * dL_dw, so a < b & c; see x1..xn, 3.5 - 2 (or so)!"
    assert as_hashcards([card(Question("x", 1, text, text))]) == f"Q: {text}\nA: {text}\n"


def read_obsidian(text: str) -> list[tuple[str, str]]:
    """As the plugin does: blank lines part cards, a line `?` parts question and answer."""
    tag, _, rest = text.partition("\n\n")
    assert tag == "#flashcards/nnquiz"
    found = []
    for block in rest.strip("\n").split("\n\n"):
        lines = block.split("\n")
        bare = re.sub(r"\\[^\w\s]", "x", block)
        for mark in ("::", "==", "<!--", "**", "{{", "%%", "$", "~~", "|", " #", " ^"):
            assert mark not in bare
        assert not any(line == "??" or line.startswith("```") for line in lines)
        assert lines.count("?") == 1
        place = lines.index("?")
        found.append(("\n".join(lines[:place]), "\n".join(lines[place + 1 :])))
    return found


@given(CARDS)
def test_obsidian_comes_back(cards: list[Card]):
    read = read_obsidian(as_obsidian(cards))
    assert len(read) == len(cards)
    for one, (question, answer) in zip(cards, read, strict=True):
        assert shown(question) == one.question.split()
        assert shown(answer) == one.answer.split()


@given(CARDS, st.booleans())
def test_obsidian_keeps_what_the_plugin_wrote(cards: list[Card], same_line: bool):
    cards = [replace(one, question=f"{n} {one.question}") for n, one in enumerate(cards)]
    tag, *blocks = as_obsidian(cards).split("\n\n")
    comment = "<!--SR:!2026-03-0{},{},250-->"
    gap = " " if same_line else "\n"
    studied = [f"{block.rstrip()}{gap}{comment.format(n, n)}" for n, block in enumerate(blocks)]
    before = "\n\n".join([tag, *studied]) + "\n"
    edited = [replace(one, answer=one.answer + " Indeed.") for one in reversed(cards)]
    again = as_obsidian(edited, before).split("\n\n")[1:]
    for n, block in enumerate(reversed(again)):
        assert block.rstrip().endswith("\n" + comment.format(n, n))
    assert schedules_lost(before, "\n\n".join(again)) == 0
    assert schedules_lost(before, as_obsidian(cards[1:], before)) == 1


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


def test_json_holds_no_mark_that_turns_text_round_and_loses_none():
    hostile = Question("x", 1, "a\u202eb\u2028c\x9b31m", "d\u2066e")
    text = as_json([hostile])
    assert text.isascii()
    [found] = json.loads(text)["questions"]
    assert (found["question"], found["answer"]) == (hostile.question, hostile.answer)
