#!/usr/bin/env python3
"""Recomputes what summary.json says from predictions.csv alone, by other means, and compares.

    python3 scripts/check_predictions.py data/backtest

Needs pandas and scikit-learn. Shares no code with the product: what both get wrong in the same way is wrong in the
definitions (docs/backtest.md and docs/methods.md say what each figure means), not in the arithmetic. Exit code 0 when every figure
agrees, 1 when one does not, 2 when the files cannot be read.
"""

import json
import math
import sys
from pathlib import Path

try:
    import numpy as np
    import pandas as pd
    from sklearn.metrics import brier_score_loss, roc_auc_score
except ImportError as error:
    print(f"cannot check: {error}; needs pandas and scikit-learn", file=sys.stderr)
    sys.exit(2)

COLUMNS = (
    "session_date,trader,traded,net_pnl,engine,tier,base_limit,reduction_pct,new_limit,ridge_reduction_pct,"
    "rules_reduction_pct,value_at_risk_95,pnl_q05,pnl_q15,pnl_q50,large_loss_threshold,large_loss_probability,"
    "trade_probability,stopped_pnl,stopped_pnl_base,uncensored_pnl,size_multiplier,fired_rules,stopped_pnl_by_cut,r,preceding_r,cut_engine,"
    "young_value_at_risk_95,young_large_loss_probability"
).split(",")
WARNING_CUT_PCT = 20
REPLICATES = 2000
MEAN_BLOCK = 5


class Checks:
    """Compares figure by figure and remembers which differ."""

    def __init__(self):
        self.count = 0
        self.wrong = []

    def equal(self, name, said, found):
        self.near(name, said, found, 0.0)

    def near(self, name, said, found, tolerance):
        self.count += 1
        said = None if said is None else float(said)
        found = None if found is None or not np.isfinite(found) else float(found)
        agree = said is None if found is None else said is not None and abs(said - found) <= tolerance
        if not agree:
            self.wrong.append(f"{name}: summary.json {said}, predictions.csv {found}")


def main(folder):
    rows = read_rows(folder / "predictions.csv")
    summary = json.loads((folder / "summary.json").read_text())
    checks = Checks()
    check_shape(checks, rows, summary)
    traded = rows[rows.traded == 1]
    forecast = traded[traded.pnl_q05.notna()]
    check_coverage(checks, forecast, summary["var"])
    check_pinball(checks, rows, forecast, summary)
    check_probability(checks, forecast, summary["probability"])
    check_engines(checks, traded, summary)
    check_tiers(checks, forecast, summary["tiers"])
    check_young(checks, rows, summary["youngVar"])
    check_strategies(checks, traded, summary)
    check_equal_cuts(checks, traded, summary)
    check_matched(checks, rows, traded, summary)
    check_tail(checks, rows, summary)
    check_worth(checks, forecast, summary["rulesWorth"])
    check_groups(checks, rows, traded, summary)
    for wrong in checks.wrong:
        print(f"differs  {wrong}")
    print(f"{checks.count} figures checked, {len(checks.wrong)} differ")
    return 1 if checks.wrong else 0


def read_rows(path):
    rows = pd.read_csv(path, dtype={"session_date": str, "trader": str, "engine": str, "tier": str, "fired_rules": str})
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"{path.name}: columns {list(rows.columns)}; expected {COLUMNS}")
    return rows


