"""Every library that is imported is asked for by name, not had because another brings it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OURS = {"lib", "pages", "dashboard", "benchmarks", "tests", "docs"}
DISTRIBUTIONS = packages_distributions()
OPTIONAL = {"pymare", "dash", "panel"}
"""Compared with only where somebody has installed them, or in an environment of their own."""


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements):
    return {plain(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


RUN = names(PROJECT["project"]["dependencies"])
DEV = names(PROJECT["dependency-groups"]["dev"])


def libraries(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module]
        else:
            continue
        yield from (module.partition(".")[0] for module in modules)


@pytest.mark.parametrize(
    ("places", "declared"),
    [
        (["dashboard.py", "lib", "pages"], RUN),
        (["tests", "benchmarks", "docs"], RUN | DEV),
    ],
    ids=["run", "dev"],
)
def test_every_import_is_declared(places, declared):
    files = [
        f for p in places for f in ([ROOT / p] if p.endswith("py") else (ROOT / p).rglob("*.py"))
    ]
    used = {library for file in files for library in libraries(file)}
    foreign = used - OURS - OPTIONAL - sys.stdlib_module_names
    undeclared = {
        library
        for library in foreign
        if not declared & {plain(name) for name in DISTRIBUTIONS.get(library, [library])}
    }
    assert undeclared == set()
