import pytest

from lib.studies.reading.delimited.markdown_table import is_pipe_table, read_pipe_table

MARKDOWN = """\
# Results

| Study | Arm | Rate |
|:---|---|---:|
| **Kim 2010** | A\\|B | 40<sup>1</sup> |
| Lee | x<br>y | `58%` |
"""


def test_a_table_of_markdown() -> None:
    grid = read_pipe_table(MARKDOWN)
    assert grid.head(9) == [
        (1, ["# Results", "", ""]),
        (3, ["Study", "Arm", "Rate"]),
        (5, ["Kim 2010", "A|B", "40"]),
        (6, ["Lee", "x\ny", "58%"]),
    ]
    assert grid.marks == {(5, 2): "1"}


@pytest.mark.parametrize(
    "text",
    [
        "+-------+----+\n| study | mo |\n+-------+----+\n| Kim   | 3  |\n+-------+----+\n",
        " study | mo \n-------+----\n Kim   |  3 \n",
        "|study|mo|\n|Kim|3|\n",
    ],
)
def test_tables_that_databases_print(text: str) -> None:
    assert is_pipe_table(text)
    assert [cells for _, cells in read_pipe_table(text).head(9)] == [["study", "mo"], ["Kim", "3"]]


@pytest.mark.parametrize("text", ["a|b\n1|2\n", "a,b\n--,--\n", "-----\n", "a - b\n--\n"])
def test_other_lines_are_no_table(text: str) -> None:
    assert not is_pipe_table(text)