def check_shape(checks, rows, summary):
    """What holds of every row by definition, and the plain counts."""
    checks.equal("sessions", summary["sessions"], rows.session_date.nunique())
    checks.equal("traderDays", summary["traderDays"], len(rows))
    checks.equal("period.traders", summary["period"]["traders"], rows.trader.nunique())
    checks.equal("period.tradedDays", summary["period"]["tradedDays"], int(rows.traded.sum()))
    off = rows[rows.engine == "no-cut"].session_date.nunique()
    checks.equal("cutSwitch.offSessions", summary["cutSwitch"]["offSessions"], off)
    checks.equal("gate.noCutSessions", summary["gate"]["noCutSessions"], off)
    idle = rows[rows.traded == 0]
    checks.equal("P&L of days not traded", 0, idle[["net_pnl", "stopped_pnl", "stopped_pnl_base"]].abs().to_numpy().sum())
    checks.near("new limits", 0, (cut_limits(rows, summary["settings"]["limitRoundTo"]) - rows.new_limit).abs().max(), 0.0051)
    own = np.where(rows.engine == "no-cut", 0, cuts_without_switch(rows))
    checks.equal("engines without the switch", 0, int(((rows.engine != "no-cut") & (rows.engine != rows.cut_engine)).sum()))
    checks.equal("cuts of the engine in force", 0, np.abs(np.nan_to_num(own) - rows.reduction_pct).sum())
    known = rows[rows.pnl_q05.notna()]
    checks.near("VaR is the 5 % quantile", 0, (known.value_at_risk_95 + known.pnl_q05).abs().max() if len(known) else 0, 1e-9)
    checks.equal("unknown tier where there is no forecast", 0, int(((rows.tier == "unknown") != rows.pnl_q05.isna()).sum()))
    checks.equal("cuts without a forecast", 0, rows[rows.pnl_q05.isna()].reduction_pct.sum())
    checks.equal("cuts beyond the cap", 0, int((rows.reduction_pct > summary["settings"]["maxReductionPct"]).sum()))
    ordered = known[(known.pnl_q05 <= known.pnl_q15) & (known.pnl_q15 <= known.pnl_q50)]
    checks.equal("quantiles in order", len(known), len(ordered))


def cuts_without_switch(rows):
    """The cuts of model or rules, also while cuts were switched off."""
    return np.where(rows.cut_engine == "ridge", rows.ridge_reduction_pct, rows.rules_reduction_pct)


def cut_limits(rows, round_to):
    """Rounded down to the step; to 5, then 1 dollar where the step is more than a tenth of the base limit."""
    exact = np.floor(rows.base_limit * (100 - rows.reduction_pct) + 1e-6) / 100
    tenth = rows.base_limit / 10
    fine = np.where((round_to >= 5) & (tenth >= 5), 5, 1)
    step = np.where(round_to <= tenth, round_to, fine)
    rounded = np.maximum(1, np.floor(exact / step) * step)
    return pd.Series(np.where((rows.reduction_pct > 0) & (rows.base_limit > 1), rounded, exact), index=rows.index)


def check_young(checks, rows, said):
    """Young traders have a VaR of their own columns, and no other forecast."""
    young = rows[rows.young_value_at_risk_95.notna()]
    checks.equal("young rows with another forecast or a cut", 0, int((young.pnl_q05.notna() | (young.reduction_pct > 0)).sum()))
    traded = young[young.traded == 1]
    exceptions = int((traded.uncensored_pnl < -traded.young_value_at_risk_95).sum())
    checks.equal("youngVar.forecasts", said["forecasts"], len(traded))
    checks.equal("youngVar.exceptions", said["exceptions"], exceptions)
    checks.near("youngVar.rate", said["rate"], exceptions / len(traded) if len(traded) else None, 1e-12)


def check_coverage(checks, forecast, said):
    breached = forecast.uncensored_pnl < forecast.pnl_q05
    checks.equal("var.forecasts", said["forecasts"], len(forecast))
    checks.equal("var.sessions", said["sessions"], forecast.session_date.nunique())
    checks.equal("var.exceptions", said["exceptions"], int(breached.sum()))
    checks.near("var.kupiecP", said["kupiecP"], kupiec_p(int(breached.sum()), len(forecast)), 1e-9)
    checks.near("var.christoffersenP", said["christoffersenP"], christoffersen_p(forecast, breached), 1e-9)


