import numpy as np
import pytest

from nnquiz.datasets.letters import ALPHABET, labelled, of_each
from nnquiz.demos import transfer_learning as transfer
from nnquiz.layers.central_differences import central_differences
from nnquiz.layers.training import random_batches

K = len(transfer.NEW)


def few_images(rng: np.random.Generator) -> transfer.Data:
    return labelled(rng, 24, transfer.NEW, transfer.SIZE, 0.1)


def test_a_frozen_body_stays_as_it_was_and_a_tuned_one_moves_a_little():
    rng = np.random.default_rng(2)
    source = transfer.network(rng, 20)
    before, body, data = source.theta.copy(), len(transfer.body_of(source)), few_images(rng)
    frozen, tuned, fast = (
        transfer.reuse(source, [0], data, lr) for lr in (0.0, transfer.SMALL_LR, transfer.LR)
    )
    assert (source.theta == before).all()
    assert (frozen.theta[:body] == before[:body]).all()
    moved, moved_fast = (np.abs(net.theta[:body] - before[:body]).mean() for net in (tuned, fast))
    assert 0 < moved < moved_fast / 2


def test_a_step_of_a_head_alone_is_against_the_slope_of_the_softmax_loss_and_spares_the_body():
    rng = np.random.default_rng(3)
    net, (x, labels) = transfer.network(rng, K), few_images(rng)
    net.theta *= 0.5
    before, head = net.theta.copy(), net.head()
    some = np.random.default_rng(4).integers(0, len(x), len(x))  # the batch that is drawn

    def loss(of_head: np.ndarray) -> float:
        net.theta[-len(of_head) :] = of_head
        z = net.logits(x[some])
        return float((np.log(np.exp(z).sum(1)) - z[np.arange(len(x)), labels[some]]).mean())

    slopes = central_differences(loss, head.theta, 1e-6)
    net.theta[:] = before
    features = net.forward(x)[-2], labels
    random_batches(head, np.random.default_rng(4), *features, 1, transfer.LR)
    step, sure = head.theta - before[-len(head.theta) :], np.abs(slopes) > 1e-5
    assert sure.sum() > 100
    # Adam's first step has the size of the learning rate, whatever that of the slope
    np.testing.assert_allclose(step[sure], -transfer.LR * np.sign(slopes[sure]), rtol=0.01)
    assert (net.theta[-len(step) :] == head.theta).all()  # the head is the network's own
    assert (transfer.body_of(net) == before[: -len(step)]).all()


@pytest.mark.parametrize("name", ["untrained", "learnt"])
def test_only_a_body_that_has_learnt_gives_features_that_part_new_letters(name: str):
    rng = np.random.default_rng(5)
    source = transfer.network(rng, 20)
    old = "".join(letter for letter in ALPHABET if letter not in transfer.NEW)
    if name == "learnt":
        data = labelled(rng, 4000, old, transfer.SIZE, 0.1)
        random_batches(source, rng, *data, 400, transfer.LR)
    x, labels = labelled(rng, 600, transfer.NEW, transfer.SIZE, 0.1)
    h = source.forward(x)[-2]  # what the body makes of the images
    means = np.array([h[:300][labels[:300] == k].mean(0) for k in range(K)])
    nearest = ((h[300:, None] - means) ** 2).sum(-1).argmin(1)
    right = (nearest == labels[300:]).mean()
    assert right > 0.6 if name == "learnt" else right < 0.45


def test_of_each_letter_there_are_as_many_images_as_asked_for_in_order():
    x, labels = of_each(np.random.default_rng(6), 3, "IO", 9, 0.0)
    assert x.shape == (6, 81)
    assert labels.tolist() == [0, 0, 0, 1, 1, 1]
    strokes = (x > 0).sum(1)
    assert strokes.tolist() == [11, 11, 11, 16, 16, 16]  # pixels of an I, of an O
