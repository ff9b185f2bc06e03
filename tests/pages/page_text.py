"""What the tests of pages read of a page, and what they press."""

from typing import Any

from streamlit.testing.v1 import AppTest


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)