def kupiec_p(x, total):
    if total == 0:
        return None
    free = total * math.log(1) if x in (0, total) else (total - x) * math.log(1 - x / total) + x * math.log(x / total)
    ratio = 2 * (free - (total - x) * math.log(0.95) - x * math.log(0.05))
    return math.erfc(math.sqrt(max(ratio, 0) / 2))


def christoffersen_p(forecast, breached):
    if len(forecast) == 0:
        return None
    before = breached.groupby(forecast.trader).shift(1)
    pairs = pd.DataFrame({"before": before, "now": breached}).dropna()
    if len(pairs) == 0:
        return None
    n = {(a, b): int(((pairs.before == a) & (pairs.now == b)).sum()) for a in (False, True) for b in (False, True)}

    def likelihood(hits, total):
        return sum(k * math.log(k / total) for k in (hits, total - hits) if k > 0)

    kept, hit = n[False, False] + n[False, True], n[True, False] + n[True, True]
    apart = likelihood(n[False, True], kept) + likelihood(n[True, True], hit)
    together = likelihood(n[False, True] + n[True, True], kept + hit)
    return math.erfc(math.sqrt(max(2 * (apart - together), 0) / 2))


def check_pinball(checks, rows, forecast, summary):
    """S is no column, but follows from the P&L of the days before, where the file has them all."""
    period, closed = summary["period"], summary["closedDays"]["traderDays"]
    if period["first"] != period["walkedFrom"]:
        print("not checked  var.pinball: S rests on sessions before the file begins")
        return
    if closed > 0:
        print(f"not checked  var.pinball: S rests on {closed} trader-days on closed days too, which have no row")
        return
    active = rows[rows.traded == 1].sort_values(["trader", "session_date"])
    size = active.uncensored_pnl.abs().groupby(active.trader)
    scale = 1.4826 * size.transform(lambda each: each.rolling(60, min_periods=20).median().shift(1))
    scale = np.maximum(scale, 0.001 * active.base_limit).where(scale.notna())
    above = forecast.uncensored_pnl - forecast.pnl_q05
    loss = np.where(above >= 0, 0.05 * above, -0.95 * above) / scale.reindex(forecast.index)
    said = summary["var"]["pinball"]
    # The file's P&L is to the cent, which shows where S is a few dollars.
    checks.near("var.pinball", said, loss.mean() if len(loss) else None, 1e-3 * abs(said or 1))


def check_probability(checks, forecast, said):
    happened = (forecast.uncensored_pnl < -forecast.large_loss_threshold).astype(int)
    checks.equal("probability.days", said["days"], len(forecast))
    if len(forecast) == 0:
        return
    base = happened.mean()
    brier = brier_score_loss(happened, forecast.large_loss_probability)
    both = 0 < base < 1
    checks.equal("probability.came", said["came"], int(happened.sum()))
    checks.near("probability.expected", said["expected"], forecast.large_loss_probability.sum(), 1e-6)
    checks.near("probability.baseRate", said["baseRate"], base, 1e-12)
    checks.near("probability.brier", said["brier"], brier, 1e-12)
    checks.near("probability.skill", said["skill"], 1 - brier / (base * (1 - base)) if both else None, 1e-10)
    checks.near("probability.auc", said["auc"], roc_auc_score(happened, forecast.large_loss_probability) if both else None, 1e-12)
    checks.equal("reliability counts", len(forecast), sum(each["count"] for each in said["reliability"]))


def check_engines(checks, traded, summary):
    spoken = traded[traded.rules_reduction_pct.notna()]
    threshold = summary["settings"]["largeLossThreshold"]
    columns = {"ridge": "ridge_reduction_pct", "rules": "rules_reduction_pct"}
    documents = {**summary["engines"], "inForce": summary["engineInForce"]}
    for name, said in documents.items():
        cut = spoken[columns.get(name, "reduction_pct")] >= WARNING_CUT_PCT
        large = spoken.uncensored_pnl <= -threshold
        own = spoken.uncensored_pnl < -spoken.large_loss_threshold
        checks.near(f"{name}.hitRate", said["hitRate"], cut[large].mean(), 1e-12)
        checks.near(f"{name}.ownHitRate", said["ownHitRate"], cut[own].mean(), 1e-12)
        checks.near(f"{name}.falsePositiveRate", said["falsePositiveRate"], cut[spoken.uncensored_pnl > 0].mean(), 1e-12)
        checks.near(f"{name}.net", said["net"], said["avoided"] - said["opportunityCost"], 0.01)


