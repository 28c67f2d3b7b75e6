"""The report of an interview as a file: whatever people typed stays text."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from nnquiz import NNQuizError, UsageError
from nnquiz.bank.model import Bank, FollowUp, Question
from nnquiz.export.cards import clean
from nnquiz.grading.grade import Grade, Made, Missed, Wrong
from nnquiz.interview import report_file
from nnquiz.interview.report import Report, report
from nnquiz.rating import Rating
from nnquiz.store import interviews
from nnquiz.store.reviews import Review

MARKS = [
     "# h", "## h ##", "> q", "- x", "+ x", "1. x", "2) x", "---", "===", "***", "~~~", "```", "`c`",
     "*a*", "_b_", "[l](javascript:x)", "![i](http://x.org/i.png)", "<script>x</script>", "<b", "&lt;",
     "&amp;", "|a|b|", "\\", "\n", "\n\n", "\r\n", "    code", "\t", "\x1b[31m", "\u202e", "[r]: http://x",
     '"', "'", "a  ", "$x$", "www.x.org", "σ", "<!--", "<script ", "<div", "<?x", "<http://x.org>",
]  # fmt: skip
LINES = st.lists(st.sampled_from(MARKS) | st.text(max_size=6), max_size=3).map("".join)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map("\n".join)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = date(2026, 3, 2)


def made(
    text: str = "x", *, follow_up: str = "y", finished: bool = True, topic: str = "t"
) -> Report:
    """A report of two questions, one answered, with *text* wherever text may come from."""
    bank = Bank(
        (
            Question(
                "first", 1, f"q {text}", f"m {text}", tags=(topic,), demo="backprop",
                follow_ups=(FollowUp(f"f {text}", f"g {text}"),),
            ),
            Question("second", 2, "Second?", "Yes.", tags=("other-topic",)),
        ),
        Path("b"),
    )  # fmt: skip
    review = Review(
        "uuid-1", "first", NOW, DAY, Rating.AGAIN, Rating.AGAIN, 0.4, f"a {text}", 40.0, "2"
    )
    told = interviews.FollowUp(f"f {text}", f"h {follow_up}", 0.8, 20.0)
    turns = (interviews.Turn("first", 50.0, review, 31.0, told), interviews.Turn("second"))
    interview = interviews.Interview(
        "uuid-0", NOW, DAY, 10, 1, turns, NOW + timedelta(minutes=1) if finished else None
    )
    grade = Grade(
        0.9,  # the stored score counts
        (Made(f"c {text}", 1, 1, text),),
        (Missed(f"d {text}", 1, ""),),
        (Wrong(f"e {text}", f"r {text}"),),
        ("A note.",),
    )
    last = interviews.Interview(
        "uuid-9", NOW - timedelta(days=7), date(2026, 2, 23), 10, 1,
        (interviews.Turn("first", 50.0, review),), NOW,
    )  # fmt: skip
    came_to = report(interview, last, bank, lambda question, answer: grade, {"backprop"})
    assert came_to is not None
    return came_to


def test_the_keys_of_the_json_are_stable():
    assert json.loads(report_file.as_text(made(), ".json")) == {
        "interview": "uuid-0",
        "started": "2026-03-02T08:00:00+00:00",
        "finished": "2026-03-02T08:01:00+00:00",
        "study_day": "2026-03-02",
        "minutes": 10,
        "seconds": 60.0,
        "score": 0.5,
        "topics": [{"topic": "t", "score": 0.5, "questions": 1, "last_score": 0.4}],
        "fell_short": {
            "wrong": ["first"],
            "too_thin": ["first"],
            "too_long_to_start": ["first"],
            "over_time": ["first"],
        },
        "study_next": [
            {
                "question": "first",
                "score": 0.5,
                "demo": "backprop",
                "commands": ["nnquiz demo backprop", "nnquiz show first"],
            }
        ],
        "last": {"study_day": "2026-02-23", "score": 0.4},
        "questions": [
            {
                "number": 1,
                "slug": "first",
                "topic": "t",
                "question": "q x",
                "answer": "a x",
                "model_answer": "m x",
                "score": 0.5,
                "answer_score": 0.4,
                "rating": "again",
                "review": "uuid-1",
                "covered": ["c x"],
                "missed": ["d x"],
                "wrong": [{"said": "e x", "correction": "r x"}],
                "fell_short": ["wrong", "too_thin", "too_long_to_start", "over_time"],
                "allotted": 50.0,
                "seconds": 60.0,
                "seconds_to_first_key": 31.0,
                "follow_up": {
                    "question": "f x",
                    "answer": "h y",
                    "model_answer": "g x",
                    "score": 0.8,
                    "seconds": 20.0,
                },
            }
        ],
        "not_reached": ["second"],
    }


def test_one_that_was_broken_off_has_no_end_and_says_so():
    came_to = made(finished=False)
    assert json.loads(report_file.as_text(came_to, ".json"))["finished"] is None
    for ending in (".md", ".html"):
        assert "Broken off before 1 question could be put." in report_file.as_text(came_to, ending)


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_the_whole_is_told_first_then_each_question_with_both_answers(ending):
    text = report_file.as_text(made(), ending)
    told = [
        "50% · 1 of 2 questions · 60 s of 10 min",
        "The last one, on 2026-02-23: 40%. This is 10 points up.",
        "The time was used up before 1 question could be put.",
        "last time 40%",
        "over time",
        "nnquiz demo backprop",
        "nnquiz drill --tag t",
        "50% · answer 40% again, 1 of 2 points · follow-up 80% · 60 s of 50 s",
        "wrong, too thin (2 words), too long to start (31 s), over time (by 10 s)",
        "Your answer",
        "a x",
        "Model answer",
        "m x",
        "missed: d x",
        "wrong: “e x”. r x",
        "A note.",
        "f x",
        "h y",
        "g x",
    ]
    at = 0
    for each in told:
        found = text.find(each, at)
        assert found >= 0, f"{each!r} is not there, or too early"
        at = found


def squeezed(text: str) -> str:
    """What is left of a text where lines and spaces don't count."""
    return re.sub(r"\s+", "", clean(text))


