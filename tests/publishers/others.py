"""ArcGIS feature services, Open States and HUD, as documented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.publishers.double import Answer, Ask, Handler, Row, json_answer

ARCGIS_PAGE = 1_000
OPENSTATES_PAGE = 50
HUD_TYPES = {
    "1": "zip-tract",
    "2": "zip-county",
    "3": "zip-cbsa",
    "4": "zip-cbsadiv",
    "5": "zip-cd",
}


def arcgis(rows: Sequence[Row], page: int = ARCGIS_PAGE) -> Handler:
    """A table of a feature service; serve it at ``.../FeatureServer/0/query``."""

    def answer(ask: Ask) -> Answer:
        if ask.query.get("f") != "json" or not ask.query.get("where"):
            details = {"code": 400, "message": "Invalid query parameters.", "details": [""]}
            return json_answer({"error": details})
        if ask.query.get("returnCountOnly") == "true":
            return json_answer({"count": len(rows)})
        start = int(ask.query.get("resultOffset", 0))
        size = min(int(ask.query.get("resultRecordCount", page)), page)
        value = {
            "objectIdFieldName": "OBJECTID",
            "fields": [{"name": name, "type": "esriFieldTypeString"} for name in rows[0]]
            if rows
            else [],
            "features": [{"attributes": dict(row)} for row in rows[start : start + size]],
        }
        if start + size < len(rows):
            value["exceededTransferLimit"] = True
        return json_answer(value)

    return answer


def openstates(people: Mapping[str, Sequence[Row]], key: str = "") -> Handler:
    """``/people``: members by chamber ("lower", "upper"), 50 a page at most."""

    def answer(ask: Ask) -> Answer:
        given = ask.headers.get("x-api-key", "")
        if not given or (key and given != key):
            said = "Must provide API Key as ?apikey or X-API-KEY. Login and visit the site."
            return json_answer({"detail": said}, 403)
        size = int(ask.query.get("per_page", 10))
        if size > OPENSTATES_PAGE:
            return json_answer({"detail": f"invalid per_page, must be in [1, {size}]"}, 400)
        members = people.get(ask.query.get("org_classification", ""), ())
        page, last = int(ask.query.get("page", 1)), max(1, -(-len(members) // size))
        if page > last:
            return json_answer({"detail": f"invalid page, must be in [1, {last}]"}, 404)
        total = {"per_page": size, "page": page, "max_page": last, "total_items": len(members)}
        results = list(members[(page - 1) * size : page * size])
        return json_answer({"results": results, "pagination": total})

    return answer


def hud(results: Mapping[str, Sequence[Row]], key: str = "") -> Handler:
    """``/hudapi/public/usps``: rows by type ("1" to "5"), for every state and quarter.

    Types that it does not have are left to the next route, and to "not found" after that.
    """

    def answer(ask: Ask) -> Answer | None:
        given = ask.headers.get("authorization", "").removeprefix("Bearer ")
        if not given or (key and given != key):
            return json_answer({"error": "Unauthorized"}, 401)
        kind = ask.query.get("type", "")
        if kind not in results:
            return None
        data = {
            "year": ask.query.get("year", "2026"),
            "quarter": ask.query.get("quarter", "2"),
            "input": ask.query.get("query", ""),
            "crosswalk_type": HUD_TYPES[kind],
            "results": list(results[kind]),
        }
        return json_answer({"data": data})

    return answer
