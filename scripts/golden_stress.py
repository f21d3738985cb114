#!/usr/bin/env python3
"""Write the goldens of the stress scenarios: an invented desk, and what every scenario does to it.

Run from the repository's root with Debian's Python (packages python3-numpy, python3-pandas):

    /usr/bin/python3 scripts/golden_stress.py

It rewrites tests/golden/stress.json; the seed is fixed, so an unchanged method gives an unchanged file. The numbers
follow the text of the methods with tables and the plainest loops, not the product's code: where the two differ by more
than 1e-6 dollars, one of them is wrong.
"""
import json
import pathlib

import numpy as np
import pandas as pd

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "stress.json"
TRADERS, SYMBOLS, RESIDUALS, SESSIONS, WORST = 12, 9, 120, 25, 5
SCENARIOS = [
    dict(name="market_crash", priceShock=-0.3, volatilityFactor=3, spreadFactor=1, volumeFactor=1, limitFactor=1),
    dict(name="liquidity_crisis", priceShock=0, volatilityFactor=1, spreadFactor=5, volumeFactor=0.3, limitFactor=1),
    dict(name="flash_crash", priceShock=-0.15, volatilityFactor=1, spreadFactor=1, volumeFactor=1, limitFactor=1),
    dict(name="regulatory_shock", priceShock=0, volatilityFactor=1, spreadFactor=1, volumeFactor=1, limitFactor=0.5),
    dict(name="black_swan", priceShock=-0.5, volatilityFactor=5, spreadFactor=1, volumeFactor=1, limitFactor=1),
    dict(name="melt_up", priceShock=0.2, volatilityFactor=2, spreadFactor=3, volumeFactor=0.5, limitFactor=1.5),
]


def cents(x):
    """Whole cents, halves up, as JavaScript rounds."""
    return np.floor(np.asarray(x, float) * 100 + 0.5)


def invented_desk(rng):
    names = [f"T{i:02d}" for i in range(TRADERS)]
    traders = []
    for i, name in enumerate(names):
        base = float(rng.choice([1000, 2500, 5000, 8000]))
        held = [] if i % 3 == 0 else sorted(rng.choice(SYMBOLS, 3, replace=False))
        gross = rng.uniform(50_000, 400_000)
        spread = rng.uniform(300, 1500)
        traders.append(
            dict(
                trader=name,
                baseLimit=base,
                limitInForce=None if i == 5 else float(round(base * rng.choice([0.4, 0.7, 1.0]), 2)),
                positions=[dict(symbol=f"S{s}", notional=float(round(rng.normal(0, 40_000), 4))) for s in held],
                exposure=None
                if i == 7
                else dict(
                    worst=dict(netLong=gross, netShort=gross * 0.6, gross=gross * 1.3),
                    usual=dict(netLong=gross * 0.4, netShort=gross * 0.3, gross=gross * 0.5),
                    days=20,
                    tradedNotional=float(rng.uniform(200_000, 900_000)),
                ),
                forecast=None
                if i == 2
                else dict(
                    meanPnl=float(rng.normal(0, 40)),
                    deviation=float(spread),
                    valueAtRisk95=float(1.6 * spread),
                    expectedShortfall95=float(2.2 * spread),
                ),
                worstDayPnl=float(-rng.uniform(800, 6000)),
            )
        )
    return traders


def invented_residuals(rng, names):
    days = pd.bdate_range("2026-01-05", periods=RESIDUALS)
    return [
        dict(
            sessionDate=str(day.date()),
            z={n: float(rng.standard_t(4) / np.sqrt(2)) for n in names if rng.uniform() > 0.15},
        )
        for day in days
    ]


