def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def test_two_estimates_differ_without_an_interval_and_the_page_says_why(open_app):
    said = html(open_app("explore/compare.py", month="15"))
    assert "of 100 patients like these, 59 against 10 responded" in said
    assert "48.5 points" in said
    assert "48.5 points, no interval: only one of the two estimates has an interval" in said


def test_arms_that_were_not_randomised_are_named_so(open_app):
    said = html(open_app("explore/compare.py", month="6"))
    assert "63 against 33 responded" in said
    assert "Not randomised, as the design column says." in said
    assert "A separate audit group, not a randomised comparator." in said


def test_whoever_was_not_seen_then_is_listed(open_app):
    said = html(open_app("explore/compare.py", month="6"))
    assert "Kim 2010, Prolotherapy: first seen later, at 15 months." in said


def test_icons_say_in_words_what_they_show(open_app):
    said = html(open_app("explore/compare.py", month="6"))
    assert 'role="img" aria-label="' in said
    assert said.count("●") == 63 + 33
