"""Why arms of one study are not compared, a sentence for each reason."""

from lib.analysis.unlike_arms import Unlike, Unpaired
from lib.phrases import listing

SENTENCES = {
    Unlike.NO_INTERVENTION: "the file marks none of them as intervention",
    Unlike.NO_COMPARATOR: "the file marks none of them as comparator",
    Unlike.NO_ROLE: "the file does not say what its role is",
    Unlike.ONE_ARM: "it would be set against itself",
    Unlike.HOLDS_THE_OTHER: (
        "{} holds patients of {}: the same patients are not two independent groups"
    ),
    Unlike.HOLD_A_THIRD: "both hold patients of {}, so they may be the same patients",
    Unlike.OUTCOME: "response means something else in each ({}; {})",
    Unlike.UNIT: "{} are counted in one, {} in the other",
    Unlike.COHORT: "each counts another set of patients ({}; {})",
    Unlike.ESTIMATE: "one is a count, the other a time-to-event estimate",
    Unlike.MONTHS: "their visits nearest to this month are at {} and {} months",
    Unlike.BY_RULE: (
        "this rule for missing patients gives no number for {}, so their difference cannot be "
        "bounded"
    ),
}
"""What follows `because`; the gaps are filled with the facts of a reason, in order."""


def unpaired_sentence(unpaired: Unpaired) -> str:
    """Say which arms of a study are not compared, and why."""
    arms = listing(dict.fromkeys(unpaired.arms))
    are = "is" if len(set(unpaired.arms)) == 1 else "are"
    facts = (fact or "all of the arm" for fact in unpaired.facts)
    why = SENTENCES[unpaired.why].format(*facts)
    return f"{unpaired.study}: {arms} {are} not compared, because {why}."