def invented_day(rng, name):
    marks, low = [], 0.0
    for k in range(rng.integers(0, 6)):
        low -= float(rng.exponential(600))
        marks.append(
            dict(
                runningPnl=low,
                totalPnl=low - float(rng.exponential(40)),
                secondOfDay=int(34_200 + 2_000 * k),
                openNotional=float(rng.uniform(0, 200_000)),
            )
        )
    net = float(rng.normal(0, 900)) if not marks else float(low + rng.exponential(500))
    return dict(
        trader=name,
        netPnl=net,
        judged=None if rng.uniform() < 0.05 else dict(netPnl=net, marks=marks, untimedPnl=float(rng.choice([0, 25.5]))),
        sizeFactor=float(rng.uniform(0.4, 1.8)),
    )


def invented_sessions(rng, names, first, count):
    return [
        dict(sessionDate=str(d.date()), days=[invented_day(rng, n) for n in names if rng.uniform() > 0.2])
        for d in pd.bdate_range(first, periods=count)
    ]


def losing_side(e, shock):
    return max(e["netLong"], e["netShort"]) if shock == 0 else (e["netLong"] if shock < 0 else e["netShort"])


def exposure_cents(e, s, bp):
    return -cents(losing_side(e, s["priceShock"]) * (abs(s["priceShock"]) + bp / 10_000 * s["spreadFactor"]))


def price_part(desk, s):
    positions = pd.DataFrame(
        [dict(trader=t["trader"], **p) for t in desk["traders"] for p in t["positions"]],
    )
    positions["cents"] = cents(positions["notional"] * s["priceShock"])
    overnight = positions.groupby("trader")["cents"].sum()
    by_symbol = positions.groupby("symbol")["cents"].sum()
    rows = []
    for t in desk["traders"]:
        night = float(overnight.get(t["trader"], 0))
        part = lambda which: float(exposure_cents(t["exposure"][which], s, desk["slippageBasisPoints"])) if t["exposure"] else 0.0
        rows.append(dict(trader=t["trader"], pnl=(night + part("worst")) / 100, usual=(night + part("usual")) / 100, overnight=night / 100))
    frame = pd.DataFrame(rows)
    return frame, by_symbol / 100


def limit_of(t, in_force):
    return t["limitInForce"] if in_force and t["limitInForce"] is not None else t["baseLimit"]


def tail(sums):
    var = np.quantile(sums, 0.05)
    return dict(valueAtRisk95=float(-var), expectedShortfall95=float(-sums[sums <= var].mean()))


def volatility_part(desk, s, which):
    sums = []
    for session in desk["residuals"]:
        total = 0.0
        for t in desk["traders"]:
            z, f = session["z"].get(t["trader"]), t["forecast"]
            if z is None or f is None:
                continue
            pnl = f["meanPnl"] + s["volatilityFactor"] * f["deviation"] * z
            if which != "unlimited":
                usual = t["exposure"]["usual"]["gross"] if t["exposure"] else 0
                floor = -limit_of(t, which == "inForce") - desk["slippageBasisPoints"] / 10_000 * s["spreadFactor"] * usual
                pnl = max(pnl, floor)
            total += pnl
        sums.append(total)
    return tail(np.array(sums))


def sized(day, size, limit, bp):
    """The path at another size, mark by mark, and the first mark at or below the limit."""
    if day["judged"] is None:
        return size * day["netPnl"], False
    for m in day["judged"]["marks"]:
        if size * m["runningPnl"] <= -limit:
            return size * (m["totalPnl"] - bp / 10_000 * m["openNotional"] + day["judged"]["untimedPnl"]), True
    return size * day["netPnl"], False


def replay(desk, session, size_of):
    by_name = {t["trader"]: t for t in desk["traders"]}
    own = [(d, sized(d, size_of(d), limit_of(by_name[d["trader"]], True), desk["slippageBasisPoints"])) for d in session["days"]]
    base = [sized(d, size_of(d), limit_of(by_name[d["trader"]], False), desk["slippageBasisPoints"]) for d in session["days"]]
    return dict(
        sessionDate=session["sessionDate"],
        pnl=sum(p for _, (p, _) in own),
        pnlAtBaseLimits=sum(p for p, _ in base),
        stopped=[d["trader"] for d, (_, s) in own if s],
    )


def level(worst, limits):
    share = max(0, -worst) / limits
    return "CRITICAL" if share >= 1 else "HIGH" if share >= 0.5 else "MEDIUM" if share >= 0.25 else "LOW"


