"""Refuses new tables that are less likely than a mistake: ``python -m etl refresh`` asks here.

The new tables are held against those that are published. Each rule is simple enough to be told
to a person in one line, and each number in it stands in :class:`Limit` with its reason. A refusal
names the table, the indicator, the place, old, new, the rule and the next step; nothing is
published until a person has looked and said ``--accept REASON``, or the cause is gone.

Only published (masked) tables are compared: a count that is hidden is not told here either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import sqrt

import pandas as pd

from epidemiology.periods import Period

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Limit:
    """How far the numbers of one measure may move between two editions."""

    why: str
    fall: float
    """Share by which the total of a closed period may fall."""
    rise: float
    recent_fall: float
    """The same for periods that ended in the last :data:`RECENT` days, which are still revised."""
    recent_rise: float
    slack: float
    """What may always be added or taken away, in the measure's own unit."""
    next_low: float
    """A new period may lie so far below the lowest of the ten before it ..."""
    next_high: float
    """... and so far above the highest."""


RECENT = 550
"""Days: publishers close a year about eighteen months after its end."""
COUNTS = Limit(
    "Police and death records are corrected by a few people a year once the year is over (Boston's "
    "2019 and 2020 by 1 and 2 of about 200), and grow while late reports come in. In 24 years the "
    "state's deaths never left the range of the ten years before by more than a quarter.",
    fall=0.03,
    rise=0.05,
    recent_fall=0.10,
    recent_rise=0.30,
    slack=5,
    next_low=0.60,
    next_high=1.60,
)
INCIDENTS = Limit(
    "So few a year that one more is a large share; news-based lists are corrected for years.",
    fall=0.20,
    rise=0.20,
    recent_fall=0.30,
    recent_rise=0.50,
    slack=3,
    next_low=0.0,
    next_high=2.50,
)
CHECKS = Limit(
    "Background checks rose by two fifths in 2020 and by half in 2001 and 2013.",
    fall=0.02,
    rise=0.02,
    recent_fall=0.05,
    recent_rise=0.10,
    slack=500,
    next_low=0.50,
    next_high=1.60,
)
SURVEY = Limit(
    "A survey that is out is not revised; what moves is how areas are joined. From one five-year "
    "survey to the next four fifths of the answers are the same ones.",
    fall=0.02,
    rise=0.02,
    recent_fall=0.02,
    recent_rise=0.02,
    slack=0,
    next_low=0.70,
    next_high=1.40,
)
OWN = {"mass_shootings": INCIDENTS, "background_checks": CHECKS, "shots_fired": INCIDENTS}
"""Measures with a limit of their own; the others go by their theme."""
UNITS = {"percent": 2.0, "index from -1 to 1": 0.05, "index from 0 to 1": 0.03, "years": 1.0}
"""Unit of a survey's measure -> by how much its median place may always move."""
DERIVED = frozenset({"people_shot_smoothed"})
"""Made from other measures, which are checked themselves."""
FEWER_ROWS = 0.02
"""Share of a table's rows that may go: withdrawn rows of small tables, never a lost page."""
FEWER_READ, MORE_READ = 0.05, 0.50
"""Share of a source's rows by which it may shrink, or grow without another vintage."""
FEWER_SHOWN = 0.10
"""Share of places that may lose their number (hidden or not covered) in a period."""
FEW = 10
"""People a period below which one place's history says nothing of the next period."""
LEAPS = 0.05
"""Share of places whose survey value may move by half: more looks like rows out of step."""
FEWER_MEMBERS, NEW_MEMBERS = 0.10, 0.40
"""Vacant seats, and seats with another member: an election changes about 15 % of them."""
MOVED = 0.02
"""Degrees (about 2 km): a place whose middle moved further has other lines."""
MOVED_PLACES = 0.02
UNPLACED = "_unplaced"

