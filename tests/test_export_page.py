"""The page to study from, in a real browser; skipped where there is none."""

import html
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from nnquiz.export.cards import card
from nnquiz.export.html_page import as_page

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here")


def browse(folder: Path, *arguments: str) -> str:
    run = subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=3000", *arguments,
        ],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture
def page(bank, tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(as_page([card(question) for question in bank], "nnquiz"), encoding="utf-8")
    return file


def told(page: Path, folder: Path, steps: str) -> list[str]:
    """What *steps* tell, run in the page."""
    text = page.read_text(encoding="utf-8")
    script = f"<script>const told = [];{STEPS}{steps};document.body.dataset.told = "
    script += "told.join('\\n');</script></html>"
    page.with_name("stepped.html").write_text(text.replace("</html>", script), encoding="utf-8")
    dom = browse(folder, "--dump-dom", page.with_name("stepped.html").as_uri())
    [found] = re.findall(r'data-told="([^"]*)"', dom)
    return html.unescape(found).split("\n")


STEPS = """
const seen = () => {
  const shown = cards.filter(c => getComputedStyle(c).display !== 'none');
  const one = shown[0];
  const open = one && getComputedStyle(one.querySelector('.back')).display !== 'none';
  told.push([shown.length, one ? one.id : '', Boolean(open), count.textContent].join('|'));
};
const press = key => document.body.dispatchEvent(
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const set = (field, value) => {
  field.value = value; field.dispatchEvent(new Event(field === tag ? 'change' : 'input'));
};
const touch = (kind, x, y) => {
  const touches = [new Touch({ identifier: 1, target: document.body, clientX: x, clientY: y })];
  document.body.dispatchEvent(new TouchEvent(kind, {
    touches: kind === 'touchend' ? [] : touches, changedTouches: touches, bubbles: true }));
};
const swipe = (x, y) => { touch('touchstart', 200, 400); touch('touchend', 200 + x, 400 + y) };
"""


def test_it_flips_by_key_by_touch_and_by_button(page: Path, tmp_path: Path):
    steps = "seen(); press(' '); seen(); press(' '); seen(); cards[0].click(); seen();"
    steps += "flipper.click(); seen(); press('Enter'); seen(); told.push(flipper.textContent)"
    closed, *found, label = told(page, tmp_path, steps)
    opened = "1|neuron-vs-network|true|1 of 50"
    assert closed == "1|neuron-vs-network|false|1 of 50"
    assert found == [opened, closed, opened, closed, opened]
    assert label == "Hide answer"


def test_it_goes_on_by_key_by_swipe_and_by_button(page: Path, tmp_path: Path):
    steps = "press('ArrowRight'); seen(); swipe(-120, 10); seen(); swipe(-70, 300); seen();"
    steps += "swipe(120, 0); seen(); document.querySelector('#next').click(); seen();"
    steps += "press('ArrowLeft'); press('ArrowLeft'); press('ArrowLeft'); seen()"
    found = [each.split("|")[-1] for each in told(page, tmp_path, steps)]
    # A slanted one scrolls, and from the first it goes on to the last.
    assert found == ["2 of 50", "3 of 50", "3 of 50", "2 of 50", "3 of 50", "50 of 50"]


def test_the_answer_of_the_next_card_is_hidden(page: Path, tmp_path: Path):
    found = told(page, tmp_path, "press(' '); press('n'); seen(); press('p'); seen()")
    assert [each.split("|")[2] for each in found] == ["false", "false"]


def test_it_searches_and_filters_by_tag(page: Path, bank, tmp_path: Path):
    steps = "set(find, 'vanishing SIGMOID'); seen(); set(find, 'zzzz'); seen(); press(' ');"
    steps += "told.push(none.hidden); set(find, ''); set(tag, 'gradients'); seen();"
    steps += "set(find, 'backpropagation'); seen(); set(tag, ''); set(find, ''); seen()"
    found, nothing, hidden, tagged, both, everything = told(page, tmp_path, steps)
    assert re.fullmatch(r"1\|[a-z-]+\|false\|1 of \d", found)
    assert nothing == "0||false|nothing found"
    assert hidden == "false"
    of_topic = [question.slug for question in bank if "gradients" in question.tags]
    assert tagged == f"1|{of_topic[0]}|false|1 of {len(of_topic)}"
    assert 0 < int(both.split()[-1]) < len(of_topic)
    assert everything.endswith("1 of 50")


def test_a_tag_may_hold_a_space(bank, tmp_path: Path):
    page = tmp_path / "page.html"
    one, two, *_ = bank
    two = replace(two, tags=('a "b" c',))
    page.write_text(as_page([card(one), card(two)], "nnquiz"), encoding="utf-8")
    [found] = told(page, tmp_path, "set(tag, 'a \"b\" c'); seen()")
    assert found == f"1|{two.slug}|false|1 of 1"


def test_it_asks_nothing_of_anywhere_and_shows_its_pictures(bank, tmp_path: Path):
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"></svg>'
    page = tmp_path / "page.html"
    page.write_text(as_page([card(bank.questions[0], picture)], "nnquiz"), encoding="utf-8")
    steps = "press(' '); const [image] = document.images;"
    steps += "told.push(image.naturalWidth, image.alt,"
    steps += "performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:'))"
    steps += ".length); fetch('http://127.0.0.1:9').then(() => 0, () => 0);"
    steps += "document.addEventListener('securitypolicyviolation', () =>"
    steps += "document.body.dataset.refused = 'yes')"
    assert told(page, tmp_path, steps) == ["30", "The demo of neuron-vs-network", "0"]
    dom = browse(tmp_path, "--dump-dom", (tmp_path / "stepped.html").as_uri())
    assert 'data-refused="yes"' in dom  # what the page would ask for, its own policy refuses


def pages_of(paper: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))


