"""Why a number or its interval is not given; `lib/narrative` has the sentence of each reason."""

from enum import Enum, auto


class Refusal(Enum):
    """One reason, by its key."""

    # Two arms.
    NOBODY_ASSESSED = auto()
    NOBODY_RESPONDED = auto()
    EVERYBODY_RESPONDED = auto()
    RATIO_NEEDS_COUNTS = auto()
    NO_ESTIMATE = auto()
    ONE_INTERVAL = auto()
    NEITHER_INTERVAL = auto()
    ALL_OR_NONE = auto()
    NO_DIFFERENCE_INTERVAL = auto()
    NOT_BY_CHANCE = auto()
    CHANCE_NOT_STATED = auto()
    ENROLLED_NOT_KNOWN = auto()
    COUNTS_NOT_KNOWN = auto()
    FEWER_ENROLLED = auto()
    SUPPOSED_SHARE = auto()

    # A published interval.
    NO_LOGIT = auto()
    NO_INTERVAL = auto()
    OUTSIDE = auto()
    LOPSIDED = auto()
    TOO_SURE = auto()

    # Two visits of a series.
    SAME_MONTH = auto()
    NO_PROPORTION = auto()
    NO_COUNTS = auto()
    NOTHING_TO_LOSE = auto()
    NO_COUNTS_TO_BOUND = auto()
    OTHER_NUMBERS = auto()
    TOO_FEW_ENROLLED = auto()
    ENROLMENT_UNKNOWN = auto()
    ENROLMENT_DIFFERS = auto()

    # Two windows.
    ONE_WINDOW = auto()
    SAME_WINDOW = auto()
    LATER_FIRST = auto()

    # A half-life.
    NO_VISIT = auto()
    ONE_VISIT = auto()
    TWO_VISITS = auto()
    NOBODY_AT_ANY_VISIT = auto()
    EVERYBODY_AT_EACH_VISIT = auto()
    NOT_FALLING = auto()
    NOT_FALLING_OVERALL = auto()
    OFF_THE_CURVE = auto()

    # A pool.
    TOO_FEW_QUALIFY = auto()
    NO_STUDY = auto()
    ONE_STUDY = auto()
    NO_STANDARD_ERROR = auto()
    NO_COUNT = auto()
    ALL_NONE = auto()
    ALL_EVERYBODY = auto()
    ALL_EXTREME = auto()
    TOO_MANY_PERSONS = auto()
    TOO_FAR_APART = auto()
    FEW_FOR_PREDICTION = auto()
    EMPTY_TAU2 = auto()
    OPEN_TAU2 = auto()
    NOT_FOUND_TAU2 = auto()


class ModelRefusal(Enum):
    """Reasons that only pooled contrasts, pooled changes and missing patients have."""

    # Studies with two arms or two visits.
    NO_FINITE_RATIO = auto()
    """In all studies together one product of the table's cells is 0: the ratio is 0 or infinite."""
    NO_VARIANCE = auto()
    """With this correlation a study's change would have no variance."""
    EFFECTS_TOO_FAR_APART = auto()
    """The standard deviation of the studies' log odds ratios has no estimate below the largest."""
    NOT_GIVEN = auto()
    """This model gives no such number."""
    SHARE_TELLS_NOTHING = auto()
    """No ratio can change a share of 0% or 100% in the second arm as it should."""
    SHARE_OUT_OF_REACH = auto()
    """At this share of the second arm that of the first would be below 0% or above 100%."""
    COUNTS_ONLY = auto()
    """A published estimate takes part, and the model takes counts only."""

    # Missing patients.
    NEVER_MEETS_ZERO = auto()
    """At no odds ratio of the missing does an end of the interval meet 0."""
    NOBODY_MISSING = auto()
    """Nobody is missing, so no odds ratio of theirs moves the interval."""


AnyRefusal = Refusal | ModelRefusal
