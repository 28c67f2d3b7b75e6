"""What is done to good answers to see whether the grader is fooled, or led astray by nothing.

Each attack takes an answer and a seeded `random.Random` and returns the changed answer.
"""

import random
import re
from collections.abc import Callable

Attack = Callable[[str, random.Random], str]

_EXCHANGED = """
increase decrease, increases decreases, high low, higher lower, large small, larger smaller,
more less, l1 l2, generator discriminator, encoder decoder, before after, forward backward,
training test, bias variance, overfitting underfitting, input output, inputs outputs,
maximum minimum, max min, mean median, first last, vanishing exploding, positive negative,
majority minority, precision recall, faster slower, sigmoid relu, mse mae, perceptron mlp,
row column, true false, early late, local global, sparse dense, reduces raises,
labelled unlabelled, labeled unlabeled, supervised unsupervised, clean adversarial, same different
"""
EXCHANGED = {
    word: other
    for pair in _EXCHANGED.replace("\n", " ").split(",")
    for one, two in [pair.split()]
    for word, other in ((one, two), (two, one))
}
_AUXILIARIES = {
    "is": "is not", "are": "are not", "was": "was not", "were": "were not", "can": "cannot",
    "will": "will not", "does": "does not", "do": "do not", "has": "has not", "must": "must not",
    "should": "should not", "would": "would not", "may": "may not",
}  # fmt: skip
_VERB = re.compile(
    r"(comput|giv|us|reduc|tak|mak|learn|keep|add|multipli|set|shrink|allow|help|prevent|measur"
    r"|updat|flow|travel|pass|need|work|produc|turn|map|combin|get|show|say|mean|let|stop|grow"
    r"|lower|rais|appli|run|shar|find|mov|train|stor|split|pull|push|drop|scal|caus|avoid|encourag"
    r"|forc|predict|chang|adapt|act|improv|goe|com|sum|depend|solv|converg|averag|penaliz|penalis"
    r"|reconstruct|normaliz|normalis|select|hold|send|start|end|becom|vanish|explod|fall|ris|treat"
    r"|repeat|ignor|weigh|transform|detect|slid|look|read|carri|forget|fool|judg|generat|compress"
    r"|encod|decod|fit|gain|lead|bring|break|cost|fail|hurt|feed|want|tell|tri|call|build)e?s"
)
GLOSSARY = (
    "neuron weight bias activation gradient loss optimizer backpropagation layer hidden dropout"
    " regularization overfitting momentum learning rate batch normalization convolution pooling"
    " recurrent LSTM GAN generator discriminator autoencoder encoder decoder transformer attention"
    " embedding softmax sigmoid tanh ReLU cross-entropy MSE Adam SGD epoch mini-batch vanishing"
    " exploding clipping initialization Xavier He early stopping transfer fine-tuning ensemble"
    " bagging boosting reinforcement policy reward SHAP LIME adversarial quantization pruning"
)
ASIDES = (
    "By the way, I had a great coffee before this.",
    "I hope that answers it.",
    "My old professor loved this question.",
    "Sorry, I'm a bit nervous today.",
    "We talked about this a lot in my last job in Berlin.",
    "I read about it last week on the train.",
)


def shuffled(answer: str, rng: random.Random) -> str:
    """Its words in any order."""
    words = answer.split()
    rng.shuffle(words)
    return " ".join(words)


def negated(answer: str, rng: random.Random) -> str:
    """Each main verb denied."""
    changed = []
    for word in answer.split():
        bare = word.lower().strip(",.;:")
        if bare in _AUXILIARIES:
            changed.append(word.lower().replace(bare, _AUXILIARIES[bare]))
        elif _VERB.fullmatch(bare):
            stem = bare[:-3] + "y" if bare.endswith("ies") else bare[:-1]
            changed.append(f"does not {word.lower().replace(bare, stem)}")
        else:
            changed.append(word)
    return " ".join(changed)


def exchanged(answer: str, rng: random.Random) -> str:
    """Each key term exchanged for its counterpart."""
    return re.sub(r"[A-Za-z0-9]+", lambda m: EXCHANGED.get(m.group().lower(), m.group()), answer)


def halved(answer: str, rng: random.Random) -> str:
    """The first half of its words."""
    words = answer.split()
    return " ".join(words[: len(words) // 2])


def mistyped(answer: str, rng: random.Random, share: float = 0.03) -> str:
    """Typing errors in *share* of its letters: one left out, doubled, exchanged or wrong."""
    letters = list(answer)
    at = 0
    while at < len(letters):
        if letters[at].isalpha() and rng.random() < share:
            kind = rng.randrange(4)
            if kind == 0:
                letters[at] = ""
            elif kind == 1:
                letters[at] *= 2
            elif kind == 2 and at + 1 < len(letters) and letters[at + 1].isalpha():
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
                at += 1
            else:
                letters[at] = rng.choice("abcdefghijklmnopqrstuvwxyz")
        at += 1
    return "".join(letters)


def reordered(answer: str, rng: random.Random) -> str:
    """Its sentences in another order."""
    sentences = re.split(r"(?<=[.;!?])\s+", answer)
    rng.shuffle(sentences)
    return " ".join(sentences)


def british(answer: str, rng: random.Random) -> str:
    """British spelling."""
    answer = re.sub(r"iz(e|es|ed|ing|ation|er|ers)\b", r"is\1", answer)
    return answer.replace("color", "colour").replace("behavior", "behaviour")


def recased(answer: str, rng: random.Random) -> str:
    """Another case and punctuation."""
    return rng.choice([answer.upper(), answer.lower(), answer.replace(",", "").replace(".", " .")])


def with_aside(answer: str, rng: random.Random) -> str:
    """A harmless remark at its end."""
    return f"{answer} {rng.choice(ASIDES)}"


def keywords(answer: str, rng: random.Random) -> str:
    """Its longer words as a list."""
    words = dict.fromkeys(re.findall(r"[A-Za-z0-9-]{5,}", answer))
    return ", ".join(words)