@given(TEXTS, TEXTS)
@example("x\n" + "\n".join(MARKS), "x\n" + "\nx\n".join(MARKS))
def test_markdown_shows_what_was_typed_and_nothing_of_it_is_markup(text, follow_up):
    page = report_file.as_text(made(text, follow_up=follow_up), ".md")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(page)
    flat = [inner for token in tokens for inner in (token, *(token.children or ()))]
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in flat}
    assert kinds <= {
        "heading", "inline", "paragraph", "text", "text_special", "table", "thead", "tbody", "tr", "th",
        "td", "bullet_list", "list_item", "blockquote", "code_inline", "softbreak", "hardbreak",
    }  # fmt: skip
    assert [t.tag for t in flat if t.type == "heading_open"] == ["h1", *["h2"] * 4, "h3"]
    assert sum(t.type == "blockquote_open" for t in flat) == 4
    shown = squeezed("".join(t.content for t in flat if t.type in ("text", "code_inline")))
    for said in (f"q {text}", f"a {text}", f"m {text}", f"h {follow_up}", f"g {text}", f"d {text}"):
        assert squeezed(said) in shown


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS, TEXTS)
@example("x\n" + "\n".join(MARKS), "x\n" + "\nx\n".join(MARKS))
def test_the_page_shows_what_was_typed_and_nothing_of_it_is_markup(text, follow_up):
    page = Page()
    page.feed(report_file.as_text(made(text, follow_up=follow_up), ".html"))
    assert page.tags <= {
        "html", "meta", "title", "style", "h1", "h2", "h3", "p", "section", "table", "tr", "td", "div",
        "ul", "li", "code",
    }  # fmt: skip
    assert page.names <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    for said in (f"q {text}", f"a {text}", f"m {text}", f"h {follow_up}", f"g {text}", f"d {text}"):
        assert squeezed(said) in squeezed(page.text)


def test_the_page_runs_nothing_and_asks_nothing_of_anywhere():
    page = report_file.as_text(made(), ".html")
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"(src|href)=|url\(|@import|<script", page)


def test_a_topic_that_a_shell_would_obey_is_quoted():
    assert made(topic="a; rm b").advice[-1].commands == ("nnquiz drill --tag 'a; rm b'",)


def test_a_file_is_replaced_whole(tmp_path: Path):
    file = tmp_path / "r.JSON"
    file.write_text("old" * 10_000)
    report_file.write(made(), file)
    assert json.loads(file.read_text())["interview"] == "uuid-0"
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_written_is_refused_and_nothing_changes(tmp_path: Path):
    file = tmp_path / "r.md"
    file.write_text("old")
    report_file.refuse_impossible(file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(UsageError, match=r"must end in \.md, \.html, \.json"):
        report_file.refuse_impossible(tmp_path / "r.pdf")
    with pytest.raises(NNQuizError, match="cannot be written"):
        report_file.refuse_impossible(tmp_path / "no" / "r.md")
    folder = tmp_path / "folder.md"
    folder.mkdir()
    with pytest.raises(NNQuizError, match="is a folder"):
        report_file.refuse_impossible(folder)
