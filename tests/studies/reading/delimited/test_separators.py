import pytest

from lib.studies.reading.delimited.separators import find_separator


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("who,x\nA,1\n", ","),
        ("who|x\nA|1\n", "|"),
        ("Studie;Monate;Anteil\nA;3;58,7\nB;12;49,5\n", ";"),
        ("a;b;c\n" + "1,2;3,4;5,6\n" * 60, ";"),
        ("Table 1, responses; by month\n\nwho;wert;zahl\nA;3,5;1\nB;3,5;2\n", ";"),
        ("Author, year\tArm\tn\nKim, 2010\tA\t3\nLee, 2001\tB\t4\n", "\t"),
        ("who,authors,n\nA,Kim; Lee,3\nB,Park; Cho,4\n", ","),
        ("# a; b; c\n// d; e; f\nwho,x\nA,1\n", ","),
        ("Title; with; semicolons\n\nstudy,arm\nKim,a\n", ","),
        ('who,"a;b;c"\nA,"1;2;3"\n', ","),
    ],
)
def test_the_shape_of_the_records_shows_the_separator(text: str, separator: str) -> None:
    assert find_separator(text.encode())[0] == separator


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("who,x\nA,1\n", True),
        ("study  arm\nKim  a\n", False),
        ("Title\n\n\nx  y\n1, 2  3\n", False),
    ],
)
def test_a_text_without_separators_is_not_sure(text: str, is_sure: bool) -> None:
    assert find_separator(text.encode())[1] is is_sure
