"""Whether the counts of several arms of a study may be added up."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from lib.phrases import in_order, listing, months_text


def obstacles(
    arms: Sequence[str],
    sharing: Collection[str],
    months: Iterable[float],
    cohorts: Iterable[str],
    outcomes: Iterable[str],
    imors: Collection[float],
) -> Iterator[str]:
    """Say why the counts of curves of a study may not be added up (Cochrane Handbook 23.3.4).

    Parameters
    ----------
    arms
        The arm of each curve.
    sharing
        Those of the arms that have patients in common.
    months, cohorts, outcomes
        When each curve was seen, which patients it counts, and what counted as a response.
    imors
        The odds ratios that are supposed of the missing of those to be added up, each once.

    Yields
    ------
    str
        A clause, the gravest first.
    """
    if len(set(arms)) < len(arms):
        yield "several curves are of one arm, and nothing says which to take"
    if sharing:
        yield f"{listing(in_order(sharing))} share patients, who would be counted twice"
    if len(visits := sorted(set(months))) > 1:
        yield f"the arms were seen at {months_text(*visits)}"
    if len(set(cohorts)) > 1:
        yield "the arms count different sets of patients"
    if len(set(outcomes)) > 1:
        yield "response means something else in each of the arms"
    if len(imors) > 1:
        yield "the missing of arms to be added up are supposed to have done unlike"
