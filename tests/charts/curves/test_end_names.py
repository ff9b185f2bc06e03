from lib.charts.curves.labelling.end_names import Name, end_texts


def ways(room, *arms):
    names = {number: Name("A 2001", arm) for number, arm in enumerate(arms)}
    found = end_texts(names, {number: f"colour {number}" for number in names}, room, True)
    return [[line for way in found[number].ways for line in way] for number in names]


def test_a_name_of_which_hardly_a_letter_is_left_is_not_written():
    assert ways(62, "Radiotherapy with chemotherapy", "Sham") == [
        ["Radiotherapy with chemotherapy"],
        ["Sham"],
    ]


def test_a_name_is_cut_to_the_room_that_there_is():
    (first, _) = ways(140, "Radiotherapy with chemotherapy", "Sham")
    assert first[1].startswith("Radio")
    assert first[1].endswith("…")
