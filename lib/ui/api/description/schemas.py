"""What the JSON of each answer looks like (JSON Schema 2020-12)."""

from collections.abc import Iterable
from typing import Any

from lib.exports.tables.change_csv import COLUMNS as CHANGE_COLUMNS
from lib.exports.tables.contrast_csv import COLUMNS as CONTRAST_COLUMNS
from lib.exports.tables.points_csv import COLUMNS as POINT_COLUMNS
from lib.exports.tables.synthesis_csv import COLUMNS as POOL_COLUMNS
from lib.exports.tables.synthesis_csv import NEW_STUDY_COLUMNS
from lib.ui.api.json_values import INFINITE, IS_TRUE_OR_FALSE, ODDS

Schema = dict[str, Any]

_NUMBERS = {
    *("year", "months", "responders", "counted", "n_assessed", "n_enrolled", "visits_not_used"),
    *("window_centre_months", "studies", "tau2", "tau2_low", "tau2_high", "q", "q_df", "q_p"),
    *("value", "low", "high", "prediction_low", "prediction_high", "se", "bayes_studies"),
    *("bayes_counted", "bayes_tau", "bayes_tau_low", "bayes_tau_high", "bayes_tau_prior_scale"),
    *("responders_1", "counted_1", "responders_2", "counted_2", "number_needed"),
    *("n_enrolled_1", "n_enrolled_2"),
    *(f"correlation_{which}" for which in ("asked", "used", "lowest", "highest")),
    *(
        f"{when}_{what}"
        for when in ("earlier", "later")
        for what in ("months", "responders", "counted", "centre_months", "n_enrolled")
    ),
}
_TEXT, _NUMBER, _FLAG = (
    {"type": ["string", "null"]},
    {"type": ["number", "null"]},
    {"type": ["boolean", "null"]},
)
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_ANY: Schema = {"type": "object"}
_FLAGS = {"type": "boolean"}


def _of_column(name: str) -> Schema:
    if name in IS_TRUE_OR_FALSE:
        return _FLAG
    if any(odds in name for odds in ODDS):
        return {"anyOf": [_NUMBER, {"const": INFINITE}]}
    return _NUMBER if name in _NUMBERS or name.endswith("_pct") else _TEXT


def _row(columns: Iterable[str], *required: str) -> Schema:
    properties = {name: _of_column(name) for name in columns}
    return {"type": "object", "properties": properties, "required": list(required)}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_POINT = _row([*POINT_COLUMNS.values(), "counted_as_independent"], *POINT_COLUMNS.values())
_POOLED = _row(
    [name for name in POOL_COLUMNS if name not in NEW_STUDY_COLUMNS], "window_centre_months"
)
_NEW_STUDY = _row(NEW_STUDY_COLUMNS, "worth_pct", "bayes_tau_prior_scale", "bayes_level_pct")
_NEW_STUDY["properties"] |= {"in_words": _TEXT, "prior": _TEXTS}
_SAME_STUDIES = _object(
    earlier_centre_months=_NUMBER,
    later_centre_months=_NUMBER,
    measure=_TEXT,
    correlation=_NUMBER,
    level_pct=_NUMBER,
    is_pooled=_FLAGS,
    headline=_TEXT,
    why_not_pooled=_TEXT,
    rows=_list(_row(CHANGE_COLUMNS, "row")),
    fall=_object(
        whole_points=_NUMBER,
        within_same_studies_points=_NUMBER,
        other_studies_points=_NUMBER,
        studies_only_earlier=_NUMBER,
        studies_only_later=_NUMBER,
    ),
    cautions=_TEXTS,
)
_AT_MONTH = _object(
    months=_NUMBER,
    is_pooled=_FLAGS,
    rows=_list(_row([name for name in CONTRAST_COLUMNS if name != "window"], "row")),
)
_SHARES = _row(
    [
        "second_share_pct",
        "second_share_is",
        "first_share_pct",
        "first_share_low_pct",
        "first_share_high_pct",
        "number_needed_is",
        "number_needed",
        "why_none",
    ]
)
_SHARES["properties"]["number_needed_ends"] = _list(_object(**{"is": _TEXT, "persons": _NUMBER}))
_DATA: Schema = _object(file={"type": "string"}, version={"type": "string"}, rows=_TEXT)
_FIGURE: dict[str, Schema] = {
    "data": _DATA,
    "settings": _ANY,
    "interval": _object(method=_TEXT, level_pct=_NUMBER),
    "title": _TEXT,
    "finding": _TEXT,
    "doubts": _TEXTS,
    "in_words": _TEXT,
    "method": _TEXT,
    "refused": _TEXTS,
    "recipe": _object(page=_TEXT, view=_TEXT, python=_TEXT),
}
_POINTS: dict[str, Schema] = {
    "points": _list(_POINT),
    "not_comparable": _TEXTS,
    "cautions": _TEXTS,
    "notes": _TEXTS,
    "citations": _TEXTS,
}
_MEASURE = _row(
    ["measure", "value", "low", "high", "method", "in_words", "level_pct", "why_none"],
    "measure",
    "value",
    "why_none",
)
for _name in ("value", "low", "high"):
    _MEASURE["properties"][_name] = _NUMBER

