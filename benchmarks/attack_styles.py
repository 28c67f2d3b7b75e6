"""The same tricks in other hands: verbs denied and terms exchanged in many ways, drawn at random.

Detectors that were fitted to one way of denying know that way only. These are for fitting; what is
measured are those of `attacks.py`.
"""

import random
import re

_EXCHANGED = """
increase decrease, increases decreases, increasing decreasing, increased decreased, high low,
higher lower, highest lowest, large small, larger smaller, largest smallest, big tiny, more less,
most least, l1 l2, lasso ridge, generator discriminator, encoder decoder, before after,
forward backward, training test, train test, bias variance, overfitting underfitting,
overfit underfit, input output, inputs outputs, maximum minimum, max min, maximize minimize,
maximise minimise, maximizes minimizes, maximises minimises, maximising minimising, mean median,
first last, vanishing exploding, vanish explode, vanishes explodes, positive negative,
positives negatives, majority minority, precision recall, fast slow, faster slower, sigmoid relu,
mse mae, perceptron mlp, row column, rows columns, true false, early late, local global,
sparse dense, reduces raises, reduce raise, labelled unlabelled, labeled unlabeled,
supervised unsupervised, clean adversarial, same different, linear nonlinear, linear non-linear,
always never, real fake, shallow deep, bagging boosting, convergence divergence,
converges diverges, converge diverge, teacher student, agent environment, better worse, easy hard,
easier harder, cheap expensive, stable unstable, left right, add remove, adds removes,
frozen trainable, parameters hyperparameters, classification regression, continuous discrete,
actor critic, exploration exploitation, short long, shorter longer, stronger weaker, strong weak,
good bad, simple complex, known unknown, past future, query key, begin end, begins ends,
above below, top bottom, many few, gains losses, grows shrinks, grow shrink, growing shrinking,
growth decay, correct wrong, right wrong, fixed learned, hidden visible, layer batch,
neuron network, upper lower, wide narrow, inner outer, slows speeds, adam sgd, tanh relu,
softmax sigmoid, lstm rnn, cnn rnn, validation training, weights inputs, features labels
"""
_PAIRS = [pair.split() for pair in _EXCHANGED.replace("\n", " ").split(",")]
_EXCHANGED_SHARE = 0.6  # of the pairs, drawn anew for each answer
_WORDS = re.compile(r"[A-Za-z]+[0-9]*(?:-[a-z]+)?")

_AUXILIARIES = {
    "is": ("is not", "isn't", "is never"),
    "are": ("are not", "aren't", "are never"),
    "was": ("was not", "wasn't"),
    "were": ("were not", "weren't"),
    "can": ("cannot", "can't", "can not", "can never"),
    "will": ("will not", "won't"),
    "does": ("does not", "doesn't"),
    "do": ("do not", "don't"),
    "has": ("has not", "doesn't have", "has no"),
    "have": ("have not", "don't have", "have no"),
    "must": ("must not",),
    "should": ("should not", "shouldn't"),
    "would": ("would not", "wouldn't"),
    "may": ("may not",),
    "might": ("might not",),
    "could": ("could not", "couldn't"),
    "it's": ("it isn't", "it's not"),
    "that's": ("that isn't", "that's not"),
    "they're": ("they aren't", "they're not"),
}
_SINGULAR = ("does not {base}", "doesn't {base}", "never {verb}", "cannot {base}")
_PLURAL = ("do not {base}", "don't {base}", "never {base}", "cannot {base}")
_VERBS = frozenset(
    """
    compute give use reduce take make learn keep add multiply set shrink allow help prevent measure
    update flow travel pass need work produce turn map combine get show say mean let stop grow lower
    raise apply run share find move train store split pull push drop scale cause avoid encourage
    force predict change adapt act improve go come sum depend solve converge average penalize
    penalise reconstruct normalize select hold send start end become vanish explode fall rise treat
    repeat ignore transform detect slide look read carry forget fool generate compress encode decode
    fit gain lead bring break cost fail hurt feed want tell try call build provide require ensure
    represent introduce enable perform handle minimise minimize maximise maximize follow contain
    consist determine define capture extract preserve approximate yield regularise regularize decay
    exceed satisfy equal remain belong correspond contribute
    """.split()
)
_SUBJECTS = frozenset(
    "we you they i weights neurons layers units models networks gradients which that parameters"
    " inputs outputs methods nets people who features filters errors activations".split()
)
_BEFORE_NOUNS = frozenset("the a an of by and these those many".split())


def exchanged(answer: str, rng: random.Random) -> str:
    """Some of the field's terms exchanged for their counterparts."""
    other: dict[str, str] = {}
    for one, two in _PAIRS:
        if rng.random() < _EXCHANGED_SHARE and one not in other and two not in other:
            other |= {one: two, two: one}

    def turned(match: re.Match[str]) -> str:
        word = match.group()
        if word.lower() in other:
            return other[word.lower()]
        return "-".join(other.get(part.lower(), part) for part in word.split("-"))

    return _WORDS.sub(turned, answer)


def negated(answer: str, rng: random.Random) -> str:
    """Its verbs denied, all of them or most, in one way of denying or in several."""
    share = rng.choice((1.0, 1.0, 0.7))
    way = rng.randrange(len(_SINGULAR) + 1)
    changed = []
    before = ""
    for word in answer.split():
        bare = word.lower().strip(",.;:()")
        denied = _denied(bare, before, way, rng) if rng.random() <= share else None
        changed.append(word.lower().replace(bare, denied) if denied else word)
        before = bare
    return " ".join(changed)


def _denied(bare: str, before: str, way: int, rng: random.Random) -> str | None:
    """The verb *bare* denied; None if it isn't one."""
    way = way if way < len(_SINGULAR) else rng.randrange(len(_SINGULAR))
    if bare in _AUXILIARIES:
        ways = _AUXILIARIES[bare]
        return ways[way % len(ways)]
    base = _base(bare)
    if base and before not in _BEFORE_NOUNS:
        return _SINGULAR[way].format(base=base, verb=bare)
    if bare in _VERBS and before in _SUBJECTS:
        return _PLURAL[way].format(base=bare)
    return None


def _base(verb: str) -> str | None:
    """The base form of a verb in the third person."""
    endings = (("ies", "y"), ("es", "e"), ("es", ""), ("s", ""))
    bases = (verb.removesuffix(end) + new for end, new in endings if verb.endswith(end))
    return next((base for base in bases if base in _VERBS), None)