def test_it_prints_the_chosen_questions_with_their_answers(page: Path, tmp_path: Path):
    paper = tmp_path / "page.pdf"
    browse(tmp_path, f"--print-to-pdf={paper}", page.as_uri())
    assert pages_of(paper) >= 15
    told(page, tmp_path, "set(find, 'backpropagation'); set(tag, 'gradients')")
    some = tmp_path / "some.pdf"
    browse(tmp_path, f"--print-to-pdf={some}", (tmp_path / "stepped.html").as_uri())
    assert 1 <= pages_of(some) < pages_of(paper) / 2


def test_without_scripts_every_answer_can_be_read(page: Path, tmp_path: Path):
    text = re.sub(r"<script>.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    plain = text.replace("<noscript>", "").replace("</noscript>", "")  # as if there were none
    probe = (
        "<script>document.body.dataset.shown = [...document.querySelectorAll('.back')].filter("
        "b => b.offsetHeight).length</script></html>"
    )
    page.write_text(plain.replace("</html>", probe), encoding="utf-8")
    assert 'data-shown="50"' in browse(tmp_path, "--dump-dom", page.as_uri())


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(page: Path, tmp_path: Path, width: int):
    probe = (
        "<script>cards.forEach(c => { c.hidden = false; c.classList.add('open') });"
        "flipper.textContent = 'Show answer';"
        "parent.document.body.dataset.wide = Math.max(document.documentElement.scrollWidth,"
        "flipper.scrollWidth - flipper.clientWidth + innerWidth)</script></html>"
    )
    inner = page.read_text(encoding="utf-8").replace("</html>", probe)
    frame = tmp_path / "frame.html"  # a window can't be made as narrow as a phone
    frame.write_text(
        f'<meta charset="utf-8"><body><iframe style="width:{width}px;height:800px;border:0"'
        f' srcdoc="{html.escape(inner)}"></iframe></body>',
        encoding="utf-8",
    )
    dom = browse(tmp_path, f"--window-size={width + 100},900", "--dump-dom", frame.as_uri())
    assert re.findall(r'data-wide="(\d+)"', dom) == [str(width)]
