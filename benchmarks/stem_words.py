"""Write the stems of common words, so that no session has to work them out: data/stems.txt.

    python benchmarks/stem_words.py

The words of the bank, of its lexicon and of the graded examples. A word that the file lacks costs
time and nothing else; run it again when those files, or the stemmer, have changed much.
"""

from nnquiz.bank.locate import data_file, embedded_bank
from nnquiz.grading.stems import by_rules, words
from nnquiz.grading.text import analyze

SOURCES = (embedded_bank(), data_file("lexicon.txt"), data_file("answers.jsonl"))
TARGET = embedded_bank().parent / "stems.txt"


def main() -> None:
    texts = [source.read_text(encoding="utf-8") for source in SOURCES]
    seen = {word for text in texts for word in (*words(text), *analyze(text).forms)}
    found = {part for word in seen - {"."} for part in word.split("'")}
    lines = [f"{word} {by_rules(word)}\n" for word in sorted(found) if word and by_rules(word)]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} words")


if __name__ == "__main__":
    main()
