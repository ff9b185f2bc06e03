from tests.pages.conftest import ROOT
from tests.pages.page_text import html

COMPARE = "explore/compare.py"
GLIOMAS = ROOT / "data" / "examples" / "gliomas.csv"
CAUTIONS, READ = "Cautions and notes", "Read the numbers"


def test_the_pooled_effect_is_the_answer_of_the_page(read_app):
    said = html(read_app(COMPARE, csv=GLIOMAS, month="12"))
    assert "at 12 months: 1.22 times as many responding (1.10 to 1.35)</h1>" in said
    assert "(the median of the studies), of 100 patients like these" in said
    assert "At 12 and 18 months more respond with" in said


def test_the_arms_of_each_study_are_made_when_they_are_opened(read_app):
    assert 'class="rd-pair-icons"' not in html(read_app(COMPARE, csv=GLIOMAS, month="12"))


def test_how_sure_it_is_stands_with_the_numbers(read_app):
    said = html(read_app(COMPARE, csv=GLIOMAS, month="12", tab=READ))
    assert "One common effect (Mantel-Haenszel)" in said
    assert "Number needed to treat" in said


def test_a_measure_and_a_share_of_an_address_are_heeded(read_app):
    asked = {"month": "12", "effect": "Odds ratio", "second_share": "30"}
    said = html(read_app(COMPARE, csv=GLIOMAS, **asked))
    assert "1.48 times the odds of responding" in said
    assert "At a share of 30.0% in the second arm (set by the reader)" in said


def test_where_too_few_qualify_one_sentence_says_what_it_takes(read_app):
    said = html(read_app(COMPARE, month="6"))
    assert said.count("Two treatments are pooled over 3 studies or more") == 1
    assert "of Prolotherapy against Corticosteroid, no study qualifies." in said


def test_why_studies_are_left_out_stands_under_cautions(read_app):
    said = html(read_app(COMPARE, month="6", tab=CAUTIONS))
    assert "Prolotherapy: chance did not make this arm" in said
