import numpy as np
import pytest

from nnquiz.datasets.delayed_symbols import INPUTS, SYMBOLS, sequences
from nnquiz.demos import lstm
from nnquiz.layers.losses import cross_entropy
from nnquiz.layers.lstm import LSTM
from nnquiz.layers.recurrent import RNN


def loss(net: LSTM | RNN, x: np.ndarray, symbols: np.ndarray) -> np.ndarray:
    return cross_entropy(net.forward(x)[-1][-1], symbols)[0]


@pytest.mark.parametrize("kind", [LSTM, RNN])
def test_gradients_are_the_slopes_that_central_differences_give_in_nets_side_by_side(kind: type):
    rng = np.random.default_rng(1)
    net = kind(rng, INPUTS, 3, SYMBOLS, nets=(2,))
    net.theta[:] = rng.normal(0, 0.7, net.theta.shape)  # two nets that differ
    x, symbols = sequences(rng, 5, 6)
    gradient, _ = lstm.gradients(net, x, symbols)
    e, start = 1e-6, net.theta.copy()
    for i in range(start.shape[1]):
        net.theta[:, i] = start[:, i] + e
        above = loss(net, x, symbols)
        net.theta[:, i] = start[:, i] - e
        slopes = (above - loss(net, x, symbols)) / (2 * e)
        net.theta[:, i] = start[:, i]
        assert gradient[:, i] == pytest.approx(slopes, abs=1e-8)


def test_the_lstm_agrees_with_one_written_gate_by_gate_and_its_gradient_with_autograd():
    autograd = pytest.importorskip("autograd")
    anp = autograd.numpy
    rng = np.random.default_rng(2)
    x, symbols = sequences(rng, 4, 9)
    net = LSTM(rng, INPUTS, 5, SYMBOLS, forget_bias=1.5, input_bias=-0.5)

    def squash(z):
        return 1 / (1 + anp.exp(-z))

    def reference(weights):
        U, W, b, V, a = weights
        h = c = anp.zeros((4, 5))
        for now in x:
            z = [now @ U[:, k] + h @ W[:, k] + b[:, k] for k in np.split(np.arange(20), 4)]
            c = squash(z[1]) * c + squash(z[0]) * anp.tanh(z[3])
            h = squash(z[2]) * anp.tanh(c)
        logits = h @ V + a
        right = logits[np.arange(4), symbols]
        return anp.mean(anp.log(anp.sum(anp.exp(logits), 1)) - right)

    weights = [net.U, net.W, net.b, net.V, net.a]
    assert loss(net, x, symbols) == pytest.approx(reference(weights), abs=1e-12)
    expected = np.concatenate([g.ravel() for g in autograd.grad(reference)(weights)])
    gradient, _ = lstm.gradients(net, x, symbols)
    assert np.abs(gradient - expected).max() < 1e-12


@pytest.mark.parametrize("bias", [-2.0, 0.0, 3.4])
def test_along_the_cell_each_step_back_multiplies_the_gradient_by_the_forget_gate(bias: float):
    rng = np.random.default_rng(3)
    net = LSTM(rng, INPUTS, 4, SYMBOLS, forget_bias=bias)
    net.W[:] = net.U[:] = (
        0  # the gates are what their biases make them, and no other way leads back
    )
    _, lengths = lstm.gradients(net, *sequences(rng, 8, 12))
    assert lengths[1:] * (1 / (1 + np.exp(-bias))) == pytest.approx(lengths[:-1], rel=1e-9)


def test_the_symbol_is_shown_at_the_first_step_only_and_asked_for_at_the_last():
    x, symbols = sequences(np.random.default_rng(4), 50, 7)
    assert x.shape == (8, 50, INPUTS)
    assert x[0, :, :SYMBOLS].argmax(1).tolist() == symbols.tolist()
    assert x[0].sum() == 50
    assert not x[1:, :, :SYMBOLS].any()
    assert x[:, 0, SYMBOLS].tolist() == [0, 0, 0, 0, 0, 0, 0, 1]
    assert np.unique(np.abs(x[1:, :, SYMBOLS + 1 :])).tolist() == [1.5]
