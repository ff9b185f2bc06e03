"""An extra column as what counted as a response, where it tells rows apart."""

import re

from lib.studies.intake.columns.column_use import KEEP, ColumnUse
from lib.studies.intake.columns.table_columns import Proposal, Proposals
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.intake.rows.no_data_rows import clash_within
from lib.studies.schema import IDENTITY

_OUTCOME = re.compile(
    r"outcome|endpoint|end point|instrument|scale|score|criteri|definition|domain|question", re.I
)


def propose_outcome(rows: DraftRows, proposals: Proposals) -> Proposals:
    """Read an extra column that names an endpoint as the outcome, where rows would clash."""
    if "outcome" in rows.cells or not len(rows.cells):
        return {}
    clashing = rows.cells[clash_within(rows.cells, IDENTITY)]
    for header, each in proposals.items():
        if each.use.means != KEEP or header not in clashing or not _OUTCOME.search(header):
            continue
        if clashing[header].nunique() > 1:
            why = "Rows of one arm at one visit differ in it: it says what counted as a response."
            return {header: Proposal(ColumnUse("outcome"), why, False)}
    return {}
