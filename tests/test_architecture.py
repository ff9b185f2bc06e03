import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = [
    {"lib.arrays"},
    {"lib.phrases", "lib.cache", "lib.progress", "lib.events", "lib.stats"},
    {"lib.studies"},
    {"lib.analysis"},
    {"lib.slides"},
    {"lib.narrative"},
    {"lib.charts"},
    {"lib.exports"},
    {"lib.ui"},
    {"pages", "lib.commands"},
    {"lib.__main__"},
]
"""From the ground up: a room imports only rooms of lower floors, or itself."""

STUDIES_FLOORS = [
    {"lib.studies.spellings"},
    {"lib.studies.schema", "lib.studies.encoded"},
    {"lib.studies.rules", "lib.studies.doi", "lib.studies.permissions"},
    {"lib.studies.problems", "lib.studies.headers"},
    {"lib.studies.reading"},
    {"lib.studies.validation"},
    {"lib.studies.intake", "lib.studies.dataset"},
    {"lib.studies.loading"},
    {"lib.studies.revisions", "lib.studies.check_files"},
    {"lib.studies.store", "lib.studies.checking"},
]
"""The floors within `lib/studies`."""

LIBRARIES = {
    "streamlit": ("lib.ui", "pages"),
    "plotly": ("lib.charts.plotly", "lib.exports"),
    "pptx": ("lib.exports.powerpoint",),
}
"""The only rooms that may know a library."""

FILES = sorted([*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def module_of(file):
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree_of(file):
    return ast.parse(file.read_text("utf-8"))


@cache
def imports(file):
    return [
        alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]


def lies_in(module, room):
    return module == room or module.startswith(f"{room}.")


def floor_of(module, floors):
    for floor, rooms in enumerate(floors):
        if any(lies_in(module, room) for room in rooms):
            return floor
    return None


def room_of(module, floors):
    return next((r for rooms in floors for r in rooms if lies_in(module, r)), None)


def named(file):
    return str(file.relative_to(ROOT))


def arrows_up(file, floors):
    """What a file imports that stands no lower than itself."""
    mine = module_of(file)
    if (floor := floor_of(mine, floors)) is None:
        return
    for module in imports(file):
        theirs = floor_of(module, floors)
        same = room_of(module, floors) == room_of(mine, floors)
        if not (theirs is None or same or theirs < floor):
            yield f"{mine} imports {module}"


# All files in one test: a test for each would take longer to run than what it looks at.
@pytest.mark.parametrize("floors", [FLOORS, STUDIES_FLOORS], ids=["house", "studies"])
def test_arrows_point_down(floors):
    assert [arrow for file in FILES for arrow in arrows_up(file, floors)] == []


def test_every_file_stands_on_a_floor():
    homeless = [module_of(file) for file in FILES if floor_of(module_of(file), FLOORS) is None]
    assert homeless == ["lib"]


def test_no_import_goes_in_a_circle():
    modules = {module_of(file): file for file in FILES}
    waiting = {
        name: {m for i in imports(file) for m in (i, i.rpartition(".")[0]) if m in modules} - {name}
        for name, file in modules.items()
    }
    while free := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in free:
            del waiting[name]
    assert not waiting


def test_a_folder_can_be_taken_in_at_a_glance():
    sizes = Counter(file.parent for file in FILES if file.name != "__init__.py")
    assert {named(folder): size for folder, size in sizes.items() if size > 12} == {}


def test_libraries_stay_in_their_rooms():
    used = {(module.split(".")[0], module_of(file)) for file in FILES for module in imports(file)}
    strayed = [
        (library, module)
        for library, module in used
        if library in LIBRARIES and not any(lies_in(module, room) for room in LIBRARIES[library])
    ]
    assert strayed == []


@pytest.mark.parametrize("file", sorted((ROOT / "pages").rglob("*.py")), ids=lambda f: f.name)
def test_a_page_can_be_read_in_one_go(file):
    assert len(file.read_text("utf-8").splitlines()) <= 120


def test_the_store_is_known_by_its_verbs_only():
    behind_the_door = {"commit", "atomic_files", "version_folder"}
    outside = [file for file in FILES if not lies_in(module_of(file), "lib.studies")]
    for file in outside:
        used = {m.removeprefix("lib.studies.store.").split(".")[0] for m in imports(file)}
        assert not used & behind_the_door, file
        assert not any(lies_in(module, "lib.studies.loading") for module in imports(file)), file


# fmt: off
IRREGULAR = {
    "borne", "bought", "broken", "brought", "built", "caught", "chosen", "done", "drawn", "felt",
    "found", "given", "gone", "heard", "held", "hidden", "kept", "known", "led", "left", "lost",
    "made", "meant", "met", "paid", "said", "seen", "sent", "shown", "sold", "sought", "spent",
    "spoken", "taken", "taught", "thought", "told", "understood", "won", "worn", "written",
}
# fmt: on
NO_PARTICIPLES = {"need", "seed", "speed", "feed", "embed", "screen", "open", "often", "token"}


def is_participle(name):
    words = name.strip("_").split("_")
    if words[0] in ("is", "has", "are", "can"):
        return False
    last = words[-1]
    ends = last.endswith(("ed", "en")) and last not in NO_PARTICIPLES
    return ends or last in IRREGULAR


def test_functions_are_verbs_or_nouns():
    names = [
        node.name
        for file in FILES
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    participles = [name for name in names if is_participle(name)]
    assert len(participles) <= 0.04 * len(names), participles


def types_of(file):
    for node in tree_of(file).body:
        if isinstance(node, ast.ClassDef):
            yield node.name.strip("_")
        elif isinstance(node, ast.Assign) and isinstance(name := node.targets[0], ast.Name):
            is_alias = name.id.strip("_")[:1].isupper() and not name.id.isupper()
            yield from [name.id.strip("_")] if is_alias else []


def test_a_type_has_one_name_and_one_meaning():
    homes = Counter(name for file in FILES for name in set(types_of(file)))
    assert [name for name, number in homes.items() if number > 1] == []
