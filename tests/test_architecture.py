import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RANK = {
    "lib.stats": 0,
    "lib.studies": 1,
    "lib.views": 2,
    "lib.charts": 3,
    "lib.exports": 3,
    "lib.ui": 4,
    "pages": 5,
}
"""Arrows point down: a part imports only parts of lower rank, or itself."""

FILES = sorted([*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def imports(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(module):
    return next((name for name in RANK if module == name or module.startswith(name + ".")), "")


def own_part(file):
    return part(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_arrows_point_one_way(file):
    mine = own_part(file)
    for module in imports(file):
        theirs = part(module)
        assert not theirs or theirs == mine or RANK[theirs] < RANK[mine], module


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_streamlit_and_plotly_stay_in_their_rooms(file):
    used = {module.split(".")[0] for module in imports(file)}
    assert "streamlit" not in used or own_part(file) in ("lib.ui", "pages")
    assert "plotly" not in used or own_part(file) in ("lib.charts", "lib.exports")


@pytest.mark.parametrize("file", sorted((ROOT / "pages").rglob("*.py")), ids=lambda f: f.name)
def test_a_page_can_be_read_in_one_go(file):
    assert len(file.read_text("utf-8").splitlines()) <= 120


def test_the_store_is_known_by_its_verbs_only():
    behind_the_door = {"saving", "loading", "files", "versions"}
    outside = [file for file in FILES if not own_part(file).startswith("lib.studies")]
    for file in outside:
        used = {module.removeprefix("lib.studies.").split(".")[0] for module in imports(file)}
        assert not used & behind_the_door, file
