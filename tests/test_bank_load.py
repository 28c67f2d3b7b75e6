import json
import subprocess
import sys
from pathlib import Path

import pytest

from nnquiz import NNQuizError
from nnquiz.bank import load as loading
from nnquiz.bank.load import load
from nnquiz.bank.locate import embedded_bank
from nnquiz.bank.template import TEMPLATE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_a_cached_bank_is_the_bank(tmp_path: Path):
    fresh = load(embedded_bank(), tmp_path)
    assert list(tmp_path.glob("bank-*.json"))
    assert load(embedded_bank(), tmp_path).questions == fresh.questions


def test_a_cached_bank_is_loaded_without_yaml(tmp_path: Path):
    program = (
        "import sys; from pathlib import Path; from nnquiz.bank.load import load;"
        f"load(Path({str(embedded_bank())!r}), Path({str(tmp_path)!r}));"
        "print('yaml' in sys.modules)"
    )
    seen = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [run.stdout.strip() for run in seen] == ["True", "False"]


def test_an_edited_bank_is_read_anew(file: Path, tmp_path: Path):
    load(file, tmp_path / "cache")
    file.write_text(TEMPLATE.replace("What does a learning rate set?", "What is it?"))
    assert load(file, tmp_path / "cache").questions[0].question == "What is it?"


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"key": 1}', b"\xff\xfe"])
def test_a_broken_cache_is_ignored_and_mended(file: Path, tmp_path: Path, junk: bytes):
    cache = tmp_path / "cache"
    load(file, cache)
    [cached] = cache.glob("bank-*.json")
    cached.write_bytes(junk)
    assert len(load(file, cache)) == 2
    assert json.loads(cached.read_bytes())["questions"]


def test_a_cache_folder_that_cannot_be_made_does_not_matter(file: Path, tmp_path: Path):
    (tmp_path / "in-the-way").write_text("")
    assert len(load(file, tmp_path / "in-the-way" / "cache")) == 2


def test_a_bank_with_faults_is_refused_with_the_first_and_the_way_to_the_rest(file: Path):
    file.write_text("questions:\n  - question: a\n  - answer: b\n")
    with pytest.raises(
        NNQuizError, match=r"my\.yaml:2: .*'answer' is missing; 1 more: .*bank check"
    ):
        load(file)


def test_a_bank_with_faults_is_not_cached(file: Path, tmp_path: Path):
    file.write_text("questions: []\n")
    with pytest.raises(NNQuizError):
        load(file, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_missing_bank_says_what_to_do(tmp_path: Path):
    with pytest.raises(NNQuizError, match=r"none\.yaml: cannot read the bank.*bank init"):
        load(tmp_path / "none.yaml")


def test_a_folder_is_no_bank(tmp_path: Path):
    with pytest.raises(NNQuizError, match="is a folder"):
        load(tmp_path)


def test_a_bank_that_is_not_utf8_is_refused_with_its_line(file: Path):
    file.write_bytes(b"questions:\n  - question: caf\xe9\n")
    with pytest.raises(NNQuizError, match=r"my\.yaml:2: not UTF-8"):
        load(file)


def test_a_bank_of_absurd_size_is_refused(file: Path, monkeypatch):
    monkeypatch.setattr(loading, "MAX_BYTES", 2**20)
    file.write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(NNQuizError, match="larger than 1 MB"):
        load(file)


def test_a_byte_order_mark_is_no_fault(file: Path):
    file.write_text(TEMPLATE, encoding="utf-8-sig")
    assert len(load(file)) == 2
