"""The pools of a window by what is supposed of the missing, in words."""

from collections.abc import Sequence

import pandas as pd

from lib.analysis.pooling.synthesis import Window
from lib.analysis.pooling.what_if_pools import poolable
from lib.analysis.settings import IMOR_NAMES
from lib.narrative.pooling.pooling_text import prediction_text, share_text, tau_text
from lib.phrases import capital, few, listing, with_noun
from lib.stats.meta_analysis.pool import Pooled

MODEL = (
    "Shares are of all enrolled, the missing as each row supposes, alike in every study: the odds "
    "of the missing over those of the assessed. They are pooled by REML, on logits, since supposed "
    "shares are no counts."
)


def what_if_table(pools: Sequence[tuple[float, Pooled]], level: int) -> pd.DataFrame:
    """Make the table of the pools of one window by the odds ratio of the missing, a row each."""
    return pd.DataFrame(
        {
            "If of the missing …": capital(IMOR_NAMES[imor]),
            "Studies": f"{pooled.k}",
            f"Pooled share ({level}% interval)": share_text(pooled),
            f"{level}% prediction interval": prediction_text(pooled),
            "tau": tau_text(pooled),
        }
        for imor, pooled in pools
    )


def what_if_notes(window: Window) -> list[str]:
    """Say how the rows are made, how many are missing, and which studies are not in them."""
    used = poolable(window)
    enrolled, assessed = (used[name].astype(float).sum() for name in ("n_enrolled", "n_assessed"))
    left_out = sorted(window.entries.loc[window.entries.index.difference(used.index), "study"])
    missing = (
        f"Of {enrolled:,.0f} enrolled in these studies {enrolled - assessed:,.0f} are missing."
    )
    lost = with_noun(len(left_out), "study is", "studies are")
    why = f"{lost} not in it, since how many were enrolled or responded is not known"
    return [
        MODEL,
        *([missing] if len(used) else []),
        *([f"{why}: {listing(few(left_out))}."] if left_out else []),
    ]
