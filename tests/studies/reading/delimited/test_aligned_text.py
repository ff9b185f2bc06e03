import pytest

from lib.studies.reading.delimited.aligned_text import is_aligned, read_aligned

R_PRINT = """\
      study   arm months rate
1  Kim 2010 Sugar      3 79.0
2  Kim 2010 Sugar     12 58.7
10 Lee 2001  Salt      6 50.0
"""
R_QUOTES = """\
id study              authors  year  trt         xi  ni
 1     1        "Gorse et al."  1974  no_contact  75 731
 2     1        "Gorse et al."  1974  counselling 363  714
"""
R_TIBBLE = """\
# A tibble: 2 x 3
  study    arm   months
  <chr>    <chr>  <dbl>
1 Kim 2010 Sugar      3
2 Lee 2001 Salt      12
"""
TITLE = """\
Table 2. Response by month

Study          Arm        Months  Rate (%)
------------------------------------------
Kim 2010       Drug A     3       79
Lee et al 2001            12      58

Note: as printed
"""


def rows(text: str) -> list[list[str]]:
    return [cells for _, cells in read_aligned(text).head(20)]


def test_row_numbers_of_r_have_no_header() -> None:
    assert rows(R_PRINT) == [
        ["", "study", "arm", "months", "rate"],
        ["1", "Kim 2010", "Sugar", "3", "79.0"],
        ["2", "Kim 2010", "Sugar", "12", "58.7"],
        ["10", "Lee 2001", "Salt", "6", "50.0"],
    ]


def test_a_long_number_leaves_one_space_and_quotes_hold_a_text_together() -> None:
    header, first, _ = rows(R_QUOTES)
    assert header == ["id", "study", "authors", "year", "trt", "xi", "ni"]
    assert first == ["1", "1", "Gorse et al.", "1974", "no_contact", "75", "731"]


def test_types_below_the_header_are_no_row() -> None:
    grid = read_aligned(R_TIBBLE)
    assert grid.rows.tolist() == [1, 2, 4, 5]
    assert grid.row_texts(0)[0] == "# A tibble: 2 x 3"
    assert grid.row_texts(1) == ["", "study", "arm", "months"]


def test_a_title_and_a_note_are_one_cell_and_blanks_are_cells() -> None:
    grid = read_aligned(TITLE)
    assert dict(grid.lengths) == {1: 1, 8: 1}
    assert grid.head(4)[1:] == [
        (3, ["Study", "Arm", "Months", "Rate (%)"]),
        (5, ["Kim 2010", "Drug A", "3", "79"]),
        (6, ["Lee et al 2001", "", "12", "58"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "study\nKim\nLee\n",
        "Kim 2010\nLee 2001\n",
        "Dear reader,\nhere are two lines.\n",
        "one line  only\n",
        "x" * 20_000 + "  y\n" + "x  y\n",
    ],
)
def test_words_alone_are_no_columns(text: str) -> None:
    assert not is_aligned(text)
