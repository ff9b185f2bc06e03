"""What holds of all rows of a table: said, proposed by a title or a sheet's name, or asked."""

from collections.abc import Mapping

from lib.studies.headers.visit_times import read_time
from lib.studies.intake.columns.table_columns import Proposals, uses_of
from lib.studies.intake.instructions import Instructions
from lib.studies.intake.questions import Answers, FileQuestion
from lib.studies.intake.rows.arm_labels import names_arms
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.intake.tables.table import Table
from lib.studies.reading.durations import format_months
from lib.studies.reading.grid import Sheet
from lib.studies.schema import TIME_TO_EVENT

_FOR_ALL = {
    "study": "Which study is this? The file does not name one.",
    "arm": "Which arm is this? The file does not name one.",
    "months": "At how many months after treatment was this? The file does not say it.",
}


def values_for_all(
    sheet: Sheet,
    own_name: str,
    table: Table,
    proposals: Proposals,
    said: Instructions,
    answers: Answers,
) -> tuple[dict[str, str], dict[str, str]]:
    """The values for all rows: said, proposed by a title or a sheet's name, or asked."""
    values, reasons = dict(said.for_all), dict[str, str]()
    uses = uses_of(proposals)
    given = {use.means for use in uses.values()}
    has = {
        "study": bool(given & {"study", "author"}),
        "arm": bool(given & {"arm", "treatment"})
        or any(use.arm for use in uses.values())
        or names_arms(table.cells, uses),
        "months": "months" in given or any(use.months for use in uses.values()),
    }
    if any(each.is_curve for each in proposals.values()) and "estimate" not in given:
        values.setdefault("estimate", TIME_TO_EVENT)
        reasons["estimate"] = "Its numbers are those of a Kaplan-Meier curve."
    if not has["months"] and "months" not in values:
        for where, text in [("title", text) for text in table.titles] + [("sheet", sheet.name)]:
            held = read_time(text)
            if held and held.months:
                values["months"] = format_months(held.months)
                reasons["months"] = f"The {where} says '{held.typed}'."
                break
    if not any(use.is_measure for use in uses.values()):
        return values, reasons  # no rows can be made: the checks say what is missing
    label = next((name for name in ("arm", "study") if not has[name] and name not in values), "")
    if own_name and label and read_time(own_name) is None:
        values[label] = own_name
        reasons[label] = "It is the name of the sheet."
    for name, text in _FOR_ALL.items():
        if not has[name] and name not in values:
            answer = answers.ask(FileQuestion(f"all:{name}", text, why="Every row needs it."))
            if answer:
                values[name] = answer
    return values, reasons


def hold_missing(rows: DraftRows, for_all: Mapping[str, str], answers: Answers) -> DraftRows:
    """Hold rows back that miss what was asked for all of them."""
    missing = [key for key in answers.open if key.startswith("all:")]
    is_open = any(key.startswith("count:") for key in answers.open)
    if is_open or any(key.removeprefix("all:") not in for_all for key in missing):
        rows.is_open[:] = True
    return rows
