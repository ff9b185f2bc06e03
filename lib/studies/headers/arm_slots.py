"""Find the arm that a header names: ``n1``, ``event.e``, ``Control events``, ``arm 2``."""

from collections.abc import Sequence

from lib.studies.headers.readings import MEASURED, Word
from lib.studies.headers.tokens import Token, last_word, text_at, word_set
from lib.studies.headers.vocabulary import ARM_WORDS, ROLES

# Behind these, a number is no arm: 95% CI, 25 mg.
_AMOUNTS = word_set("% pct percent ci mg g ml mcg µg ug iu ie mm cm kg")
_ARMS_MOST = 99
LONG_ROLE = 5  # letters; a shorter word counts as a role only beside a measure


def find_slot(
    tokens: Sequence[Token], words: Sequence[Word], used: set[int]
) -> tuple[str, set[int]]:
    """Find the arm that a header names, and the places that say it."""
    concepts = {place: word.concept for word in words for place in range(word.start, word.stop)}
    for place, token in enumerate(tokens):
        before = _word_before(tokens, place)
        if before is None or place in used or before in used:
            continue
        if tokens[before].text in ARM_WORDS and _is_arm_name(token):
            # A lone 'arm 1' is the label's own column.
            is_label = not MEASURED & set(concepts.values())
            return token.text, {place} if is_label else {before, place}
        is_measured = concepts.get(before) in MEASURED or tokens[before].text == "t"
        if is_measured and (slot := _slot_behind(tokens, place)):
            # Some programs write n1i, with an i for the row.
            return slot, {place, place + (text_at(tokens, place + 1) == "i")}
    return _slot_in_front(tokens, words, used)


def _is_arm_name(token: Token) -> bool:
    return _is_small_number(token) or (len(token.text) == 1 and token.text in "abcdefgh")


def _is_small_number(token: Token) -> bool:
    return token.kind == "number" and token.text.isdigit() and int(token.text) <= _ARMS_MOST


def _slot_behind(tokens: Sequence[Token], place: int) -> str:
    """The arm in ``n1``, ``resp_2``, ``event.e``, ``Events (C)``."""
    token = tokens[place]
    if _is_small_number(token):
        return "" if text_at(tokens, place + 1) in _AMOUNTS else token.text
    is_tight = not token.gap.isspace() and place == last_word(tokens)
    if is_tight and token.text in ROLES and len(token.text) < LONG_ROLE:
        return ROLES[token.text]
    return token.text if is_tight and token.text in ("a", "b") else ""


def _slot_in_front(
    tokens: Sequence[Token], words: Sequence[Word], used: set[int]
) -> tuple[str, set[int]]:
    """The arm in ``Control events``, ``ctrl_n``, ``c_events``."""
    roles = [word for word in words if word.concept == "role"]
    concepts = {word.concept for word in words}
    if roles and (concepts & MEASURED or not concepts & {"time", "unit", "visit"}):
        # A 'control treatment' is a control.
        names = {ROLES[word.text] for word in roles}
        return min(names), {place for word in roles for place in range(word.start, word.stop)}
    behind = next((word for word in words if 0 < word.start <= 2), None)
    first = tokens[0] if tokens else None
    if first is None or behind is None or 0 in used or behind.concept not in MEASURED:
        return "", set()
    is_tight = not tokens[1].gap.isspace()
    if first.text in ROLES and (is_tight or len(first.text) > 2):
        return ROLES[first.text], {0}
    return (first.text, {0}) if first.text in ("a", "b") and is_tight else ("", set())


def _word_before(tokens: Sequence[Token], place: int) -> int | None:
    """The place of the word that a token follows, past a dot, a bracket or a comma."""
    before = place - 1
    while before >= 0 and tokens[before].kind == "sign" and tokens[before].text in ".-[(,#":
        before -= 1
    return before if before >= 0 else None
