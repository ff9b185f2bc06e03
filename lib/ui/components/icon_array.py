"""An icon array of a hundred patients: full for responders, a ring for the others."""

import html

SIDE = 10
FULL, RING = "●", "○"


def icon_array(number: int, label: str, alt: str) -> str:
    """Give a hundred icons, the first `number` of them full, as HTML with a caption and an alt.

    They are characters: Streamlit takes drawings out of HTML, and text follows the theme.
    """
    icons = FULL * number + RING * (SIDE * SIDE - number)
    lines = "<br>".join(icons[place : place + SIDE] for place in range(0, SIDE * SIDE, SIDE))
    return (
        f'<figure class="rd-icons"><div role="img" aria-label="{html.escape(alt)}">{lines}</div>'
        f"<figcaption>{html.escape(label)}</figcaption></figure>"
    )
