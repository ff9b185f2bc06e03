"""Random studies, views and pictures: what a chart may be asked to show."""

from dataclasses import replace

from hypothesis import strategies as st

from lib.analysis.settings import NON_RESPONDERS, View
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.theme import DARK

NAMES = ("A & B 2001", "Bee <b> 2002", "Cee 2003", "Dee 2004")
ARMS = (("Drug", "intervention"), ("Sham", "comparator"))

counted = st.integers(1, 40).flatmap(
    lambda n: st.fixed_dictionaries(
        {"n_assessed": st.just(n), "responders": st.integers(0, n)},
        optional={"n_enrolled": st.just(n + 3), "caution": st.just("Other patients")},
    )
)
estimated = st.fixed_dictionaries(
    {"rate_pct": st.integers(0, 100)}, optional={"estimate": st.just("time_to_event")}
)
cells = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(ARMS), st.sampled_from((3, 6, 12, 24))),
    counted | estimated,
    min_size=1,
    max_size=16,
)
rows = cells.map(
    lambda found: [
        {"study": study, "arm": arm, "role": role, "months": months, "treatment": arm} | cell
        for (study, (arm, role), months), cell in sorted(found.items(), key=lambda item: item[0])
    ]
)
crowds = st.integers(13, 15).map(
    lambda studies: [
        {"study": f"Study {i} 2000", "months": months, "n_assessed": 40, "responders": i + months}
        for i in range(studies)
        for months in (3, 6)
    ]
)
views = st.builds(View, missing=st.sampled_from((View().missing, NON_RESPONDERS)))
pictures = st.builds(
    Picture,
    theme=st.sampled_from((Picture().theme, DARK)),
    colour_by=st.sampled_from(("study", "treatment")),
    title=st.just("Title"),
    footer=st.just("Footer"),
).flatmap(
    lambda picture: st.sampled_from(
        (picture, replace(picture, compact=True), replace(picture, room=SLIDE))
    )
)
focuses = st.sampled_from(((), (NAMES[0],), ("Study 3 2000", NAMES[0])))