def check_tiers(checks, forecast, said):
    happened = forecast.uncensored_pnl < -forecast.large_loss_threshold
    p = forecast.large_loss_probability
    fixed = pd.Series(np.where(p >= 0.7, "high", np.where(p >= 0.4, "neutral", "low")), index=forecast.index)
    for name, tier in (("ours", forecast.tier), ("fixed", fixed)):
        for level in ("high", "neutral", "low"):
            checks.equal(f"tiers.{name}.{level}.days", said[name][level]["days"], int((tier == level).sum()))
            checks.equal(f"tiers.{name}.{level}.largeLosses", said[name][level]["largeLosses"], int((happened & (tier == level)).sum()))
        checks.near(f"tiers.{name}.hitRate", said[name]["hitRate"], (tier != "low")[happened].mean(), 1e-12)


def check_strategies(checks, traded, summary):
    judged = traded[traded.stopped_pnl.notna()]
    checks.equal("judgedDays", summary["judgedDays"], len(judged))
    checks.equal("unjudgedDays", summary["unjudgedDays"], len(traded) - len(judged))
    base, share, high = judged.stopped_pnl_base, judged.reduction_pct / 100, judged.tier == "high"
    deltas = {
        "limit": judged.stopped_pnl - base,
        "sizing": -share * base,
        "filtering": -base.where(high, 0),
    }
    # The combined strategy stops a smaller path at the rounded limit: that needs the path of the day.
    # Two figures rounded to the cent stand behind every difference.
    cents = 0.011 * max(len(judged), 1)
    for name, delta in deltas.items():
        said = summary["strategies"][name]
        checks.near(f"{name}.avoided", said["avoided"], delta.clip(lower=0).sum(), cents)
        checks.near(f"{name}.opportunityCost", said["opportunityCost"], -delta.clip(upper=0).sum(), cents)
        checks.near(f"{name}.net", said["net"], delta.sum(), cents)
        check_interval(checks, name, said, delta.groupby(judged.session_date).sum(), summary["sessions"])
    check_targeting(checks, judged, summary, cents)
    check_switch(checks, judged, summary, cents)
    limit = summary["strategies"]["limit"]
    for key in ("avoided", "opportunityCost", "net"):
        checks.near(f"inForce.{key}", summary["engineInForce"][key], limit[key], 0.01)


def check_switch(checks, judged, summary, cents):
    """The cuts as if they had never been switched off, and the sessions on which they were."""
    said = summary["strategies"]["limitWithoutSwitch"]
    steps = judged.assign(stopped_pnl_by_cut=judged.stopped_pnl_by_cut.fillna(""), cut=np.nan_to_num(cuts_without_switch(judged)))
    delta = pd.Series([outcome_under(row, row.cut) - row.stopped_pnl_base for row in steps.itertuples()], index=judged.index, dtype=float)
    checks.near("limitWithoutSwitch.avoided", said["avoided"], delta.clip(lower=0).sum(), cents)
    checks.near("limitWithoutSwitch.opportunityCost", said["opportunityCost"], -delta.clip(upper=0).sum(), cents)
    checks.near("limitWithoutSwitch.net", said["net"], delta.sum(), cents)
    check_interval(checks, "limitWithoutSwitch", said, delta.groupby(judged.session_date).sum(), summary["sessions"])


def outcome_under(row, cut):
    """The P&L under a cut, from the steps of the row: the last step at or below it."""
    pnl = row.stopped_pnl_base
    for step in row.stopped_pnl_by_cut.split():
        start, value = step.split(":")
        pnl = float(value) if float(start) <= cut else pnl
    return pnl