_LOOK = "look at the publisher's page and at `python -m etl diff`; if it is right: --accept REASON"
_RUNBOOK = "see docs/runbook.md"


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish."""

    rule: str
    table: str
    what: str
    """Rule in words, with its limit."""
    old: str
    new: str
    indicator: str = ""
    level: str = ""
    place: str = ""
    period: str = ""
    sources: tuple[str, ...] = ()
    """Datasets that the numbers come from."""
    next_step: str = _LOOK

    def __str__(self) -> str:
        """One line for a person."""
        where = "/".join(p for p in (self.indicator, self.level, self.place, self.period) if p)
        return (
            f"{self.rule}: {self.table}{f', {where}' if where else ''}: was {self.old}, would be "
            f"{self.new}. Rule: {self.what}. Next: {self.next_step}."
        )

    def as_dict(self) -> dict[str, object]:
        """For the run log and the record of decisions."""
        return asdict(self)


def compare(old: Tables, new: Tables, today: date) -> list[Refusal]:
    """Every reason not to publish ``new`` in the place of ``old``, by table.

    Args:
        old: the published tables, as they were read from their folder.
        new: the tables that would be published.
        today: the day of the refresh; nothing may be dated after it.
    """
    found = [*_rows(old, new), *_read(old, new), *_members(old, new), *_lines(old, new)]
    about = new["indicators"].set_index("id")
    for table in ("observations", "series", "people_groups"):
        found += _Values(table, old[table], new[table], about, today).refusals()
    return found


def _rows(old: Tables, new: Tables) -> Iterator[Refusal]:
    for table, before in old.items():
        if table not in new or len(new[table]) < len(before) * (1 - FEWER_ROWS):
            yield Refusal(
                "too few rows",
                table,
                f"a table may lose {FEWER_ROWS:.0%} of its rows",
                f"{len(before):,} rows",
                f"{len(new[table]):,} rows" if table in new else "no table",
            )
        elif lost := sorted(set(before.columns) - set(new[table].columns)):
            yield Refusal(
                "another form",
                table,
                "no published column goes",
                f"the column {lost[0]!r}",
                "none",
                next_step="columns are the code's: change SCHEMA in etl/settings.py as well",
            )


def _read(old: Tables, new: Tables) -> Iterator[Refusal]:
    now = new["sources"].set_index("id")
    for row in old["sources"].to_dict("records"):
        if row["id"] not in now.index:
            yield Refusal(
                "source lost",
                "sources",
                "a source in use stays in use",
                row["title"],
                "not read",
                sources=(row["id"],),
            )
            continue
        after = now.loc[row["id"]]
        another = row.get("state", "embedded") == "embedded" != after.get("state", "embedded")
        another |= row["vintage"] != after["vintage"]
        few, many = row["rows_in"] * (1 - FEWER_READ), row["rows_in"] * (1 + MORE_READ)
        if after["rows_in"] < few or (after["rows_in"] > many and not another):
            yield Refusal(
                "rows of a source",
                "sources",
                f"a source may shrink by {FEWER_READ:.0%} and, without another vintage, grow by "
                f"{MORE_READ:.0%}",
                f"{row['rows_in']:,} rows",
                f"{after['rows_in']:,} rows",
                indicator=row["id"],
                sources=(row["id"],),
            )


def _members(old: Tables, new: Tables) -> Iterator[Refusal]:
    sources = ("open_states", "congress_members")
    for chamber, before in old["legislators"].groupby("chamber"):
        rows = new["legislators"]
        after = rows[rows["chamber"] == chamber]
        stayed = len(set(before["name"]) & set(after["name"]))
        if len(after) < len(before) * (1 - FEWER_MEMBERS):
            what, came = f"at most {FEWER_MEMBERS:.0%} fewer members", f"{len(after)} members"
        elif stayed < len(before) * (1 - NEW_MEMBERS):
            what = f"at most {NEW_MEMBERS:.0%} other members outside an election"
            came = f"{stayed} of them still"
        else:
            continue
        yield Refusal(
            "members",
            "legislators",
            what,
            f"{len(before)} members",
            came,
            level=str(chamber),
            sources=sources,
            next_step=f"{_RUNBOOK}, Members after an election",
        )


def _lines(old: Tables, new: Tables) -> Iterator[Refusal]:
    both = old["places"].merge(new["places"], on=["level", "code"], suffixes=("", "_new"))
    moved = (both["latitude"] - both["latitude_new"]).abs().gt(MOVED) | (
        both["longitude"] - both["longitude_new"]
    ).abs().gt(MOVED)
    for level, group in both.assign(moved=moved).groupby("level"):
        gone = group[group["moved"]]
        if len(gone) > max(1, len(group) * MOVED_PLACES):
            yield Refusal(
                "other lines",
                "places",
                f"the middle of at most {MOVED_PLACES:.0%} of the places of a level moves by "
                f"{MOVED} degrees",
                f"{len(group)} places",
                f"{len(gone)} of them moved",
                level=str(level),
                place=str(gone["code"].iloc[0]),
                sources=("census_places", "census_zcta", "census_tracts"),
                next_step=f"{_RUNBOOK}, District lines",
            )


class _Values:
    """The rules over one table of values."""

    def __init__(
        self,
        table: str,
        old: pd.DataFrame,
        new: pd.DataFrame,
        about: pd.DataFrame,
        today: date,
    ) -> None:
        self.table, self.about, self.today = table, about, today
        self.old, self.new = (_by_key(_placed(frame)) for frame in (old, new))

    def refusals(self) -> list[Refusal]:
        found = list(self._vanished())
        for key, after in self.new.items():
            found += self._future(key)
            if key in self.old:
                found += self._same_period(key, self.old[key], after)
            else:
                found += self._new_period(key, after)
        return found

    def _refusal(
        self, rule: str, what: str, old: str, new: str, key: tuple[str, str, str], place: str = ""
    ) -> Refusal:
        rows = self.new.get(key, self.old.get(key))
        words = {w for text in rows["source"].unique() for w in text.split()}  # type: ignore[index]
        named = (key[0], key[1], place, key[2], tuple(sorted(words)))
        return Refusal(rule, self.table, what, old, new, *named)

    def _vanished(self) -> Iterator[Refusal]:
        """A period may only go where another one of the same measure and level replaces it."""
        now: dict[tuple[str, str], list[Period]] = {}
        for indicator, level, period in self.new:
            now.setdefault((indicator, level), []).append(Period.parse(period))
        groups: dict[tuple[str, str], list[str]] = {}
        for indicator, level, period in self.old:
            groups.setdefault((indicator, level), []).append(period)
        for (indicator, level), periods in groups.items():
            if level.endswith(UNPLACED):
                continue
            here = now.get((indicator, level), [])
            gone = [p for p in periods if (indicator, level, p) not in self.new]
            come = [p for p in here if p not in map(Period.parse, periods)]
            for text in sorted(gone):
                period = Period.parse(text)
                heir = next((p for p in sorted(come) if p.last > period.last), None)
                if heir is None:
                    rows = self.old[indicator, level, text]
                    yield self._refusal(
                        "vanished" if here else "measure vanished",
                        "a period goes only where a later one takes its place",
                        f"{len(rows)} places",
                        "none",
                        (indicator, level, text),
                    )
                else:
                    come.remove(heir)

    def _future(self, key: tuple[str, str, str]) -> Iterator[Refusal]:
        period = Period.parse(key[2])
        whole_days = key[2].count("-") == 4 or period.first > self.today
        if whole_days and period.last > self.today + timedelta(days=1):
            yield self._refusal(
                "future",
                f"nothing is dated after the refresh ({self.today})",
                "no such period",
                key[2],
                key,
            )

    def _same_period(
        self, key: tuple[str, str, str], before: pd.DataFrame, after: pd.DataFrame
    ) -> Iterator[Refusal]:
        if key[1].endswith(UNPLACED) or key[0] in DERIVED:
            return
        if lost := sorted(set(before.index) - set(after.index)):
            yield self._refusal(
                "vanished places",
                "no place goes",
                f"{len(before)} places",
                f"{len(after)} places ({', '.join(lost[:3])} gone)",
                key,
                lost[0],
            )
        shown, still = int(_shown(before).sum()), int(_shown(after).sum())
        if still < shown * (1 - FEWER_SHOWN) and shown - still > 2:
            yield self._refusal(
                "lost numbers",
                f"at most {FEWER_SHOWN:.0%} of the places lose their number",
                f"{shown} places with a number",
                f"{still}",
                key,
            )
        both = before.join(after, how="inner", rsuffix="_new")
        yield from (self._counts if self._counted(key[0]) else self._survey)(key, both)

    def _counts(self, key: tuple[str, str, str], both: pd.DataFrame) -> Iterator[Refusal]:
        limit = self._limit(key[0])
        recent = (self.today - Period.parse(key[2]).last).days < RECENT
        fall = limit.recent_fall if recent else limit.fall
        rise = limit.recent_rise if recent else limit.rise
        what = f"a {'recent' if recent else 'closed'} period may fall by {fall:.0%} and rise by "
        what += f"{rise:.0%} (or {limit.slack:.0f})"
        known = both.dropna(subset=["numerator", "numerator_new"])
        old, new = known["numerator"].sum(), known["numerator_new"].sum()
        if _outside(old, new, fall, rise, limit.slack):
            yield self._refusal("total", what, f"{old:,.0f}", f"{new:,.0f}", key)
            return
        # One place may move more than all together, by as much as its size lets chance move it.
        for place, row in known.iterrows():
            was, came = row["numerator"], row["numerator_new"]
            if _outside(was, came, fall, rise, limit.slack + 4 * sqrt(was)):
                words = f"{what} and four times its square root in one place"
                yield self._refusal(
                    "one place", words, f"{was:,.0f}", f"{came:,.0f}", key, str(place)
                )

    def _survey(self, key: tuple[str, str, str], both: pd.DataFrame) -> Iterator[Refusal]:
        limit = self._limit(key[0])
        known = both.dropna(subset=["value", "value_new"])
        if known.empty:
            return
        old, new = known["value"].median(), known["value_new"].median()
        slack = self._slack(key[0]) / 4
        if _outside(abs(old), abs(new), limit.fall, limit.rise, slack):
            what = f"the median place moves by at most {limit.rise:.0%} (or {slack:g})"
            yield self._refusal("total", what, f"{old:,.2f}", f"{new:,.2f}", key)
        leap = (known["value"] - known["value_new"]).abs() > (
            known["value"].abs() / 2 + self._slack(key[0])
        )
        if leap.sum() > max(2, LEAPS * len(known)):
            place = known.index[leap.to_numpy()][0]
            row = known.loc[place]
            yield self._refusal(
                "rows out of step",
                f"at most {LEAPS:.0%} of the places move by half",
                f"{row['value']:,.2f} in the first of them",
                f"{row['value_new']:,.2f}; {int(leap.sum())} of {len(known)} places",
                key,
                str(place),
            )

    def _new_period(self, key: tuple[str, str, str], after: pd.DataFrame) -> Iterator[Refusal]:
        """A period that was not published yet must lie near those before it."""
        indicator, level, text = key
        if level.endswith(UNPLACED) or indicator in DERIVED:
            return
        period, limit = Period.parse(text), self._limit(indicator)
        earlier = sorted(
            (Period.parse(p), p) for i, at, p in self.old if (i, at) == (indicator, level)
        )
        earlier = [pair for pair in earlier if pair[0].last < period.last][-10:]
        if not earlier:
            return
        column = "numerator" if self._counted(indicator) else "value"
        past = pd.DataFrame(
            {
                p: self.old[indicator, level, p][column] / self._scale(indicator, p)
                for _, p in earlier
            }
        )
        if column == "value":
            old, new = past[earlier[-1][1]].median(), after["value"].median()
            slack = self._slack(indicator)
            low, high = limit.next_low * old - slack, limit.next_high * old + slack
            if old < 0:
                low, high = old - 4 * slack, old + 4 * slack
            if pd.notna(old) and pd.notna(new) and not low <= new <= high:
                what = f"the median place of a new survey lies between {low:,.2f} and {high:,.2f}"
                yield self._refusal("new period", what, f"{old:,.2f}", f"{new:,.2f}", key)
            return
        scale = self._scale(indicator, text)
        for place, count in after["numerator"].dropna().items():
            history = past.loc[place].dropna() * scale if place in past.index else past.iloc[0, :0]
            if len(history) < 3 or history.mean() < FEW:
                continue
            chance = limit.slack + 4 * sqrt(history.mean())
            low = limit.next_low * history.min() - chance
            high = limit.next_high * history.max() + chance
            if not low <= count <= high:
                what = (
                    f"a new period lies between {max(low, 0):,.0f} and {high:,.0f}: "
                    f"{limit.next_low:g} of the lowest and {limit.next_high:g} of the highest of "
                    f"the {len(history)} before it, for as many days, and what chance allows"
                )
                was = f"{history.min():,.0f} to {history.max():,.0f}"
                yield self._refusal("new period", what, was, f"{count:,.0f}", key, str(place))

    def _scale(self, indicator: str, period: str) -> float:
        return Period.parse(period).days if self._counted(indicator) else 1.0

    def _counted(self, indicator: str) -> bool:
        return self._limit(indicator) is not SURVEY

    def _limit(self, indicator: str) -> Limit:
        if indicator in OWN:
            return OWN[indicator]
        known = indicator in self.about.index
        injury = known and self.about.at[indicator, "theme"] == "firearm_injury"
        return COUNTS if injury else SURVEY

    def _slack(self, indicator: str) -> float:
        return (
            UNITS.get(str(self.about.at[indicator, "unit"]), 0.0)
            if (indicator in self.about.index)
            else 0.0
        )


def _outside(old: float, new: float, fall: float, rise: float, slack: float) -> bool:
    return not old * (1 - fall) - slack <= new <= old * (1 + rise) + slack


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with one column that names place and group."""
    if "grouping" not in frame:
        return frame.assign(place=frame["code"])
    return frame.assign(place=frame["code"] + " " + frame["grouping"] + " " + frame["group"])


def _by_key(frame: pd.DataFrame) -> dict[tuple[str, str, str], pd.DataFrame]:
    columns = ["place", "value", "numerator", "status", "source"]
    groups = frame.groupby(["indicator", "level", "period"], sort=False)[columns]
    return {key: rows.set_index("place") for key, rows in groups}  # type: ignore[misc]


def _shown(rows: pd.DataFrame) -> pd.Series:
    return rows["value"].notna() | rows["numerator"].notna()
