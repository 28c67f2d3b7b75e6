import numpy as np
import pytest

from nnquiz.datasets.letters import labelled
from nnquiz.demos import transfer_learning as transfer

K = len(transfer.NEW)


def few_images(rng: np.random.Generator) -> transfer.Data:
    return labelled(rng, 24, transfer.NEW, transfer.SIZE, 0.1)


def test_a_frozen_body_stays_as_it_was_and_a_tuned_one_moves_a_little():
    rng = np.random.default_rng(2)
    source = transfer.network(rng, 20)
    before, body, data = source.theta.copy(), transfer.body_size(source), few_images(rng)
    frozen, tuned, fast = (
        transfer.reuse(source, [0], data, lr) for lr in (0.0, transfer.SMALL_LR, transfer.LR)
    )
    assert (source.theta == before).all()
    assert (frozen.theta[:body] == before[:body]).all()
    moved, moved_fast = (np.abs(net.theta[:body] - before[:body]).mean() for net in (tuned, fast))
    assert 0 < moved < moved_fast / 2


def test_the_first_step_of_the_head_is_against_the_slope_of_the_softmax_loss():
    rng = np.random.default_rng(3)
    net, (x, labels) = transfer.network(rng, K), few_images(rng)
    net.theta *= 0.5
    body, before = transfer.body_size(net), net.theta.copy()

    def loss() -> float:
        z = net.logits(x)
        return float((np.log(np.exp(z).sum(1)) - z[np.arange(len(x)), labels]).mean())

    some = np.random.default_rng(4).integers(0, len(x), len(x))  # the batch that is drawn
    x, labels = x[some], labels[some]
    slopes = np.empty(len(net.theta) - body)
    for i in range(body, len(net.theta)):
        net.theta[i] = before[i] + 1e-6
        above = loss()
        net.theta[i] = before[i] - 1e-6
        slopes[i - body] = (above - loss()) / 2e-6
        net.theta[i] = before[i]
    rng = np.random.default_rng(3)
    transfer.network(rng, K)
    transfer.train(net, np.random.default_rng(4), few_images(rng), 1, 0.0)
    step = net.theta[body:] - before[body:]
    sure = np.abs(slopes) > 1e-5
    assert sure.sum() > 100
    # Adam's first step has the size of the learning rate, whatever that of the slope
    np.testing.assert_allclose(step[sure], -transfer.LR * np.sign(slopes[sure]), rtol=0.01)
    assert (net.theta[:body] == before[:body]).all()


@pytest.mark.parametrize("name", ["untrained", "learnt"])
def test_only_a_body_that_has_learnt_gives_features_that_part_new_letters(name: str):
    rng = np.random.default_rng(5)
    source = transfer.network(rng, 20)
    old = "".join(letter for letter in transfer.ALPHABET if letter not in transfer.NEW)
    if name == "learnt":
        transfer.train(source, rng, labelled(rng, 4000, old, transfer.SIZE, 0.1), 400)
    x, labels = labelled(rng, 600, transfer.NEW, transfer.SIZE, 0.1)
    h = source.forward(x)[-2]  # what the body makes of the images
    means = np.array([h[:300][labels[:300] == k].mean(0) for k in range(K)])
    nearest = ((h[300:, None] - means) ** 2).sum(-1).argmin(1)
    right = (nearest == labels[300:]).mean()
    assert right > 0.6 if name == "learnt" else right < 0.45
