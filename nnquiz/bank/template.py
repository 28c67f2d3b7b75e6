"""The bank that `nnquiz bank init` writes."""

TEMPLATE = """\
# A bank of your own. Check it with:  nnquiz bank check FILE
# Drill it with:                      nnquiz --bank FILE drill
#
# A question and an answer are enough. Everything else is optional.

questions:
  - question: What does a learning rate set?
    answer: >-
      The size of the step that each update takes against the gradient.
    slug: my-learning-rate   # its identity: reword the question, keep your history

  - slug: my-softmax
    number: 2                # else its position
    question: What does softmax do, and where is it used?
    answer: >-
      Softmax turns a vector of logits into probabilities that are positive and sum to one. It is
      used in the output layer of a classifier with several classes.
    tags: [basics, my-topic] # words joined by '-'
    difficulty: 1            # 1 easy, 2, 3 hard
    requires: [my-learning-rate]  # slugs of questions to be learned first
    hints:
      - What must the outputs add up to?
    # What a good answer says. Each point is found by its phrasings: short, in different words.
    key_points:
      - label: It turns logits into probabilities that sum to one
        weight: 2            # how much it counts; 1 if left out
        hint: What kind of numbers come out?
        phrasings:
          - turns logits into probabilities that sum to one
          - outputs are positive and add up to 1
          - normalized exponentials
          - exp(z_i) / sum exp(z_j)
      - label: It belongs in the output layer of a classifier
        phrasings:
          - output layer of a classifier
          - last layer for several classes
    # What people get wrong, and what is right instead.
    misconceptions:
      - claim: Softmax is a hidden-layer activation.
        phrasings:
          - softmax is applied in every hidden layer
          - use softmax as hidden activation
        correction: It is used at the output; hidden layers use ReLU and the like.
    references:
      - author: Goodfellow, Bengio & Courville
        year: 2016
        title: Deep Learning
        link: https://www.deeplearningbook.org
"""