SCHEMAS: dict[str, Schema] = {
    "Studies": _object(data=_DATA, fields=_list(_ANY), rows=_list(_ANY), problems=_list(_ANY)),
    "Versions": _object(
        present=_DATA,
        versions=_list(
            _object(
                version={"type": "string"},
                number={"type": "integer"},
                sha256={"type": "string"},
                when={"type": "string", "format": "date-time"},
                who={"type": "string"},
                why=_TEXT,
                what=_TEXT,
                rows={"type": "integer"},
                rows_added=_NUMBER,
                rows_changed=_NUMBER,
                rows_removed=_NUMBER,
                is_present=_FLAGS,
                was_never_present=_FLAGS,
                data={"type": "string"},
            )
        ),
        problems=_TEXTS,
    ),
    "Curve": _object(
        **_FIGURE,
        **_POINTS,
        falls=_object(curves=_list(_ANY), about=_TEXTS, notes=_TEXTS),
    ),
    "Compare": _object(
        **_FIGURE,
        **_POINTS,
        absent=_TEXTS,
        pairs=_list(_object(study=_TEXT, months=_NUMBER, measures=_list(_MEASURE))),
        not_paired=_TEXTS,
        arms_in_several_pairs=_TEXTS,
        over_studies=_object(
            treatments=_ANY,
            measure=_TEXT,
            headline=_TEXT,
            in_patients=_TEXT,
            shares=_SHARES,
            why_not_pooled=_TEXT,
            left_out=_TEXTS,
            at_month={"anyOf": [_AT_MONTH, {"const": {}}]},
            over_time=_TEXT,
            windows=_list(_AT_MONTH),
        ),
    ),
    "Pool": _object(
        **_FIGURE,
        headline=_TEXT,
        statement=_TEXT,
        what_keeps_studies_apart=_TEXTS,
        windows=_list(
            _object(
                centre_months=_NUMBER,
                half_width_months=_NUMBER,
                is_pooled=_FLAGS,
                headline=_TEXT,
                rests_on=_TEXTS,
                series=_list(_POOLED),
                pool=_POOLED,
                new_study=_NEW_STUDY,
            )
        ),
        same_studies=_SAME_STUDIES,
        cautions=_TEXTS,
        citations=_TEXTS,
    ),
    "Embed": _object(
        version={"const": "1.0"},
        type={"const": "rich"},
        title=_TEXT,
        width={"type": "integer"},
        height={"type": "integer"},
        html={"type": "string"},
    ),
    "Problem": _object(
        type={"type": "string"},
        title={"type": "string"},
        status={"type": "integer"},
        detail={"type": "string"},
    ),
}
