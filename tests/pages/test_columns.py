import html as markup

import pytest

from lib.studies.schema import COLUMNS
from lib.studies.validation.registry import RULES
from lib.ui.components.data_dictionary import CAPTION, RULES_CAPTION
from tests.pages.page_text import html

PAGE = "data/columns.py"


def test_every_column_has_a_row_in_the_order_of_the_schema(read_app):
    said = html(read_app(PAGE))
    assert f"<caption>{CAPTION}</caption>" in said
    places = [said.index(f'<th scope="row">{column.name}</th>') for column in COLUMNS]
    assert places == sorted(places)
    assert all(f"<td>{markup.escape(column.meaning)}</td>" in said for column in COLUMNS)


@pytest.mark.parametrize(
    "values",
    [
        "Text, up to 100 characters. Needed.",
        "Number, more than 0, up to 1,200. Needed.",
        "Whole number, 0 to 9999.",
        "Text: proportion or time_to_event. Blank means proportion.",
        "Number, 0 to 100. Needed unless both counts are given.",
    ],
)
def test_what_may_stand_in_a_column_is_said(read_app, values):
    assert f"<td>{values}</td>" in html(read_app(PAGE))


def test_what_a_row_is_and_what_tells_it_apart_is_said(read_app):
    said = html(read_app(PAGE))
    assert "A row is one arm of one study at one follow-up time." in said
    assert "Rows that share study, arm, outcome, estimate, unit and cohort are one curve" in said


def test_there_are_four_files_to_take_away(read_app):
    labels = [button.proto.label for button in read_app(PAGE).get("download_button")]
    assert labels == [
        "Template (CSV)", "Filled example (CSV)", "Columns (CSV)", "Table Schema (JSON)",
    ]  # fmt: skip


def test_every_rule_is_explained(read_app):
    said = html(read_app(PAGE)).partition(f"<caption>{RULES_CAPTION}</caption>")[2]
    assert said.count('<th scope="row">') == len(RULES)
    for rule in RULES.values():
        columns = ", ".join(rule.columns) or "the whole file"
        start = f'<th scope="row">{markup.escape(rule.title)}</th><td>{columns}</td>'
        assert f"{start}<td>{rule.severity.capitalize()}</td><td>" in said


def test_what_a_rule_puts_in_is_marked_and_what_it_may_add_is_left_out(read_app):
    said = html(read_app(PAGE)).partition(f"<caption>{RULES_CAPTION}</caption>")[2]
    said = said.partition("</table>")[0]
    assert "<td><i>header</i> is <i>value</i>; it must be <i>allowed</i>.</td>" in said
    assert "<td>Correct it.</td>" in said
    assert "{" not in said
