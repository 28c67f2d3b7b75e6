"""The page to study from, in a real browser; skipped where there is none."""

import re
import shutil
import subprocess
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


STEPS = """
const told = [];
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
seen(); press(' '); seen(); press('ArrowRight'); seen(); press('ArrowLeft'); seen();
cards[0].click(); seen();
set(find, 'vanishing sigmoid'); seen(); set(find, 'zzzz'); seen(); set(find, '');
set(tag, 'gan'); set(tag, tag.options[2].value); seen();
told.push(performance.getEntriesByType('resource').length);
document.body.dataset.told = told.join('\\n');
"""


def test_it_flips_goes_on_searches_filters_and_asks_nothing(page: Path, tmp_path: Path):
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</html>", f"<script>{STEPS}</script></html>"), encoding="utf-8")
    dom = browse(tmp_path, "--dump-dom", page.as_uri())
    [told] = re.findall(r'data-told="([^"]*)"', dom)
    first, flipped, following, back, touched, found, nothing, chosen, requests = told.split("\n")
    assert first == "1|neuron-vs-network|false|1 of 50"
    assert flipped == "1|neuron-vs-network|true|1 of 50"
    assert following.startswith("1|")
    assert following.endswith("|false|2 of 50")
    assert back == first
    assert touched == flipped
    assert re.fullmatch(r"1\|[a-z-]+\|false\|1 of \d+", found)
    assert nothing == "0||false|nothing found"
    assert re.fullmatch(r"1\|[a-z-]+\|false\|1 of \d+", chosen)
    assert chosen != first
    assert requests == "0"


def test_it_prints_every_question_with_its_answer(page: Path, tmp_path: Path):
    paper = tmp_path / "page.pdf"
    browse(tmp_path, f"--print-to-pdf={paper}", page.as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) >= 15


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(page: Path, tmp_path: Path, width: int):
    probe = (
        "<script>cards.forEach(c => { c.hidden = false; c.classList.add('open') });"
        "document.body.dataset.wide = document.documentElement.scrollWidth;</script></html>"
    )
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</html>", probe), encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<iframe id="f" style="width:{width}px;height:800px;border:0" src="{page.name}"></iframe>'
    )
    dom = browse(tmp_path, f"--window-size={max(width, 600)},800", "--dump-dom", page.as_uri())
    [wide] = re.findall(r'data-wide="(\d+)"', dom)
    assert int(wide) <= max(width, 600)