def scenario_result(desk, s):
    frame, by_symbol = price_part(desk, s)
    out = dict(
        name=s["name"],
        deskPnl=round(float(frame["pnl"].sum()), 2),
        usualPnl=round(float(frame["usual"].sum()), 2),
        overnightPnl=round(float(frame["overnight"].sum()), 2),
        nettedPnl=round(float(frame["overnight"].sum()) + float(exposure_cents(desk["nettedExposure"], s, desk["slippageBasisPoints"])) / 100, 2),
        traders={r.trader: r.pnl for r in frame.itertuples()},
        symbols={k: float(v) for k, v in by_symbol.items()},
        loss={w: volatility_part(desk, s, w) for w in ("unlimited", "atBaseLimits", "inForce")},
    )
    parts = [out["deskPnl"]]
    if s["volatilityFactor"] != 1:
        parts.append(-out["loss"]["inForce"]["expectedShortfall95"])
    if s["limitFactor"] != 1:
        days = [replay(desk, session, lambda _d: s["limitFactor"]) for session in desk["sessions"]]
        worst = min(days, key=lambda d: d["pnl"])
        out["sized"] = dict(pnl=sum(d["pnl"] for d in days), pnlAtBaseLimits=sum(d["pnlAtBaseLimits"] for d in days), worst=worst)
        parts.append(worst["pnl"])
    out["level"] = level(min(parts), sum(limit_of(t, True) for t in desk["traders"]))
    return out


def desk_pnl(desk, shock):
    """P&L of the desk at one shock, without rounding to cents."""
    slippage = desk["slippageBasisPoints"] / 10_000
    pnl = sum(p["notional"] for t in desk["traders"] for p in t["positions"]) * shock
    return pnl - sum(losing_side(t["exposure"]["worst"], shock) * (abs(shock) + slippage) for t in desk["traders"] if t["exposure"])


def smallest(desk, sign, allowed, largest):
    """Bisection: the loss grows with the size of the shock."""
    if -desk_pnl(desk, sign * largest) < allowed:
        return None
    low, high = 1e-12, largest
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if -desk_pnl(desk, sign * middle) >= allowed else (middle, high)
    return sign * high


def reverse(desk):
    allowed = sum(limit_of(t, True) for t in desk["traders"])
    shock = min((s for s in (smallest(desk, -1, allowed, 1), smallest(desk, 1, allowed, 10)) if s is not None), key=abs)
    plain = dict(volatilityFactor=1, spreadFactor=1)
    var = volatility_part(desk, plain, "unlimited")["valueAtRisk95"]
    mean = sum(t["forecast"]["meanPnl"] for t in desk["traders"] if t["forecast"])
    frame, _ = price_part(desk, dict(priceShock=shock, spreadFactor=1))
    worst = frame[frame["pnl"] < 0].sort_values("pnl").head(3)["trader"]
    return dict(priceShock=shock, volatilityFactor=(allowed + mean) / (var + mean), traders=list(worst))


def main():
    rng = np.random.default_rng(20261129)
    traders = invented_desk(rng)
    names = [t["trader"] for t in traders]
    desk = dict(
        sessionDate="2026-11-27",
        traders=traders,
        residuals=invented_residuals(rng, names),
        sessions=invented_sessions(rng, names, "2026-10-19", SESSIONS),
        worstSessions=invented_sessions(rng, names, "2026-03-02", WORST),
        nettedExposure=dict(netLong=900_000.0, netShort=400_000.0, gross=2_100_000.0),
        slippageBasisPoints=5,
    )
    golden = dict(
        desk=desk,
        scenarios=SCENARIOS,
        results=[scenario_result(desk, s) for s in SCENARIOS],
        replay=[replay(desk, s, lambda d: d["sizeFactor"]) for s in desk["worstSessions"]],
        reverse=reverse(desk),
        sumOfWorstDays=sum(t["worstDayPnl"] for t in traders),
    )
    GOLDEN.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
