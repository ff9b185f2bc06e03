from pathlib import Path

import pytest

from lib.studies.reading.text_table import read_text
from lib.studies.rules import Rule
from lib.studies.validation import registry
from lib.studies.validation.registry import RULES
from lib.studies.validation.validate import check

FOLDER = Path(__file__).parents[1] / "data" / "invalid"
FILES = sorted(FOLDER.glob("*.csv"))
# Files that would be too large to keep (test_reading has them, with lower limits), and one that
# cannot be opened (test_store has it); and workbooks (test_workbook has them).
NOT_KEPT = {"too_large", "too_many_rows", "unreadable", "not_a_workbook", "formula_unsaved"}
# An encoding that is said by hand (test_sheets has it), and what only an import can find.
NOT_KEPT |= {"other_encoding", "two_numbers", "patient_scores"}
NOT_KEPT |= {name for name in RULES if name.startswith("workbook_")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gives_exactly_its_problem(path: Path) -> None:
    problems = check(path.read_bytes()).problems
    assert set(problems["rule"]) == {path.stem}
    assert set(problems["severity"]) == {RULES[path.stem].severity}
    assert (problems["message"].str.len() > 0).all()
    assert not (problems["message"] + problems["fix"]).str.contains(r"[{}]|nan|<NA>").any()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_error_leaves_out_its_own_row_only(path: Path) -> None:
    checked = check(path.read_bytes())
    lines = checked.problems[checked.problems["severity"] == "error"]["row"].dropna()
    if checked.refused:
        assert checked.rows.empty
    else:
        assert set(checked.left_out) == set(lines)
        assert set(checked.rows.index) == set(read_text(path.read_bytes()).cells.index) - set(lines)


def test_every_rule_has_a_bad_file() -> None:
    assert {path.stem for path in FILES} == set(RULES) - NOT_KEPT


def test_every_rule_has_a_title_of_its_own() -> None:
    assert len({rule.title for rule in RULES.values()}) == len(RULES)


def test_every_rule_is_collected_once() -> None:
    declared = [rule for module in registry.MODULES for rule in module.RULES]
    assert len(declared) == len(RULES)
    for module in registry.MODULES:
        constants = {rule for rule in vars(module).values() if isinstance(rule, Rule)}
        assert constants <= set(declared), module