def check_equal_cuts(checks, traded, summary):
    """Each trader-day with every depth of the policy in its proportion, and a resample with shares of its own."""
    judged = traded[traded.stopped_pnl.notna()].assign(stopped_pnl_by_cut=lambda rows: rows.stopped_pnl_by_cut.fillna(""))
    sessions = summary["sessions"]
    policies = {
        "engines.ridge": (judged.ridge_reduction_pct.fillna(0), summary["engines"]["ridge"]),
        "engines.rules": (judged.rules_reduction_pct.fillna(0), summary["engines"]["rules"]),
        "controls": (judged.reduction_pct, summary["controls"]),
    }
    depths = sorted(set(np.concatenate([cut.to_numpy() for cut, _ in policies.values()]))) if len(judged) else []
    effect = pd.DataFrame(
        {depth: [outcome_under(row, depth) - row.stopped_pnl_base for row in judged.itertuples()] for depth in depths},
        index=judged.index,
    )
    for name, (cut, said) in policies.items():
        days = pd.DataFrame({depth: (cut == depth).astype(float) for depth in depths}, index=judged.index)
        share = days.mean()
        own = (effect * days).sum(axis=1)
        equal = effect.mul(share, axis=1).sum(axis=1)
        resampled = equal + (days - share).mul(effect.mean(), axis=1).sum(axis=1)
        cents = 0.011 * max(len(judged), 1)
        checks.near(f"{name}.equal.net", said["equal"]["net"], equal.sum(), cents)
        checks.near(f"{name}.targeting.net", said["targeting"]["net"], (own - equal).sum(), cents)
        by_session = pd.DataFrame({"equal": resampled, "targeting": own - resampled}).groupby(judged.session_date).sum()
        check_interval(checks, f"{name}.equal", said["equal"], by_session.equal, sessions)
        check_interval(checks, f"{name}.targeting", said["targeting"], by_session.targeting, sessions)
        if name != "controls":
            continue
        for depth in said["depths"]:
            checks.equal(f"depths.{depth['reductionPct']}", depth["traderDays"], int((cut == depth["reductionPct"]).sum()))
        bound = int((own.abs() >= 0.005).sum())
        # Half a cent decides whether there is an effect; the file has cents.
        checks.near("strategies.limit.bindingDays", summary["strategies"]["limit"]["bindingDays"], bound, 0.002 * len(judged))


def check_matched(checks, rows, traded, summary):
    """Uncut days within 0.25 of the preceding r, each with its total weight as a control."""
    said = summary["matchedControl"]
    days = traded[traded.r.notna() & traded.preceding_r.notna()]
    cut, uncut = days[days.reduction_pct > 0], days[days.reduction_pct == 0]
    gap = np.abs(cut.preceding_r.to_numpy()[:, None] - uncut.preceding_r.to_numpy()[None, :]) <= 0.25 + 1e-12
    matched = gap.any(axis=1)
    checks.equal("matchedControl.cutDays", said["cutDays"], len(cut))
    checks.equal("matchedControl.matchedDays", said["matchedDays"], int(matched.sum()))
    if not matched.any():
        return
    weights = (gap[matched] / gap[matched].sum(axis=1, keepdims=True)).sum(axis=0)
    own, controls = cut.r[matched], uncut.r
    control = (weights * controls).sum() / matched.sum()
    checks.near("matchedControl.meanCutR", said["meanCutR"], own.mean(), 1e-9)
    checks.near("matchedControl.meanControlR", said["meanControlR"], control, 1e-9)
    checks.near("matchedControl.difference", said["difference"], own.mean() - control, 1e-9)
    if said["interval"] is None:
        return
    terms = pd.concat([(own - control) / matched.sum(), -weights * (controls - control) / matched.sum()])
    sessions = days.session_date.reindex(terms.index)
    by_session = terms.groupby(sessions).sum().reindex(sorted(rows.session_date.unique()), fill_value=0.0)
    check_interval(checks, "matchedControl", {"netInterval": said["interval"]}, by_session, summary["sessions"], 0.0)


