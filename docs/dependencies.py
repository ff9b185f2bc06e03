"""What the dashboard is made of: its licences (`make licences`), and as CycloneDX (`make sbom`).

python -m docs.dependencies licences
python -m docs.dependencies sbom
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs_version

HERE = Path(__file__).parent
ROOT = HERE.parent
LICENCES, SBOM = HERE / "licences.md", HERE / "sbom.cdx.json"
SHIPPED, DEVELOPMENT = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"

_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.*))?")
_SHORT = 40  # characters; a longer field holds the text of the licence
_CLASSIFIER = "License :: "
# Their metadata, for systems on which they are not installed.
_ELSEWHERE = {"colorama": "BSD License", "uvloop": "MIT License"}
_INTRO = """# Licences

Every library that the dashboard is run, tested or measured with, with the licence that its own
files state. `make licences` writes this file from what is installed.
"""


@dataclass(frozen=True)
class Pin:
    """A line of a file of requirements."""

    name: str
    version: str
    marker: str


@dataclass(frozen=True)
class Licence:
    """What a library says of its licence; an expression is of SPDX's words."""

    words: str
    is_expression: bool = False


def main() -> None:
    if sys.argv[1:] == ["licences"]:
        LICENCES.write_text(licence_tables(), "utf-8")
    elif sys.argv[1:] == ["sbom"]:
        SBOM.write_text(json.dumps(bill_of_materials(), indent=2) + "\n", "utf-8")
    else:
        raise SystemExit(__doc__)


def read_pins(requirements: Path) -> list[Pin]:
    """The exact versions of a file of requirements, hashed or not."""
    lines = requirements.read_text("utf-8").splitlines()
    found = (_PIN.fullmatch(line.removesuffix("\\").strip()) for line in lines)
    return [Pin(line["name"], line["version"], line["marker"] or "") for line in found if line]


def find_licence(name: str) -> Licence:
    """The licence of a library by its metadata; SystemExit if it states none."""
    try:
        about = distribution(name)
    except PackageNotFoundError:
        if name in _ELSEWHERE:
            return Licence(_ELSEWHERE[name])
        raise SystemExit(f"{name} is not installed: its licence cannot be read.") from None
    if expressions := about.metadata.get_all("License-Expression"):
        return Licence(expressions[0], is_expression=True)
    if words := next(_words(about), ""):
        return Licence(words)
    raise SystemExit(f"{name} states no licence.")


def _words(about: Distribution) -> Iterator[str]:
    """What the metadata says; else the title of the licence that comes with them."""
    for field in about.metadata.get_all("License") or []:
        if 0 < len(field) <= _SHORT and not field.startswith("Copyright"):
            yield field
    classifiers = about.metadata.get_all("Classifier") or []
    names = [each.split(" :: ")[-1] for each in classifiers if each.startswith(_CLASSIFIER)]
    if names:
        yield ", ".join(names)
    for name in about.metadata.get_all("License-File") or []:
        text = about.read_text(f"licenses/{name}") or ""
        yield text.strip().partition("\n")[0]


def licence_tables() -> str:
    """The licences of what is shipped and of what only development needs, as Markdown."""
    shipped = read_pins(SHIPPED)
    own = {pin.name for pin in shipped}
    others = [pin for pin in read_pins(DEVELOPMENT) if pin.name not in own]
    return "\n".join(
        (
            _INTRO,
            *_table("To run the dashboard", shipped),
            f"Pages and exports hold plotly.js {get_plotlyjs_version()} (MIT), a part of plotly.\n",
            *_table("To develop it", others),
        )
    )


def _table(title: str, pins: Iterable[Pin]) -> Iterator[str]:
    yield f"## {title}\n\n| library | version | licence |\n| --- | --- | --- |"
    versions: dict[str, list[str]] = {}
    for pin in pins:
        versions.setdefault(pin.name, []).append(pin.version)
    for name, held in versions.items():
        yield f"| {name} | {', '.join(held)} | {find_licence(name).words} |"
    yield ""


def bill_of_materials() -> dict[str, Any]:
    """What is shipped, in the way of CycloneDX; without a date, so that it changes with it only."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    script = get_plotlyjs_version()
    browser = _component("plotly.js", script, f"pkg:npm/plotly.js@{script}", Licence("MIT", True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [*map(_library, read_pins(SHIPPED)), browser],
    }


def _library(pin: Pin) -> dict[str, Any]:
    url = f"pkg:pypi/{pin.name}@{pin.version}"
    component = _component(pin.name, pin.version, url, find_licence(pin.name))
    if pin.marker:
        component["properties"] = [{"name": "python:marker", "value": pin.marker}]
    return component


def _component(name: str, version: str, url: str, licence: Licence) -> dict[str, Any]:
    words = licence.words
    held = {"expression": words} if licence.is_expression else {"license": {"name": words}}
    return {
        "type": "library",
        "bom-ref": url,
        "name": name,
        "version": version,
        "licenses": [held],
        "purl": url,
    }


if __name__ == "__main__":
    main()
