from lib.studies.intake.tables.find_header import means_something


def test_a_header_row_is_the_row_with_most_known_headers():
    header = ["Study", "Arm", "3 months", "6 months", "n"]
    assert sum(map(means_something, header)) == 5
    assert sum(map(means_something, ["Kim 2010", "Drug A", "15/19", "12", ""])) == 0
