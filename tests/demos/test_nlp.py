from math import exp, sqrt

import numpy as np
import pytest

from nnquiz.datasets.sentences import BAD, GOOD, WORDS, opinions, split_pairs
from nnquiz.demos import nlp
from nnquiz.layers.attention import AttentionClassifier
from nnquiz.layers.bag_of_words import BagOfWords
from nnquiz.layers.losses import logistic_loss
from nnquiz.layers.side_by_side import learn_side_by_side
from nnquiz.layers.word_vectors import cosines, kinship, two_axes

PAIRS = [(good, bad) for good in GOOD for bad in BAD]


@pytest.mark.parametrize("positions", [True, False])
def test_the_gradient_of_every_weight_is_the_slope_that_central_differences_give(positions: bool):
    rng = np.random.default_rng(1)
    net = AttentionClassifier(rng, 6, 5, d=3, hidden=8, positions=positions)
    net.b[:] = 0.3 * rng.normal(size=net.b.shape)
    tokens, praise = rng.integers(0, 6, (7, 5)), rng.integers(0, 2, 7).astype(float)
    hs = net.forward(tokens)
    assert 0.2 < (hs[-2] > 0).mean() < 0.8
    gradient = net.backward(hs, logistic_loss(hs[-1], praise)[1])
    e, fixed = 1e-6, range(18, 18 if positions else 33)  # P comes after 6 x 3 numbers of E
    for i, w in enumerate(net.theta.copy()):
        net.theta[i] = w + e
        above = logistic_loss(net.logits(tokens), praise)[0]
        net.theta[i] = w - e
        below = logistic_loss(net.logits(tokens), praise)[0]
        net.theta[i] = w
        assert gradient[i] == pytest.approx(
            0 if i in fixed else (above - below) / (2 * e), abs=1e-8
        )


def test_every_word_takes_in_the_values_of_all_words_in_shares_by_query_and_key():
    rng = np.random.default_rng(2)
    net = AttentionClassifier(rng, 9, 4, d=5, hidden=6)
    tokens = rng.integers(0, 9, (1, 4))
    *_, A, z, _, _ = net.forward(tokens)
    words = [net.E[token] + net.P[place] for place, token in enumerate(tokens[0])]
    for i, word in enumerate(words):
        weights = [exp((word @ net.Q) @ (other @ net.K) / sqrt(5)) for other in words]
        shares = [weight / sum(weights) for weight in weights]
        taken_in = sum(share * (other @ net.V) for share, other in zip(shares, words, strict=True))
        assert A[0, i] == pytest.approx(shares)
        assert z[0, i] == pytest.approx(word + taken_in)


def test_order_makes_a_difference_with_positions_only_and_none_to_a_bag_of_words():
    rng = np.random.default_rng(3)
    tokens, _ = opinions(rng, 20, PAIRS)
    shuffled = rng.permuted(tokens, axis=1)
    moved = []
    for positions in (True, False):
        net = AttentionClassifier(rng, len(WORDS), tokens.shape[1], 8, 16, positions)
        moved.append(np.abs(net.logits(tokens) - net.logits(shuffled)).max())
    bag = BagOfWords(rng, len(WORDS), nlp.HIDDEN)
    assert moved[0] > 0.01
    assert moved[1] < 1e-12
    assert np.abs(bag.logits(tokens) - bag.logits(shuffled)).max() < 1e-12


def test_twins_have_the_same_words_and_opposite_senses_as_a_reader_takes_them():
    tokens, praise = opinions(np.random.default_rng(4), 200, PAIRS[:7])
    assert (np.sort(tokens[::2]) == np.sort(tokens[1::2])).all()
    assert (praise[::2] != praise[1::2]).all()
    for row, is_praise in zip(tokens, praise, strict=True):
        words = [WORDS[i] for i in row]
        rejected = next(i for i, word in enumerate(words) if word in ("not", "than")) + 1
        (said,) = (word for word in words[:rejected] + words[rejected + 1 :] if word in GOOD + BAD)
        assert (said in GOOD) == is_praise


def test_the_axes_are_those_of_pca_and_kinship_is_2_for_opposite_bundles():
    vectors = np.random.default_rng(5).normal(size=(12, 6))
    variances, directions = np.linalg.eigh(np.cov(vectors.T))
    expected = (vectors - vectors.mean(0)) @ directions[:, variances.argsort()[:-3:-1]]
    np.testing.assert_allclose(np.abs(two_axes(vectors)), np.abs(expected), atol=1e-10)
    bundle = np.outer([1, 2, 3], vectors[0])
    assert kinship(bundle, -bundle) == pytest.approx(2)
    product, squares = vectors[3] @ vectors[4], (vectors**2).sum(1)
    expected = product / sqrt(squares[3] * squares[4])
    assert cosines(vectors, vectors)[3, 4] == pytest.approx(expected)


def test_every_word_is_learned_from_but_no_pair_that_is_tested():
    for turn in range(3):
        seen, unseen = split_pairs(turn)
        assert len(unseen) == len(PAIRS) / 3
        assert sorted(seen + unseen) == sorted(PAIRS)
        assert {word for pair in seen for word in pair} == {*GOOD, *BAD}


def test_networks_side_by_side_see_the_same_batches_whoever_is_with_them():
    rng = np.random.default_rng(6)
    x, praise = opinions(rng, 80, PAIRS)
    alone, together = (BagOfWords(np.random.default_rng(7), len(WORDS), 8) for _ in range(2))
    other = AttentionClassifier(rng, len(WORDS), x.shape[1], 4, 8)
    list(learn_side_by_side([alone], np.random.default_rng(8), x, praise, 3, 0.01))
    before = other.theta.copy()
    run = learn_side_by_side([other, together], np.random.default_rng(8), x, praise, 3, 0.01)
    assert list(run) == [0, 1, 2, 3]
    assert (alone.theta == together.theta).all()
    assert (other.theta != before).any()
