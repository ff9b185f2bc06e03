"""Pooled contrasts and changes by what is supposed of the missing, in words."""

from collections.abc import Callable, Mapping

import pandas as pd

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast
from lib.analysis.pooling.what_if_effects import WhatIfEffects
from lib.analysis.settings import IMOR_NAMES
from lib.narrative.numbers.tipping_text import pooled_tipping_text
from lib.narrative.pooling.changes.effects import assumed_mark_of, pooled_text
from lib.narrative.pooling.contrasts.effects import effect_mark, effect_text
from lib.phrases import capital, few, listing, months_text, with_noun
from lib.stats.meta_analysis.change import PooledChange
from lib.stats.meta_analysis.pooled_effect import PooledEffect
from lib.stats.missing import IMORS
from lib.stats.refusal import ModelRefusal
from lib.stats.tipping_point import BOTH, FIRST, SECOND, TippingPoint

ROWS = "If of the missing …"
ARMS = {BOTH: "Both arms", FIRST: "First arm only", SECOND: "Second arm only"}
VISITS = {BOTH: "Both visits", SECOND: "Later visit only"}
"""Columns of the tables, by whose odds ratio is varied."""
STAYS = (ModelRefusal.NEVER_MEETS_ZERO, ModelRefusal.NOBODY_MISSING)
"""Why a pool has no tipping point, though there is a pool."""
MODEL = (
    "{measure} with its {level}% interval. Shares are of all enrolled, the missing as each row "
    "supposes, alike in every study; in the {other} that a column does not name they are like "
    "those assessed. By random effects (REML), from the same studies in every row."
)


def contrast_what_if_table(contrast: PooledContrast, found: WhatIfEffects) -> pd.DataFrame:
    """Make the table of a pooled contrast by the odds ratio of the missing, a row each."""
    mark = effect_mark(contrast)
    return _table(found, ARMS, lambda pool: effect_text(pool, mark))


def change_what_if_table(same: SameStudies, found: WhatIfEffects) -> pd.DataFrame:
    """Make the table of a pooled change by the odds ratio of the missing, a row each."""
    mark = assumed_mark_of(same)

    def text(pool: PooledEffect) -> str:
        assert isinstance(pool, PooledChange)
        return pooled_text(pool, mark)

    return _table(found, VISITS, text)


def _table(
    found: WhatIfEffects, columns: Mapping[str, str], text: Callable[[PooledEffect], str]
) -> pd.DataFrame:
    rows = {ROWS: [capital(IMOR_NAMES[imor]) for imor in IMORS]}
    rows |= {head: list(map(text, found.pools[varied])) for varied, head in columns.items()}
    return pd.DataFrame(rows)


def contrast_what_if_notes(contrast: PooledContrast, found: WhatIfEffects) -> list[str]:
    """Say how the rows are made, how many are missing, and which studies are not in them."""
    first, second = contrast.pair
    whose = (f"in the first arm ({first})", f"in the second ({second})")
    model = MODEL.format(measure=contrast.measure, level=contrast.pooled.level, other="arm")
    return [model, *_studies(found, whose)]


def change_what_if_notes(same: SameStudies, found: WhatIfEffects) -> list[str]:
    """Say the same of a change, and with which correlation it is."""
    whose = (f"at {months_text(same.earlier.centre)}", f"at {same.later.centre:g}")
    correlation = f"The correlation of the two visits is {same.change.correlation:g}."
    measure, level = same.question.measure, same.change.level
    model = MODEL.format(measure=measure, level=level, other="visit")
    return [f"{model} {correlation}", *_studies(found, whose)]


def _studies(found: WhatIfEffects, whose: tuple[str, str]) -> list[str]:
    sides, lost = found.sides, found.left_out
    k = len(sides[0].responders)
    first, second = (f"{side.missing:,.0f} of {side.enrolled.sum():,.0f}" for side in sides)
    missing = f"Missing in these {k} studies: {first} enrolled {whose[0]} and {second} {whose[1]}."
    are = with_noun(len(lost), "study is", "studies are")
    why = "not in it, since how many were enrolled or responded is not known"
    return [
        *([missing] if found.is_pooled else []),
        *([f"{are} {why}: {listing(few(lost))}."] if lost else []),
    ]


def contrast_tipping_texts(
    contrast: PooledContrast, tipping: Mapping[str, TippingPoint]
) -> list[str]:
    """Say how unlike those assessed the missing must be to put a pooled contrast in doubt.

    Of both arms alike, and of each alone; nothing where no pool is made. `tipping` is what
    `tip_contrast` gives.
    """
    both = tipping[BOTH]
    if both.reason and both.reason not in STAYS:
        return []
    told = {BOTH: ("", ", alike in both arms,")}
    if both.reason is not ModelRefusal.NOBODY_MISSING:
        arms = zip((FIRST, SECOND), contrast.pair, strict=True)
        told |= {varied: (f" in the arms with {name}", "") for varied, name in arms}
    mark, result = effect_mark(contrast), "the pooled difference"
    return [
        pooled_tipping_text(tipping[varied], where, result, condition, mark)
        for varied, (where, condition) in told.items()
    ]


def change_tipping_texts(same: SameStudies, found: WhatIfEffects, tip: TippingPoint) -> list[str]:
    """Say how unlike those seen the missing of the later visits must be to put a change in doubt.

    Nothing where no pool is made. `tip` is what `tip_change` gives.
    """
    if tip.reason and tip.reason not in STAYS:
        return []
    alike = found.pools[SECOND][IMORS.index(1.0)]
    way = "fall" if alike.estimate < 0 else "rise"
    where, mark = f" at {months_text(same.later.centre)}", assumed_mark_of(same)
    return [pooled_tipping_text(tip, where, f"the pooled {way}", mark=mark)]
