"""``/api/v1``: the published tables for other programs, and their description."""

from dashboard.api.endpoints import DESCRIPTION, PATHS, ROOT, answered, index, nothing, problem
from dashboard.api.openapi import answer as describe
from dashboard.problems import ADDRESS
from dashboard.serving import Endpoint

ENDPOINTS: dict[str, Endpoint] = {
    ROOT: index,
    f"{ROOT}{DESCRIPTION}": describe,
    **{f"{ROOT}{path}": answered(path) for path in PATHS},
    ADDRESS: problem,
}
"""Every address of the API and what answers there."""

__all__ = ["ENDPOINTS", "nothing"]
