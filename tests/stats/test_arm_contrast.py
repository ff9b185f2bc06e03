from lib.narrative.numbers.contrast_text import number_needed_text
from lib.stats.arm_contrast import contrast
from lib.stats.effect_measures import Counts


def test_chakraverty_at_6_months():
    # Prolotherapy 12 of 19, corticosteroid 11 of 33.
    found = contrast(Counts(12, 19), Counts(11, 33))
    effects = (found.difference, found.ratio, found.odds_ratio)
    assert [f"{e.value:.2f} ({e.low:.2f} to {e.high:.2f})" for e in effects] == [
        "29.82 (1.89 to 52.13)",
        "1.89 (1.04 to 3.45)",
        "3.43 (1.06 to 11.05)",
    ]
    assert number_needed_text(found.needed) == "NNTB 3.4 (95% interval NNTB 1.9 to 53)"


def test_every_number_names_its_level_and_method():
    found = contrast(Counts(12, 19), Counts(0, 0), 90)
    for part in (found.difference, found.ratio, found.odds_ratio, found.needed):
        assert part.level == 90
        assert part.method
        assert part.reason
