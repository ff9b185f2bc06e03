import pytest
from axe_playwright_python.sync_playwright import Axe

PATHS = (
    "/",
    "/?focus=Kim+2010",
    "/?layout=A+panel+per+study",
    "/study",
    "/problems",
    "/columns",
    "/methods",
)


def serious(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:300]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def brightness(page):
    colour = page.get_by_test_id("stApp").evaluate("it => getComputedStyle(it).backgroundColor")
    return sum(float(part) for part in colour.strip("rgb()").split(",")[:3]) / 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_follows_the_reader(open_app, scheme):
    assert (brightness(open_app(color_scheme=scheme)) < 128) == (scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(open_app, path, scheme):
    found = serious(open_app(path, color_scheme=scheme))
    assert not found, "\n".join(found)