def desk_tail(results):
    """Worst, 5 % quantile, mean of the results at or below it, and the drawdown of the running sum from 0."""
    bound = np.quantile(results, 0.05)
    running = np.concatenate([[0.0], np.cumsum(results)])
    return results.min(), bound, results[results <= bound].mean(), (np.maximum.accumulate(running) - running).max()


def check_tail(checks, rows, summary):
    desk = pd.DataFrame(
        {
            "before": rows.stopped_pnl_base.fillna(rows.net_pnl),
            "after": rows.stopped_pnl.fillna(rows.net_pnl),
        }
    ).groupby(rows.session_date).sum()
    said = summary["tail"]
    checks.equal("tail.sessions", said["sessions"], len(desk))
    checks.near("controls.noCut.pnl", summary["controls"]["noCut"]["pnl"], desk.before.sum(), 0.01)
    checks.near("controls.withCuts.pnl", summary["controls"]["withCuts"]["pnl"], desk.after.sum(), 0.01)
    before, after = desk.before.to_numpy(), desk.after.to_numpy()
    places = resamples(len(desk))
    drawn = {side: np.array([desk_tail(values[place]) for place in places]) for side, values in (("before", before), ("after", after))}
    for at, name in enumerate(("worstDay", "day05", "shortfall05", "maxDrawdown")):
        figure, sign = said["figures"][name], -1 if name == "maxDrawdown" else 1
        sides = {
            "before": (desk_tail(before)[at], drawn["before"][:, at]),
            "after": (desk_tail(after)[at], drawn["after"][:, at]),
        }
        sides["improvement"] = (sign * (sides["after"][0] - sides["before"][0]), sign * (sides["after"][1] - sides["before"][1]))
        for side, (value, replicates) in sides.items():
            checks.near(f"tail.{name}.{side}", figure[side]["value"], value, 0.01)
            low, high = np.quantile(replicates, [0.05, 0.95])
            spread = np.quantile(replicates, 0.99) - np.quantile(replicates, 0.01)
            for bound, found in zip(figure[side]["interval"], (low, high)):
                checks.near(f"tail.{name}.{side}.interval", bound, found, 0.15 * spread + 0.01)


def resamples(sessions):
    """The places of each session in as many stationary resamples."""
    random = np.random.default_rng(2)
    places = np.zeros((REPLICATES, sessions), dtype=int)
    place = random.integers(sessions, size=REPLICATES)
    for at in range(sessions):
        places[:, at] = place
        fresh = random.random(REPLICATES) < 1 / MEAN_BLOCK
        place = np.where(fresh, random.integers(sessions, size=REPLICATES), (place + 1) % sessions)
    return places
def check_worth(checks, forecast, said):
    """Large losses and nets of each rule, tier and depth, from the cells of `fired_rules` and the limits in force."""
    happened = forecast.uncensored_pnl < -forecast.large_loss_threshold
    fired = forecast.fired_rules.fillna("").map(lambda cell: [rule.split(":") for rule in cell.split(";") if rule])
    effect = (forecast.stopped_pnl - forecast.stopped_pnl_base).fillna(0)
    unruled, uncut = fired.map(len) == 0, forecast.reduction_pct == 0
    groups = []
    for one in said["rules"]:
        own = fired.map(lambda rules: any(f"{code} {pct}" == one["name"] for code, pct, _ in rules))
        sums = fired.map(lambda rules: sum(float(delta or 0) for code, pct, delta in rules if f"{code} {pct}" == one["name"]))
        groups.append((one, own, unruled, sums))
    for one in said["tiers"]:
        own = forecast.tier == one["name"]
        groups.append((one, own, ~own, effect.where(own, 0)))
    for one in said["depths"]:
        low, high = map(int, one["name"].split("-"))
        own = forecast.reduction_pct.between(low, high)
        groups.append((one, own, uncut, effect.where(own, 0)))
    for one, own, others, delta in groups:
        name = f"rulesWorth.{one['name']}"
        checks.equal(f"{name}.days", one["days"], int(own.sum()))
        checks.equal(f"{name}.largeLosses", one["largeLosses"], int(happened[own].sum()))
        checks.equal(f"{name}.otherDays", one["otherDays"], int(others.sum()))
        checks.near(f"{name}.difference", one["difference"], happened[own].mean() - happened[others].mean(), 1e-12)
        checks.near(f"{name}.net", one["net"], delta.sum(), 0.011 * (int(own.sum()) + 1))


