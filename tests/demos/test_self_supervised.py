from itertools import product

import numpy as np
import pytest

from nnquiz.datasets import kinds
from nnquiz.demos import self_supervised
from nnquiz.layers.masked_words import MaskedWords, hide


def test_the_gradient_of_the_masked_word_loss_is_that_of_central_differences():
    rng = np.random.default_rng(1)
    net = MaskedWords(rng, 9, 4)
    net.theta[:] = rng.normal(size=net.theta.size)
    seen, hidden = hide(rng.integers(0, 9, (20, 4)), rng.integers(0, 4, 20))
    gradient = net.loss(seen, hidden)[1]
    slopes = np.empty_like(gradient)
    for i, weight in enumerate(net.theta.copy()):
        net.theta[i] = weight + 1e-5
        above = net.loss(seen, hidden)[0]
        net.theta[i] = weight - 1e-5
        slopes[i] = (above - net.loss(seen, hidden)[0]) / 2e-5
        net.theta[i] = weight
    np.testing.assert_allclose(gradient, slopes, atol=1e-8)


def test_exactly_one_word_is_hidden_and_the_others_stay_in_order():
    seen, hidden = hide(np.array([[5, 6, 7, 8], [1, 2, 3, 4]]), np.array([2, 0]))
    assert seen.tolist() == [[5, 6, 8], [2, 3, 4]]
    assert hidden.tolist() == [7, 1]


@pytest.mark.parametrize("slip", [0.0, 0.3])
def test_the_best_loss_is_that_of_counting_all_sentences_there_can_be(slip: float):
    p = kinds.language(slip)
    np.testing.assert_allclose(p.sum(-1), 1)
    used = [np.flatnonzero(p[role].sum(0)) for role in range(4)]
    tables = [p[role][:, words] for role, words in enumerate(used)]
    joint = np.einsum("ka,kb,kc,kd->abcd", *tables) / len(kinds.KINDS)  # P(sentence), by its words
    text = kinds.corpus(np.random.default_rng(2), 100, p)
    places = np.column_stack([np.searchsorted(used[role], text[:, role]) for role in range(4)])
    losses = []
    for (a, b, c, d), role in product(places, range(4)):
        at: list[int | slice] = [a, b, c, d]
        at[role] = slice(None)
        losses.append(np.log(joint[tuple(at)].sum() / joint[a, b, c, d]))
    assert kinds.best_loss(text, p) == pytest.approx(np.mean(losses), abs=1e-10)


def test_words_come_as_often_as_the_language_has_them():
    p, n = kinds.language(0.3), 20000
    text = kinds.corpus(np.random.default_rng(3), n, p)
    for role in range(4):
        expected = n * p[role].mean(0)
        counts = np.bincount(text[:, role], minlength=len(kinds.VOCABULARY))
        assert (np.abs(counts - expected) <= 5 * np.sqrt(expected)).all()
    share = np.bincount(text.ravel(), minlength=len(kinds.VOCABULARY)) / text.size
    assert kinds.frequency_loss(p) == pytest.approx(-np.log(share[text]).mean(), abs=0.01)


@pytest.mark.parametrize("labels", [1, 3, 7])
def test_sorting_agrees_with_scikit_learns_cosine_similarity(
    labels: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(self_supervised, "DRAWS", 5)
    pairwise = pytest.importorskip("sklearn.metrics.pairwise")
    rng = np.random.default_rng(4)
    count, each = kinds.NOUNS.shape
    E = rng.normal(size=(len(kinds.VOCABULARY), 5))
    E[kinds.NOUNS] += rng.normal(size=(count, 1, 5))  # kinds that overlap
    draws, right = np.random.default_rng(5), []
    for _ in range(self_supervised.DRAWS):
        order = draws.permuted(np.tile(np.arange(each), (count, 1)), axis=1)
        nouns = [kinds.NOUNS[k][order[k]] for k in range(count)]
        unit = [E[n] / np.linalg.norm(E[n], axis=1)[:, None] for n in nouns]
        means = [u[:labels].mean(0) for u in unit]
        for k in range(count):
            best = pairwise.cosine_similarity(E[nouns[k][labels:]], means).argmax(1)
            right += (best == k).tolist()
    measured = self_supervised.sorted_rightly(E, np.random.default_rng(5), labels)
    assert 0.3 < measured < 1
    assert measured == pytest.approx(np.mean(right))
