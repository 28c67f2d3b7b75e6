"""What a note is to Anki: identities, fields, templates and style.

The identities and the list of fields never change: a note that was imported can be updated only as
long as they stay. What may come to be needed has spare fields.
"""

MODEL_ID, DECK_ID = 1_702_551_318, 1_931_806_442
FIELDS = (
    "Question", "Answer", "Key points", "Misconceptions", "References", "Picture", "Number",
    "Ask to type", "Spare 1", "Spare 2",
)  # fmt: skip
_BACK = """<div class="answer">{{Answer}}</div>
{{#Key points}}<div class="label">Key points</div>{{Key points}}{{/Key points}}
{{#Misconceptions}}<div class="label">Often said, but wrong</div>
<div class="wrong">{{Misconceptions}}</div>{{/Misconceptions}}
{{#Picture}}<div class="picture">{{Picture}}</div>{{/Picture}}
{{#References}}<div class="label">To read</div><div class="small">{{References}}</div>
{{/References}}"""
_QUESTION = '<div class="question">{{Question}}</div>'
TEMPLATES = (
    {
        "name": "Recall",
        "qfmt": _QUESTION,
        "afmt": f'{_QUESTION}<hr id="answer">{_BACK}',
    },
    {
        "name": "Typed",
        # A card only of those notes that have something in this field.
        "qfmt": f"{{{{#Ask to type}}}}{_QUESTION}{{{{type:Answer}}}}{{{{/Ask to type}}}}",
        "afmt": f'{_QUESTION}<hr id="answer"><div class="typed">{{{{type:Answer}}}}</div>{_BACK}',
    },
)
# Desktop, AnkiDroid and AnkiMobile mark the dark mode by a class of the card, old ones by
# `night_mode` around it.
STYLE = """
.card { font: 18px/1.55 system-ui, -apple-system, Roboto, sans-serif; color: #1c2430;
  background: #fff; text-align: left; padding: 1rem; max-width: 40rem; margin: 0 auto;
  overflow-wrap: break-word }
.question { font-weight: 650; font-size: 1.2em; line-height: 1.35 }
hr { border: 0; border-top: 1px solid #d9dee5; margin: 1rem 0 }
.label { margin: 1.3em 0 .4em; font-size: .78em; font-weight: 650; letter-spacing: .04em;
  color: #5b6675 }
ul { margin: 0; padding-left: 1.15em } li { margin: .3em 0 } li::marker { color: #1f6fd0 }
.wrong s { text-decoration: none; color: #b3261e } .wrong li::marker { color: #b3261e }
.small { font-size: .85em; color: #5b6675; overflow-wrap: anywhere } a { color: #1f6fd0 }
.picture { margin-top: 1.3em } .picture img { display: block; max-width: 100%; max-height: none;
  background: #fff; border-radius: 8px }
input#typeans { width: 100%; box-sizing: border-box; margin-top: 1rem; padding: .6rem .7rem;
  font: inherit !important; color: inherit; background: transparent; border: 1px solid #8a94a3;
  border-radius: 8px; text-align: left }
.typed { margin-bottom: 1rem; padding: .6rem .8rem; border-radius: 8px; background: #f1f3f6;
  max-height: 14rem; overflow: auto }
code#typeans { display: block; font: 14px/1.5 ui-monospace, monospace !important;
  white-space: pre-wrap; overflow-wrap: anywhere; text-align: left }
.typeGood { background: #b7ecc4; color: #0d3b1c } .typeBad { background: #ffc9c4; color: #5c130d }
.typeMissed { background: #dfe3e9; color: #1c2430 }
.nightMode.card, .night_mode .card { color: #e6e9ee; background: #1d2229 }
.nightMode hr, .night_mode hr { border-color: #343b46 }
.nightMode .label, .night_mode .label, .nightMode .small, .night_mode .small { color: #9aa5b4 }
.nightMode .wrong s, .night_mode .wrong s, .nightMode .wrong li::marker { color: #ff9d94 }
.nightMode a, .night_mode a, .nightMode li::marker { color: #6eb1ff }
.nightMode .typed, .night_mode .typed { background: #14181d }
.nightMode .typeGood, .night_mode .typeGood { background: #1d5a33; color: #d9f7e1 }
.nightMode .typeBad, .night_mode .typeBad { background: #7a2a24; color: #ffe3e0 }
.nightMode .typeMissed, .night_mode .typeMissed { background: #39414c; color: #e6e9ee }
"""
