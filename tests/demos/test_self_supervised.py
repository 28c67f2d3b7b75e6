from itertools import product

import numpy as np
import pytest

from nnquiz.datasets import corpus
from nnquiz.datasets.corpus import NOUNS, PLACES, VERBS, WORDS
from nnquiz.demos import self_supervised as demo
from nnquiz.layers.cbow import HiddenWordGuesser


def test_the_gradient_of_every_weight_is_the_slope_that_central_differences_give():
    rng = np.random.default_rng(1)
    net = HiddenWordGuesser(rng, len(WORDS), 3)
    sentences, places = corpus.statements(rng, 12, 0.5), rng.integers(0, 4, 12)
    sentences[3] = sentences[3, 1]  # a word that occurs four times
    _, gradient = net.loss_and_gradient(sentences, places)
    e = 1e-6
    for at, w in np.ndenumerate(net.theta.copy()):
        net.theta[at] = w + e
        above = net.loss_and_gradient(sentences, places)[0]
        net.theta[at] = w - e
        below = net.loss_and_gradient(sentences, places)[0]
        net.theta[at] = w
        assert gradient[at] == pytest.approx((above - below) / (2 * e), abs=1e-8)


def test_a_guess_depends_on_the_words_around_the_hidden_one_and_not_on_that_word():
    rng = np.random.default_rng(2)
    net = HiddenWordGuesser(rng, len(WORDS), 3)
    sentence = np.array([[1, 2, 3, 4]])
    z = net.E[[1, 2, 4]].mean(0) @ net.W.T + net.b
    for hidden in (3, 7):
        sentence[0, 2] = hidden
        loss, _ = net.loss_and_gradient(sentence, np.array([2]))
        assert loss == pytest.approx(np.log(np.exp(z).sum()) - z[hidden])


def test_the_least_loss_is_that_of_bayes_rule_over_all_that_may_have_happened():
    slip, total = 0.3, 0.0
    sentences = corpus.statements(np.random.default_rng(3), 40, slip)
    columns = [range(6), range(8), range(6), range(6)]  # kind, noun, what verb and place suit

    def probability(noun, verb, place):
        """Of the three together; None stands for any word."""
        p = 0.0
        for kind, n, suits_verb, suits_place in product(*columns):
            if noun is None or NOUNS[kind, n] == noun:
                chance = 1 / 48
                for suits, word, words in ((suits_verb, verb, VERBS), (suits_place, place, PLACES)):
                    drawn = (1 - slip) * (suits == kind) + slip / 6
                    fits = 1 if word is None else np.mean(words[suits] == word)
                    chance *= drawn * fits
                p += chance
        return p

    for _, *words in sentences[:6]:
        total += np.log(6)  # an adjective is hidden: six are equally likely
        for hidden in range(3):
            others = [None if i == hidden else word for i, word in enumerate(words)]
            total -= np.log(probability(*words) / probability(*others))
    assert corpus.least_loss(sentences[:6], slip) == pytest.approx(total / 24)


def test_nouns_are_sorted_by_the_nearest_labelled_mean():
    at_kind = np.zeros((len(WORDS), 6))
    at_kind[NOUNS] = np.eye(6)[:, None]
    rng = np.random.default_rng(4)
    assert demo.sorted_rightly(at_kind, NOUNS, 1) == 1
    at_kind[NOUNS[2, 5]] = [0, 9, 2, 0, 0, 0]  # one noun went over to another kind
    assert demo.sorted_rightly(at_kind, NOUNS, 2) == pytest.approx(35 / 36)
    vectors = rng.normal(size=at_kind.shape) + at_kind
    right = 0
    for kind, noun in product(range(6), range(1, 8)):
        v = vectors[NOUNS[kind, noun]]
        labelled = [vectors[NOUNS[k, 0]] for k in range(6)]
        angles = [np.arccos(v @ w / np.sqrt((v @ v) * (w @ w))) for w in labelled]
        right += min(range(6), key=angles.__getitem__) == kind
    assert 0 < right < 42
    assert demo.sorted_rightly(vectors, NOUNS, 1) == pytest.approx(right / 42)
