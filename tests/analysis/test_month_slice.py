from lib.analysis.month_slice import at_month, visits


def told(frame):
    return dict(zip(frame["label"], frame["absent"], strict=True))


def test_the_visit_at_the_month_is_taken_highest_first(real_points):
    frame = at_month(real_points, 12, 0)
    shown = frame[frame["absent"] == ""]
    assert shown[["study", "rate"]].to_numpy().tolist() == [
        ["Cusi 2010", 76.0],
        ["Chakraverty 2004", 58.0],
    ]


def test_who_is_not_shown_is_listed_with_the_reason(real_points):
    assert told(at_month(real_points, 12, 0)) | {} == {
        "Cusi 2010 · Prolotherapy": "",
        "Chakraverty 2004 · Prolotherapy": "",
        "Chakraverty 2004 · Corticosteroid": "not followed so far: last seen at 6 months",
        "Kim 2010 · Prolotherapy": "first seen later, at 15 months",
        "Kim 2010 · Corticosteroid": "first seen later, at 15 months",
    }


def test_the_nearest_visit_within_reach_is_taken(points_of, typed):
    rows = typed(*({"months": m, "rate_pct": m} for m in (3, 5, 9)))
    frame = at_month(points_of(rows), 4, 1)
    assert frame[["months", "apart"]].to_numpy().tolist() == [[3, -1]]
    assert at_month(points_of(rows), 7, 1.5)["absent"].tolist() == [
        "not seen near then, but at 3, 5 and 9 months"
    ]


def test_every_series_is_told_of(real_points):
    for month in (1, 3, 14, 200):
        assert len(at_month(real_points, month, 1)) == real_points["series"].nunique()


def test_the_months_name_their_studies(real_points):
    assert visits(real_points)[15] == ["Kim 2010"]
    assert list(visits(real_points)) == [3, 6, 12, 15, 24]
