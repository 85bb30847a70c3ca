"""The rules of :mod:`etl.plausible` for counts, rates and survey values, by measure and period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import sqrt

import pandas as pd

from epidemiology.periods import Period
from etl.limits import (
    BY_POINT,
    COUNTS,
    DERIVED,
    FEW,
    FEWER_SHOWN,
    LEAPS,
    LINES,
    OWN,
    POINTS,
    RECENT,
    RECUT,
    SURVEY,
    UNITS,
    UNPLACED,
    Limit,
    Refusal,
)
from etl.recut import NOTHING, Recut


class Values:
    """The rules over one table of values.

    Args:
        table: its name.
        old: the published table.
        new: the one that would be published.
        about: the new table of indicators, by id.
        today: the day of the refresh.
        recut: the places that have other lines than before.
    """

    def __init__(
        self,
        table: str,
        old: pd.DataFrame,
        new: pd.DataFrame,
        about: pd.DataFrame,
        today: date,
        recut: Recut = NOTHING,
    ) -> None:
        self.table, self.about, self.today, self.recut = table, about, today, recut
        self.old, self.new = (_by_key(_placed(frame)) for frame in (old, new))

    def refusals(self) -> list[Refusal]:
        """Every reason not to publish the table."""
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
        if self._by_point(key):
            words.update(LINES[key[1]], POINTS)
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
                ended = Period.parse(text).last
                heir = next((p for p in sorted(come) if p.last > ended), None)
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
        both = _joined(before, after)
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
            # The total stands, and a place with other lines may give people to the next one.
            if self._by_point(key) and self.recut.get((key[1], str(place)), 0.0) > RECUT:
                continue
            if _outside(was, came, fall, rise, limit.slack + 4 * sqrt(was)):
                words = f"{what} and four times its square root in one place with the same lines"
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
        yield from self._longer(key, period, after)
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
        known = past.mul(scale).to_dict("index")
        for place, count in after["numerator"].dropna().items():
            history = [n for n in known.get(place, {}).values() if pd.notna(n)]
            mean = sum(history) / max(1, len(history))
            if len(history) < 3 or mean < FEW:
                continue
            chance = limit.slack + 4 * sqrt(mean)
            low = limit.next_low * min(history) - chance
            high = limit.next_high * max(history) + chance
            if not low <= count <= high:
                what = (
                    f"a new period lies between {max(low, 0):,.0f} and {high:,.0f}: "
                    f"{limit.next_low:g} of the lowest and {limit.next_high:g} of the highest of "
                    f"the {len(history)} before it, for as many days, and what chance allows"
                )
                was = f"{min(history):,.0f} to {max(history):,.0f}"
                yield self._refusal("new period", what, was, f"{count:,.0f}", key, str(place))

    def _longer(
        self, key: tuple[str, str, str], period: Period, after: pd.DataFrame
    ) -> Iterator[Refusal]:
        """A period that goes on from the same first day cannot hold fewer people."""
        indicator, level, _ = key
        starts = [
            text
            for i, at, text in self.old
            if (i, at) == (indicator, level) and Period.parse(text).first == period.first
        ]
        if not starts or not self._counted(indicator):
            return
        limit = self._limit(indicator)
        was = max(starts, key=lambda text: Period.parse(text).last)
        both = _joined(self.old[indicator, level, was], after)
        both = both.dropna(subset=["numerator", "numerator_new"])
        old, new = both["numerator"].sum(), both["numerator_new"].sum()
        if Period.parse(was).last < period.last and (
            new < old * (1 - limit.recent_fall) - limit.slack
        ):
            what = f"a longer period ({was} before) falls by at most {limit.recent_fall:.0%}"
            yield self._refusal("total", what, f"{old:,.0f}", f"{new:,.0f}", key)

    def _scale(self, indicator: str, period: str) -> float:
        return Period.parse(period).days if self._counted(indicator) else 1.0

    @staticmethod
    def _by_point(key: tuple[str, str, str]) -> bool:
        return key[0] in BY_POINT and key[1] in LINES

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


def _joined(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The places of both editions; the new columns end in ``_new``."""
    return old.merge(new, left_index=True, right_index=True, suffixes=("", "_new"))


def _shown(rows: pd.DataFrame) -> pd.Series:
    return rows["value"].notna() | rows["numerator"].notna()
