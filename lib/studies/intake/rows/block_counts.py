"""The counts of rows: what a header states, failures turned round, one N for all visits."""

from collections.abc import Sequence

import pandas as pd

from lib.studies.intake.columns.column_use import (
    Block,
)
from lib.studies.intake.rows.table_parts import TableParts, first_of, text_column
from lib.studies.schema import ASSUMED


def with_counts(
    source: TableParts, block: Block, chosen: Sequence[str], frame: pd.DataFrame
) -> pd.DataFrame:
    """Assessed that the header states; failures turned round; one N for all visits."""
    frame = frame.copy()
    stated = next((u.assessed for u in map(source.uses.__getitem__, chosen) if u.assessed), None)
    if stated:
        frame["n_assessed"] = first_of(frame.get("n_assessed"), text_column(str(stated), frame))
    if "failures" in frame or "failed" in frame:
        frame = _turn_round(frame)
    one_for_all = block.months is not None and "n_assessed" not in frame
    if one_for_all and {"responders", "n_enrolled"} <= {*frame.columns}:
        counted = (frame["responders"] != "") & (frame["n_enrolled"] != "")
        if counted.any():
            frame["n_assessed"] = frame["n_enrolled"].where(counted, "")
            frame["n_basis"] = text_column(ASSUMED, frame).where(counted, "")
            source.notes[
                "One number of patients stands for all visits: it is taken as the number enrolled, "
                "and supposed as the number assessed (n_basis is assumed)."
            ] = None
    return frame


def _turn_round(frame: pd.DataFrame) -> pd.DataFrame:
    """Responders are the assessed who did not fail."""
    failures = frame.get("failures", text_column("", frame))
    failed = frame.get("failed", text_column("", frame))
    assessed = frame.get("n_assessed", text_column("", frame))
    responders = [
        str(int(n) - int(f)) if f.isdecimal() and n.isdecimal() else ""
        for f, n in zip(failures, assessed, strict=True)
    ]
    rates = [_rest_of_hundred(text) for text in failed]
    out = frame.drop(columns=["failures", "failed"], errors="ignore")
    whole = [
        str(int(r) + int(f)) if r.isdecimal() and f.isdecimal() else ""
        for r, f in zip(frame.get("responders", text_column("", frame)), failures, strict=True)
    ]
    out["n_assessed"] = first_of(frame.get("n_assessed"), _column(whole, frame))
    out["responders"] = first_of(frame.get("responders"), _column(responders, frame))
    out["rate_pct"] = first_of(frame.get("rate_pct"), _column(rates, frame))
    return out


def _column(texts: Sequence[str], frame: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.array(texts, dtype="str"), frame.index)


def _rest_of_hundred(text: str) -> str:
    try:
        value = 100 - float(text.replace(",", "."))
    except ValueError:
        return text
    decimals = len(text.replace(",", ".").partition(".")[2])
    return f"{value:.{decimals}f}"
