from lib.studies.intake.import_file import import_file


def rows_of(text):
    imported = import_file(text.encode(), "table.csv")
    names = ["arm", "months", "responders", "n_assessed"]
    return imported.checked.rows[names].values.tolist(), imported


def test_arms_beside_each_other_are_told_by_their_names():
    rows, _ = rows_of(
        "study,months,Drug A responders,Drug A n,Placebo responders,Placebo n\n"
        "Ivy 2010,6,21,30,11,31\n"
    )
    assert rows == [["Drug A", 6.0, 21, 30], ["Placebo", 6.0, 11, 31]]


def test_a_number_of_something_else_is_no_number_assessed():
    _, imported = rows_of("study,arm,months,responders,n,smokers n\nIvy 2010,A,6,21,30,9\n")
    (table,) = imported.tables
    assert table.proposals["smokers n"].use.means == "keep"
