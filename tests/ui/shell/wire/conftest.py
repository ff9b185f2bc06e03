import pytest

INDEX = """<html><head><title>Streamlit</title>
<script type="module" src="./static/js/index.a1.js"></script>
<link rel="stylesheet" crossorigin href="./static/css/index.b2.css">
</head>
<body>
<div id="root"></div></body></html>
"""


@pytest.fixture
def static(tmp_path):
    folder = tmp_path / "installed" / "static"
    files = {
        "index.html": INDEX,
        "static/js/index.a1.js": "start();" * 200,
        "static/js/Chart.c3.js": "newPlot();" * 900,
        "static/js/tiny.d4.js": "1",
        "static/css/index.b2.css": "p { margin: 0 }" * 100,
        "static/media/font.e5.woff2": "font" * 400,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
