"""The sentence of each reason for which a number or its interval cannot be had."""

from lib.phrases import with_noun
from lib.stats.effect_measures import Effect
from lib.stats.meta_analysis.glmm import LARGEST_STUDY, LARGEST_TAU
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES, PREDICTION_FROM, Pooled
from lib.stats.refusal import AnyRefusal, ModelRefusal, Refusal

SENTENCES: dict[AnyRefusal, str] = {
    Refusal.NOBODY_ASSESSED: ("Nobody was assessed in one of the arms, or a count is not known."),
    Refusal.NOBODY_RESPONDED: "Nobody responded in either arm, so a ratio cannot be told.",
    Refusal.EVERYBODY_RESPONDED: (
        "Everybody responded in both arms, so an odds ratio cannot be told."
    ),
    Refusal.RATIO_NEEDS_COUNTS: "A ratio is told from counts only, and {who_has_none}.",
    Refusal.NO_ESTIMATE: "One of the arms has no estimate.",
    Refusal.ONE_INTERVAL: (
        "Only one of the two estimates has an interval, so the difference has none."
    ),
    Refusal.NEITHER_INTERVAL: "Neither estimate has an interval, so the difference has none.",
    Refusal.ALL_OR_NONE: (
        "An estimate of 0% or 100% has no standard error, so the difference has no interval."
    ),
    Refusal.NO_DIFFERENCE_INTERVAL: "Not given, because the difference has no interval.",
    Refusal.NOT_BY_CHANCE: "Not given, because the arms were not made by chance.",
    Refusal.CHANCE_NOT_STATED: "Not given, because it is not stated whether chance made the arms.",
    Refusal.ENROLLED_NOT_KNOWN: "How many were enrolled is not known for {arms}.",
    Refusal.COUNTS_NOT_KNOWN: "How many of those assessed responded is not known for {arms}.",
    Refusal.FEWER_ENROLLED: "More were assessed than enrolled in {arms}.",
    Refusal.SUPPOSED_SHARE: (
        "Not given under “What if”: it takes counts, and supposed shares are none."
    ),
    Refusal.NO_LOGIT: "An estimate of 0% or 100% has no logit, so it cannot be pooled with others.",
    Refusal.NO_INTERVAL: "No interval was published, so how sure the estimate is cannot be told.",
    Refusal.OUTSIDE: "The published estimate does not lie inside its own interval.",
    Refusal.LOPSIDED: (
        "The estimate lies too far from the middle of its interval to tell how it was made."
    ),
    Refusal.TOO_SURE: (
        "The published interval is far narrower than this number of patients can give."
    ),
    Refusal.SAME_MONTH: "Both visits are at the same month, so no change over time can be told.",
    Refusal.NO_PROPORTION: "At one of the two visits it is not known how many responded.",
    Refusal.NO_COUNTS: "Without the counts of both visits the change has no interval.",
    Refusal.NOTHING_TO_LOSE: (
        "Nobody responded at the first visit, so a share of that cannot be told."
    ),
    Refusal.NO_COUNTS_TO_BOUND: "The counts of both visits are not known.",
    Refusal.OTHER_NUMBERS: (
        "The two visits assessed different numbers, and how many were enrolled is not known."
    ),
    Refusal.TOO_FEW_ENROLLED: "More were assessed at a visit than were enrolled.",
    Refusal.ENROLMENT_UNKNOWN: "How many were enrolled is not known.",
    Refusal.ENROLMENT_DIFFERS: "The two visits give different numbers of enrolled.",
    Refusal.ONE_WINDOW: (
        "No window lies before or after this one, and a change takes two. Choose another month, "
        "here or under “Windows”."
    ),
    Refusal.SAME_WINDOW: (
        "Earlier and later are the same window, so nothing lies between. Choose two windows."
    ),
    Refusal.LATER_FIRST: (
        "The later window lies before the earlier one. Choose a later month for it."
    ),
    Refusal.NO_VISIT: "Counts are known at no visit; a half-life takes three visits.",
    Refusal.ONE_VISIT: "Counts are known at one visit; a half-life takes three visits.",
    Refusal.TWO_VISITS: "Counts are known at two visits; a half-life takes three visits.",
    Refusal.NOBODY_AT_ANY_VISIT: "Nobody responded at any visit with known counts.",
    Refusal.EVERYBODY_AT_EACH_VISIT: "Everybody responded at each visit with known counts.",
    Refusal.NOT_FALLING: ("The share responding is not lower at the last visit than at the first."),
    Refusal.NOT_FALLING_OVERALL: (
        "Over all visits, no fall fits the counts better than staying the same."
    ),
    Refusal.OFF_THE_CURVE: "The counts do not follow this curve, so there is no half-life.",
    Refusal.TOO_FEW_QUALIFY: f"{{qualify}}; a pool takes {FEWEST_STUDIES} or more.",
    Refusal.NO_STUDY: "There is no study to pool.",
    Refusal.ONE_STUDY: "There is only one study, so there is nothing to pool.",
    Refusal.NO_STANDARD_ERROR: (
        "In {unusable} of the {k} studies there is no estimate with a standard error."
    ),
    Refusal.NO_COUNT: (
        "In {unusable} of the {k} studies nobody was assessed, or a count is not known."
    ),
    Refusal.ALL_NONE: (
        "Nobody responded in any of the studies, so their spread cannot be estimated."
    ),
    Refusal.ALL_EVERYBODY: (
        "Everybody responded in every study, so their spread cannot be estimated."
    ),
    Refusal.ALL_EXTREME: (
        "In each study either nobody or everybody responded: how much the studies differ has no "
        "finite estimate."
    ),
    Refusal.TOO_MANY_PERSONS: (
        f"A study counts more than {LARGEST_STUDY:,} persons: with so many the model loses digits."
    ),
    Refusal.TOO_FAR_APART: (
        "The studies lie too far apart for a common proportion to mean anything: the standard "
        f"deviation of their logits would be above {LARGEST_TAU:g}."
    ),
    Refusal.FEW_FOR_PREDICTION: (
        f"With fewer than {PREDICTION_FROM} studies a prediction interval says too little."
    ),
    Refusal.EMPTY_TAU2: (
        "The studies differ less than chance alone would make them, so no value of tau2 fits and "
        "its interval is empty."
    ),
    Refusal.OPEN_TAU2: (
        f"tau2 has no upper end below {LARGEST_TAU**2:g}: there is too little to tell."
    ),
    Refusal.NOT_FOUND_TAU2: "The interval of tau2 could not be found.",
    ModelRefusal.NO_FINITE_RATIO: (
        "In all studies together nobody responds in one arm, or everybody does, so the ratio would "
        "be 0 or without end."
    ),
    ModelRefusal.NO_VARIANCE: (
        "With so strong a correlation between the two visits, a study's change would be known "
        "exactly, which no study can give. Choose a weaker one."
    ),
    ModelRefusal.EFFECTS_TOO_FAR_APART: (
        "The odds ratios of the studies lie too far apart for one of all to mean anything."
    ),
    ModelRefusal.NOT_GIVEN: "This model gives no such number.",
    ModelRefusal.SHARE_TELLS_NOTHING: (
        "The median share of the second arms is 0% or 100%, from which nothing follows. Set "
        "another."
    ),
    ModelRefusal.SHARE_OUT_OF_REACH: (
        "With this share of the second arm the share of the first, or an end of its interval, "
        "would be below 0% or above 100%. Set another share, or choose the odds ratio."
    ),
    ModelRefusal.COUNTS_ONLY: (
        "{studies} published an estimate without a count, and this model takes counts only. It "
        "takes the counts, or the choice to include published estimates taken back."
    ),
    ModelRefusal.NEVER_MEETS_ZERO: (
        "Whatever the missing patients did, the interval does not come to include no difference, "
        "nor to exclude it."
    ),
    ModelRefusal.NOBODY_MISSING: "Nobody is missing, so nothing about the missing can change it.",
}


def refusal_text(reason: AnyRefusal | None, **facts: object) -> str:
    """Give the sentence of a reason, its gaps filled with facts; blank where there is none."""
    return SENTENCES[reason].format(**facts) if reason else ""


def effect_refusal(effect: Effect) -> str:
    """Say why a difference or a ratio has no value."""
    arms = effect.without_counts
    who = "neither arm has any" if len(arms) == 2 else f"{''.join(arms)} has none"
    return refusal_text(effect.reason, who_has_none=who)


def pool_refusal(pooled: Pooled) -> str:
    """Say why nothing is pooled."""
    k = pooled.k
    qualify = with_noun(k, "study qualifies", "studies qualify") if k else "No study qualifies"
    return refusal_text(pooled.reason, k=k, unusable=pooled.unusable, qualify=qualify)
