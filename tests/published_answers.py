"""Finds the tests that compare with the published answers of ``tests/reference``."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def tests_of(module: Path) -> frozenset[str]:
    """Names of a module's tests that use what it reads from ``tests/reference``.

    A name counts where its value mentions that folder or another such name; a test where its
    body or its cases do.
    """
    tree = ast.parse(module.read_text(encoding="utf-8"))
    known: set[str] = set()
    tests: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if _reads(node, known):
                known |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        elif isinstance(node, ast.FunctionDef) and _reads(node, known):
            (tests if node.name.startswith("test_") else known).add(node.name)
    return frozenset(tests)


def _reads(node: ast.AST, known: set[str]) -> bool:
    return any(
        (isinstance(part, ast.Constant) and part.value == "reference")
        or (isinstance(part, ast.Name) and part.id in known)
        for part in ast.walk(node)
    )
