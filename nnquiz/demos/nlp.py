"""Networks for language: the same words in another order, and who notices.

"Good, not bad" and "bad, not good" have the same words and opposite senses. Self-attention with
positions, self-attention without, and a bag of words (an MLP that gets the counts of words) learn
to tell praise from blame. They are tested on pairs of words that they never saw together.

Self-attention is softmax(Q Kᵀ / √d) V; layers/attention.py has its equations, forward and backward.
"""

from typing import Annotated

import numpy as np

from nnquiz.datasets.sentences import BAD, GOOD, LENGTH, WORDS, opinions, split_pairs, tokens_of
from nnquiz.frames import Ask, Claim, Demo, Grid, Lines, Points, Range, Say, Table
from nnquiz.layers.attention import AttentionClassifier
from nnquiz.layers.bag_of_words import BagOfWords
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.side_by_side import Reader, learn_side_by_side
from nnquiz.layers.training import binary_accuracy
from nnquiz.layers.word_vectors import kinship, two_axes

HIDDEN = 32


def demo(
    seed: int = 0,
    dim: Annotated[int, Range(4, 32, "numbers in the vector of a word")] = 12,
    steps: Annotated[int, Range(50, 1000, "batches of 64 sentences to learn from")] = 200,
) -> Demo:
    """Train the three side by side, on sentences that come in pairs of opposite sense."""
    yield Ask(
        "A bag of words cannot tell 'good, not bad' from 'bad, not good'. Can self-attention, if"
        " the words come without their positions?",
        ("yes, it compares all words", "yes, but it learns more slowly", "no"),
        2,
        "it treats all words alike: what it sees is a set, whatever the order.",
    )
    seen, unseen = split_pairs(seed)
    data = np.random.default_rng([seed, 0])
    x, praise = opinions(data, 1000, seen)
    new, truth = opinions(data, 400, unseen)
    start = [np.random.default_rng([seed, 1]) for _ in range(3)]
    attention = AttentionClassifier(start[0], len(WORDS), LENGTH, dim, HIDDEN)
    no_order = AttentionClassifier(start[1], len(WORDS), LENGTH, dim, HIDDEN, positions=False)
    bag = BagOfWords(start[2], len(WORDS), HIDDEN)
    nets: dict[str, Reader] = {
        "attention": attention,
        "no positions": no_order,
        "bag of words": bag,
    }
    good, bad = unseen[0]
    words = f"the film was not {bad} but very {good}".split()
    drawn = np.linspace(0, steps, 11).astype(int)
    right: list[list[float]] = []
    batches = np.random.default_rng([seed, 2])
    for step in learn_side_by_side(nets.values(), batches, x, praise, steps, lr=0.015):
        if step not in drawn:
            continue
        A = attention.forward(tokens_of([" ".join(words)]))[5][0, : len(words), : len(words)]
        title = f"What each row's word looks at: batch {step}"
        yield Grid(key="looks", title=title, cells={"": A.round(2)}, rows=words, columns=words)
        right.append([float(binary_accuracy(net.logits(new), truth)) for net in nets.values()])
        shares = zip(nets, np.transpose(right), strict=True)
        yield Lines(
            key="right",
            title="Sentences with new pairs of words, read rightly",
            series={name: (drawn[: len(right)], share) for name, share in shares},
            x="batches",
            marks={"guessing": ("y", 0.5)},
        )

    kind = np.repeat([0, 1], [len(GOOD), len(BAD)])
    vectors = attention.E[[WORDS.index(word) for word in (*GOOD, *BAD)]]
    title = "Words of one sense have come together (two of the axes)"
    yield Points(key="words", title=title, xy=two_axes(vectors), label=kind, names=[*GOOD, *BAD])
    opposite = ((good, bad), (bad, good))
    texts = [form.format(*two) for form in ("{} not {}", "not {1} but {0}") for two in opposite]
    tokens = tokens_of([f"the film was {text}" for text in texts])
    answers = [sigmoid(net.logits(tokens))[:, 0] for net in nets.values()]
    rows = [[text, *np.round(p, 3)] for text, *p in zip(texts, *answers, strict=True)]
    head = ["the film was", "with order", "no order", "bag"]
    title = "Probability of praise: attention, and a bag of words"
    yield Table(key="answers", title=title, head=head, rows=rows)
    yield Say(
        "Here a token is a word, and the labels are there from the start. Large models cut words"
        " into subwords, and have learned from much text without labels before they see a task."
    )
    apart = np.ptp(no_order.logits(new).reshape(-1, 2), axis=1).max()  # of the two in a pair
    slow = "It has not learned enough: more batches or longer vectors may do."
    by_attention, by_set, by_counts = right[-1]
    yield Claim("attention: sentences read rightly", by_attention, ">=", 0.9, otherwise=slow)
    yield Claim("attention without positions: read rightly", by_set, "<=", 0.55)
    yield Claim("bag of words: read rightly", by_counts, "<=", 0.55)
    yield Claim("no positions: two words exchanged, the logit moves by", apart, "<=", 1e-9)
    near = kinship(vectors[kind == 0], vectors[kind == 1])
    yield Claim("word vectors: cosine within a sense minus across", near, ">=", 0.3, otherwise=slow)
