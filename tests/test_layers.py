"""Who imports whom, and what cheap commands must not load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import nnquiz
from nnquiz.cli.app import app
from nnquiz.cli.commands import MODULES, ORDER, load

PACKAGE = Path(nnquiz.__file__).parent

# What each part may import of nnquiz besides itself; the root (`nnquiz`) holds only the errors.
ALLOWED = {
    "__init__": set(),
    "__main__": {"", "cli", "terminal"},
    "rating": set(),
    "frames": set(),
    "drawing": {"", "frames"},
    "layers": {""},
    "datasets": set(),
    "demos": {"frames", "layers", "datasets"},
    "clock": {""},
    "bank": {""},
    "scheduling": {"", "rating"},
    "settings": {"", "bank", "scheduling"},
    "grading": {"", "bank", "rating"},
    "interview": {
        "", "bank", "clock", "export", "findings", "grading", "rating", "replacing", "scheduling",
        "store",
    },
    "store": {"", "rating", "scheduling"},
    "batch": {"", "bank", "grading"},
    "export": {"bank"},
    "history_lines": {"clock", "rating", "scheduling", "store"},
    "selection": {"bank", "scheduling"},
    "findings": {"bank", "grading", "store"},
    "statistics": {"bank", "frames", "rating", "scheduling", "store"},
    "tuning": {"", "scheduling", "store"},
    "doctor": {"", "bank", "scheduling", "store"},
    "agenda": {"bank", "scheduling", "selection"},
    "drill": {
        "agenda", "bank", "clock", "findings", "grading", "rating", "scheduling", "selection", "statistics",
        "store",
    },
    "planning": {"", "bank", "rating", "scheduling", "selection", "store"},
    "demo_catalog": {"", "bank"},
    "demonstration": {"", "bank", "demo_catalog", "frames"},
    "replacing": {""},
    "terminal": {
        "", "bank", "clock", "demo_catalog", "demonstration", "drawing", "drill", "frames", "grading", "interview",
        "planning", "rating", "scheduling", "statistics", "store",
    },
    "cli": {
        "", "bank", "batch", "doctor", "clock", "export", "findings", "history_lines", "demo_catalog", "demonstration", "drawing", "drill", "frames", "grading",
        "interview", "planning", "replacing", "scheduling", "settings", "statistics", "store", "terminal", "tuning",
    },
}  # fmt: skip

# Third-party packages, each only where it is at home.
HOMES = {
    "typer": {"cli"},
    "rich": {"terminal"},
    "prompt_toolkit": {"terminal"},
    "yaml": {"bank"},
    "rapidfuzz": {"grading", "bank"},
    "snowballstemmer": {"grading"},
    "sqlite3": {"store", "export"},
    "genanki": {"export"},
    "fsrs": {"scheduling"},
    "platformdirs": {"settings"},
    "numpy": {"grading", "drawing", "demos", "layers", "datasets", "planning"},
    "resvg_py": {"drawing"},
    "fsrs_rs_python": {"tuning"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda f: f.stem)
def test_dependencies_point_one_way(file: Path):
    part = part_of(file)
    for name in imports(file):
        top, *rest = name.split(".")
        if top == "nnquiz":
            is_module = rest and (
                (PACKAGE / rest[0]).is_dir() or (PACKAGE / f"{rest[0]}.py").exists()
            )
            used = rest[0] if is_module else ""
            assert used in ALLOWED[part] | {part}, f"{file.name} imports {name}"
        elif top in HOMES:
            assert part in HOMES[top], f"{file.name} imports {name}"


def loaded(*arguments: str, stdin: str = "") -> set[str]:
    """The top-level modules that a command has loaded at its end."""
    program = (
        "import sys, atexit; atexit.register(lambda: sys.stderr.write('\\n'.join(sys.modules)));"
        f"sys.argv = ['nnquiz', *{list(arguments)!r}];"
        "from nnquiz.__main__ import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], input=stdin, capture_output=True, text=True, check=False
    )
    return set(run.stderr.split())


HEAVY = {
    "numpy", "prompt_toolkit", "pydantic", "pygments", "markdown_it", "importlib.metadata",
    "genanki", "nnquiz.demonstration", "nnquiz.frames",
}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "banned"),
    [
        (["--version"], {"typer", "rich", "yaml", "rapidfuzz", "sqlite3", "fsrs", "platformdirs"}),
        (["--help"], {"rich", "yaml", "rapidfuzz", "sqlite3", "fsrs", "platformdirs"}),
        (["history", "--json"], {"rich", "yaml", "rapidfuzz", "fsrs"}),
        (["list", "--json"], {"rich", "yaml", "rapidfuzz", "fsrs"}),
        (["show", "6", "--json"], {"rich", "yaml", "rapidfuzz", "fsrs"}),
        (["list", "--due"], {"yaml", "rapidfuzz", "fsrs"}),
        (["tags"], {"yaml", "rapidfuzz", "fsrs", "sqlite3"}),
        (["stats", "--json"], {"rich", "yaml", "rapidfuzz", "snowballstemmer"}),
        (["stats"], {"yaml", "rapidfuzz", "snowballstemmer"}),
        (["drill"], {"yaml", "rapidfuzz", "snowballstemmer"}),
        (["interview"], {"yaml", "rapidfuzz", "snowballstemmer"}),
        (["demo"], {"yaml", "rapidfuzz", "fsrs", "sqlite3"}),
    ],
    ids=lambda words: " ".join(sorted(words) if isinstance(words, set) else words),
)
def test_a_cheap_command_loads_no_more_than_it_needs(arguments, banned):
    loaded("list", "--json")  # fills the bank's cache
    modules = loaded(*arguments)
    assert "nnquiz" in modules
    assert modules & (HEAVY | banned) == set()


def test_the_table_of_commands_holds_them_all():
    load([])
    group = typer.main.get_command(app)
    assert tuple(group.list_commands(None)) == ORDER
    for module, commands in MODULES.items():
        for command in commands:
            with_options = ["--bank", "list", "--data-dir=x", command, "--help"]
            modules = loaded(*with_options)
            assert f"nnquiz.cli.{module}" in modules
            others = {f"nnquiz.cli.{other}" for other in MODULES} - {"nnquiz.cli.study"}
            assert modules & others <= {f"nnquiz.cli.{module}"}


def test_no_module_is_a_drawer_for_everything():
    names = {file.stem for file in PACKAGE.rglob("*.py")}
    assert names & {"utils", "helpers", "common", "misc", "core"} == set()


def test_grading_an_answer_after_its_rehearsal_loads_nothing_more():
    program = (
        "import sys; from nnquiz.bank.load import load; from nnquiz.bank.locate import embedded_bank;"
        "from nnquiz.grading.grade import rehearsal; from nnquiz.grading.grader import grade;"
        "question = load(embedded_bank()).find('dropout'); grade(question, rehearsal(question.answer));"
        "before = set(sys.modules); grade(question, 'Flurb neurons rest, wibblingly, in training');"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