def check_targeting(checks, judged, summary, cents):
    """Sizes alone need the path of the day; whether they were smaller on the right days does not."""
    said, size = summary["sizing"], judged.size_multiplier
    checks.equal("sizing.days", said["days"], len(judged))
    checks.equal("sizing.reducedDays", said["reducedDays"], int((size < 1).sum()))
    checks.near("sizing.meanMultiplier", said["meanMultiplier"], size.mean(), 1e-9)
    delta = (size - size.mean()) * judged.stopped_pnl_base
    by_session = delta.groupby(judged.session_date).sum()
    checks.near("sizing.targeting.net", said["targeting"]["net"], by_session.sum(), cents)
    check_interval(checks, "sizing.targeting", said["targeting"], by_session, summary["sessions"])


def check_interval(checks, name, said, by_session, sessions, cent=0.01):
    """A stationary bootstrap of our own: other draws, so the bounds agree to within a tenth of their distance."""
    values = np.zeros(sessions)
    values[: len(by_session)] = by_session.to_numpy()
    if len(by_session) != sessions or not values.any():
        return
    random = np.random.default_rng(1)
    place = random.integers(sessions, size=REPLICATES)
    total = np.zeros(REPLICATES)
    for _ in range(sessions):
        total += values[place]
        fresh = random.random(REPLICATES) < 1 / MEAN_BLOCK
        place = np.where(fresh, random.integers(sessions, size=REPLICATES), (place + 1) % sessions)
    low, high = np.quantile(total, [0.05, 0.95])
    for side, bound, found in zip(("low", "high"), said["netInterval"], (low, high)):
        checks.near(f"{name}.netInterval.{side}", bound, found, 0.1 * (high - low) + cent)


def check_groups(checks, rows, traded, summary):
    cents = 0.011
    for said in summary["byTrader"]:
        own = traded[traded.trader == said["trader"]]
        forecast = own[own.pnl_q05.notna()]
        delta = (own.stopped_pnl - own.stopped_pnl_base).fillna(0)
        name = f"byTrader.{said['trader']}"
        checks.equal(f"{name}.rows", said["rows"], int((rows.trader == said["trader"]).sum()))
        checks.near(f"{name}.netPnl", said["netPnl"], own.net_pnl.sum(), 1e-6)
        checks.near(f"{name}.net", said["net"], delta.sum(), cents * (len(own) + 1))
        checks.equal(f"{name}.exceptions", said["var"]["exceptions"], int((forecast.uncensored_pnl < forecast.pnl_q05).sum()))
        checks.near(f"{name}.kupiecP", said["var"]["kupiecP"], kupiec_p(said["var"]["exceptions"], len(forecast)), 1e-9)
    for said in summary["byMonth"]:
        own = traded[traded.session_date.str.startswith(said["month"])]
        delta = (own.stopped_pnl - own.stopped_pnl_base).fillna(0)
        checks.near(f"byMonth.{said['month']}.netPnl", said["netPnl"], own.net_pnl.sum(), 1e-6)
        checks.near(f"byMonth.{said['month']}.net", said["net"], delta.sum(), cents * (len(own) + 1))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(Path(sys.argv[1])))
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot check: {error!r}", file=sys.stderr)
        sys.exit(2)
