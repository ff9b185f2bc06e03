import pytest

from lib.studies.reading.pasted_text import looks_headless


@pytest.mark.parametrize(
    ("text", "headless"),
    [
        ("Kim 2010\tSugar\t15\t58,7", True),
        ("\n\nKim 2010;Sugar;15;79%", True),
        ('"Kim, 2010","15"', True),
        ("study\tarm\t3 mo", False),
        ("Study name;3;6;12", False),
        ("trial no,x\n1,2", False),
        ("", False),
    ],
)
def test_a_first_line_of_data_is_noticed(text: str, headless: bool) -> None:
    assert looks_headless(text) == headless
