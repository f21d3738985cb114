#!/usr/bin/env python3
"""Write the goldens of the indicators: facts of four invented traders and every indicator computed from the formulas.

Run from the repository's root with Debian's Python (packages python3-numpy and python3-pandas):

    /usr/bin/python3 scripts/golden_indicators.py

It rewrites tests/golden/indicators.input.json and tests/golden/indicators.expected.json; the seed is fixed, so an
unchanged formula gives unchanged files. The numbers come from the definitions in the registry and from pandas'
rolling and weighted windows over the whole history, not from the product's code: where the two differ by more than
1e-9, one of them is wrong.
"""
import json
import pathlib

import numpy as np
import pandas as pd

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden"
SESSIONS = [str(day.date()) for day in pd.bdate_range("2024-01-02", periods=150)]
MORNINGS_AFTER = [SESSIONS[i] for i in (4, 15, 20, 29, 45, 63, 80, 104, 120, 148, 149)]
# name, base limit, volatility in dollars, chance of trading, first and last session
TRADERS = [
    ("NET001", 5000.0, 900.0, 0.97, 0, 149),
    ("NET002", 20000.0, 6000.0, 0.85, 0, 149),
    ("NET003", 3000.0, 400.0, 0.92, 45, 142),
    ("NET004", 5000.0, 2.0, 0.90, 0, 149),  # so small that the floor of the scale binds
]


def cents(x):
    return round(float(x), 2)


def trader_day(rng, session, trader, volatility):
    timed = rng.random() > 0.06
    trips = int(rng.poisson(9))
    wins = int(rng.binomial(trips, 0.52))
    gross_win = cents(volatility * 0.9 * rng.gamma(2, 0.5)) if wins else 0.0
    gross_loss = cents(volatility * 0.9 * rng.gamma(2, 0.5)) if trips > wins else 0.0
    gross = cents(gross_win - gross_loss)
    fees = cents(volatility * rng.normal(0.03, 0.03))
    net = 0.0 if rng.random() < 0.03 else cents(gross - fees)
    notional = cents(volatility * 200 * np.exp(rng.normal(0, 0.5)))
    morning = cents(notional * rng.beta(3, 2)) if timed else 0.0
    symbols = int(rng.integers(1, 9))
    low = cents(min(0.0, net) - volatility * rng.exponential(0.3))
    high = cents(max(0.0, net) + volatility * rng.exponential(0.3))
    orders = int(rng.poisson(25)) if rng.random() > 0.02 else 0

    def known(value):
        return value if timed else None

    return {
        "sessionDate": session, "trader": trader, "grossPnl": gross, "fees": fees, "netPnl": net,
        "fills": max(orders, 1) * 2, "orders": orders, "unknownTimeFills": 0 if timed else max(orders, 1) * 2,
        "roundTrips": trips, "winningTrips": wins, "losingTrips": trips - wins,
        "grossWin": gross_win, "grossLoss": gross_loss, "largestTripLoss": cents(gross_loss * 0.6),
        "shares": float(rng.integers(100, 9000)), "notional": notional, "symbols": symbols,
        "symbolConcentration": 1.0 if symbols == 1 else round(float(rng.uniform(1 / symbols, 1)), 6),
        "halfHourConcentration": known(round(float(rng.uniform(0.08, 0.9)), 6)),
        "firstFillSecond": known(34260), "lastFillSecond": known(57000),
        "morningNotional": morning, "afternoonNotional": cents(notional - morning) if timed else 0.0,
        "morningPnl": cents(volatility * rng.normal(0, 0.5)) if timed else 0.0,
        "overnightNotional": cents(notional * rng.uniform(0, 0.6)) if rng.random() < 0.3 else 0.0,
        "medianHoldSecondsWinners": known(float(rng.integers(0, 1800)) if wins else None),
        "medianHoldSecondsLosers": known(float(rng.integers(0, 2400)) if trips > wins else None),
        "entriesAfterLoss": int(rng.poisson(2)) if timed else 0,
        "minutesAfterLoss": round(float(rng.exponential(9)), 4) if timed else 0.0,
        "entriesOtherwise": int(rng.poisson(12)) if timed else 0,
        "minutesOtherwise": round(float(rng.uniform(150, 360)), 4) if timed else 0.0,
        "meanLogSizeAfterLoss": round(float(rng.normal(0.1, 0.3)), 6) if rng.random() < 0.7 else None,
        "meanLogSizeAfterWin": round(float(rng.normal(0, 0.3)), 6) if rng.random() < 0.8 else None,
        "notionalAddedBelowCost": cents(notional * rng.beta(1, 8)),
        "bestRunningPnl": known(high), "worstRunningPnl": known(low),
        "giveBack": known(cents(high - net)),
    }


def make_facts():
    rng = np.random.default_rng(20240102)
    return [
        trader_day(rng, session, name, volatility)
        for name, _, volatility, chance, first, last in TRADERS
        for index, session in enumerate(SESSIONS)
        if first <= index <= last and rng.random() < chance
    ]


def mad(window):
    window = window[~np.isnan(window)]
    return np.median(np.abs(window - np.median(window)))


def acf1(window):
    x = window[~np.isnan(window)]
    x = x - x.mean()
    return np.correlate(x, x, "full")[len(x)] / np.dot(x, x)


def under_water(window):
    path = np.concatenate([[0.0], np.cumsum(window)])
    return path.max() - path[-1]


def run_length(flags):
    return flags.groupby((~flags).cumsum()).cumsum().astype(float)


def surprise(size):
    logs = np.log(size.where(size > 0))
    before = logs.shift(1).rolling(20, min_periods=10)
    spread = (1.4826 * before.apply(mad, raw=True)).clip(lower=0.1)
    return (logs - before.median()) / spread


def by_session(f, limit):
    """One row per active session of one trader: its indicators on the morning after, but for idleness and the desk."""
    net, out = f.netPnl, pd.DataFrame(index=f.index)

    def summed(name, window=20, least=5):
        return f[name].rolling(window, min_periods=least).sum()

    scale = (1.4826 * net.abs().rolling(60, min_periods=20).median()).clip(lower=0.001 * limit)
    ruler = scale.shift(1)
    r = net / ruler
    out["last_r"] = r
    for n in (3, 5, 10, 20):
        out[f"mean_r_{n}"] = r.rolling(n).mean()
    for span in (3, 7, 21):
        out[f"ewma_r_{span}"] = r.ewm(span=span, adjust=True, min_periods=span).mean()
    for n in (7, 21):
        out[f"vol_{n}"] = (r**2).rolling(n).mean() ** 0.5
    fast, slow = ((r**2).ewm(alpha=a, adjust=True, min_periods=20).mean() for a in (0.15, 0.03))
    out["vol_ratio"] = (fast / slow) ** 0.5
    loss2 = r.clip(upper=0) ** 2
    out["downside_share"] = (loss2.rolling(60, min_periods=20).mean() / (r**2).rolling(60, min_periods=20).mean()) ** 0.5
    out["worst_day_20"] = r.rolling(20, min_periods=10).min()
    tails = r.rolling(60, min_periods=40)
    out["tail_ratio_log"] = np.log(tails.quantile(0.95).clip(lower=0) + 0.05) - np.log((-tails.quantile(0.05)).clip(lower=0) + 0.05)
    n = r.rolling(20, min_periods=1).count()
    sortino = r.rolling(20, min_periods=10).mean() / loss2.rolling(20, min_periods=10).mean() ** 0.5
    out["sortino_20"] = (sortino * n / (n + 20)).clip(-3, 3)
    won, lost = summed("grossWin"), summed("grossLoss")
    out["profit_balance"] = (won - lost) / (won + lost)
    wins, losses = (net > 0).astype(float), (net < 0).astype(float)
    out["win_rate"] = wins.rolling(20, min_periods=10).mean()
    w20 = (wins.rolling(20).sum() + 1) / 22
    w120 = (wins.rolling(120, min_periods=60).sum() + 1) / (wins.rolling(120, min_periods=60).count() + 2)
    out["win_rate_change"] = (w20 - w120) / np.sqrt(w120 * (1 - w120) / 20)
    count_won, count_lost = summed("winningTrips", least=1), summed("losingTrips", least=1)
    payoff = np.log(summed("grossWin", least=1) / count_won) - np.log(summed("grossLoss", least=1) / count_lost)
    out["payoff_log"] = payoff.where((count_won >= 5) & (count_lost >= 5))
    out["streak"] = run_length(net > 0) - run_length(net < 0)
    loss_rate = (losses.expanding(20).sum() + 1) / (losses.expanding(20).count() + 2)
    out["loss_streak_surprise"] = -run_length(net < 0) * np.log(loss_rate)
    out["drawdown_now"] = net.rolling(60, min_periods=20).apply(under_water, raw=True) / scale
    out["intraday_drawdown"] = -f.worstRunningPnl / ruler
    out["give_back"] = f.giveBack / ruler
    out["trade_count_surprise"] = surprise(f.orders)
    out["notional_surprise"] = surprise(f.notional)
    order_size = np.log(f.notional / f.orders.where(f.orders > 0))
    for name, sizes in (("order_size_change", order_size), ("notional_change", np.log(f.notional.where(f.notional > 0)))):
        known = sizes.dropna()
        quick, slow = (known.ewm(alpha=1 - decay).mean() for decay in (0.6, 0.97))
        change = (quick - slow).clip(-1.5, 1.5)
        change = change.where(change.abs() >= 0.02, 0.0).where(np.arange(len(known)) >= 9)
        out[name] = change.reindex(sizes.index).ffill()
    out["size_variability"] = 1.4826 * order_size.rolling(20, min_periods=10).apply(mad, raw=True)
    even = 1 / f.symbols
    normalised = ((f.symbolConcentration - even) / (1 - even)).where(f.symbols > 1, 1.0)
    out["symbol_concentration"] = normalised.rolling(5, min_periods=3).mean()
    out["half_hour_concentration"] = f.halfHourConcentration.rolling(5, min_periods=3).mean()
    out["fee_drag"] = summed("fees") / (summed("fees").abs() + won)
    carried = summed("overnightNotional", 5, 3)
    out["overnight_share"] = carried / (carried + summed("notional", 5, 3))
    e_l, m_l, e_o, m_o = (
        summed(name, least=1) for name in ("entriesAfterLoss", "minutesAfterLoss", "entriesOtherwise", "minutesOtherwise")
    )
    pace = (e_l + e_o) / (m_l + m_o)
    revenge = np.log((e_l + 30 * pace) / (m_l + 30)) - np.log((e_o + 30 * pace) / (m_o + 30))
    out["revenge_rate"] = revenge.where((m_l >= 30) & (m_o >= 30))
    after = [f[name].rolling(20, min_periods=5).mean() for name in ("meanLogSizeAfterLoss", "meanLogSizeAfterWin")]
    out["size_after_loss"] = after[0] - after[1]
    both = f.morningNotional + f.afternoonNotional
    shift = np.log((f.afternoonNotional + 0.05 * both) / (f.morningNotional + 0.05 * both).where(both > 0))
    mornings = [shift.where(side).rolling(60, min_periods=5).mean() for side in (f.morningPnl < 0, f.morningPnl > 0)]
    out["afternoon_escalation"] = mornings[0] - mornings[1]
    hold = np.log1p(f.medianHoldSecondsLosers) - np.log1p(f.medianHoldSecondsWinners)
    out["hold_asymmetry"] = hold.rolling(20, min_periods=5).mean()
    out["averaging_down"] = summed("notionalAddedBelowCost") / summed("notional")
    out["clustering"] = r.abs().rolling(60, min_periods=30).apply(acf1, raw=True)
    # Helpers of the realised volatilities, which `morning` replaces.
    swing = ((f.grossWin + f.grossLoss) / np.sqrt(f.roundTrips.where(f.roundTrips > 0))).fillna(0.0)
    best, worst = f.bestRunningPnl.fillna(0.0).clip(lower=0), f.worstRunningPnl.fillna(0.0).clip(upper=0)
    measures = {"trip": swing.where(swing > 0, net.abs()), "range": np.maximum(best - worst, net.abs())}
    for name, measure in measures.items():
        out[f"_{name}_mean"] = measure.ewm(alpha=0.3).mean()
        out[f"_{name}_ratio"] = net.abs().ewm(alpha=0.01).mean() / measure.ewm(alpha=0.01).mean()
    out["_scale"] = scale
    out["_n"] = np.minimum(np.arange(1, len(f) + 1), 200)
    busy = (f.roundTrips >= 3).rolling(20, min_periods=10).mean()
    out["_known"] = (busy >= 0.5).astype(float)
    return out


def realised(tables, row, through):
    """E_0.7 of trips and of ranges over S, calibrated to the close with the desk's median ratio."""
    out = {}
    for name in ("trip", "range"):
        ratios = [t.loc[:through, f"_{name}_ratio"].iloc[-1] for t in tables.values() if len(t.loc[:through])]
        prior, n = np.log(np.median([x for x in ratios if np.isfinite(x) and x > 0])), row["_n"]
        own = np.log(row[f"_{name}_ratio"]) if row[f"_{name}_ratio"] > 0 else prior
        value = np.sqrt(np.pi / 2) * np.exp((n * own + 20 * prior) / (n + 20)) * row[f"_{name}_mean"]
        out[f"{name}_volatility"] = value / row["_scale"] if row["_known"] == 1 else np.nan
    return out


def morning(tables, trader, through):
    """All indicators of one trader on the morning after `through`."""
    seen = tables[trader].loc[:through]
    if seen.empty:
        row, row["idle"] = {column: np.nan for column in tables[trader].columns}, np.nan
        row.update(trip_volatility=np.nan, range_volatility=np.nan)
    else:
        row = seen.iloc[-1].to_dict()
        row.update(realised(tables, row, through))
        row["idle"] = np.log(1 + sum(seen.index[-1] < session <= through for session in SESSIONS))
    yesterday = {name: table["last_r"].get(through, np.nan) for name, table in tables.items()}
    others = np.array([r for name, r in yesterday.items() if name != trader and not np.isnan(r)])
    enough = len(others) >= 3
    row["desk_loss_share"] = np.mean(others < 0) if enough else np.nan
    row["desk_relative_r"] = yesterday[trader] - np.median(others) if enough else np.nan
    return {name: None if np.isnan(value) else float(value) for name, value in row.items() if name[0] != "_"}


def lines(rows):
    return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]"


def main():
    facts = make_facts()
    numbers = pd.DataFrame(facts).set_index(["trader", "sessionDate"]).astype(float)
    tables = {name: by_session(numbers.loc[name], limit) for name, limit, *_ in TRADERS}
    expected = [
        {"previousSession": through, "trader": name, "indicators": morning(tables, name, through)}
        for through in MORNINGS_AFTER
        for name, *_ in TRADERS
    ]
    rows = [list(day.values()) for day in facts]
    traders = [{"trader": name, "baseLimit": limit} for name, limit, *_ in TRADERS]
    GOLDEN.joinpath("indicators.input.json").write_text(
        '{"sessions":%s,\n"traders":%s,\n"columns":%s,\n"rows":%s}\n'
        % (json.dumps(SESSIONS), json.dumps(traders), json.dumps(list(facts[0])), lines(rows))
    )
    GOLDEN.joinpath("indicators.expected.json").write_text(lines(expected) + "\n")
    values = [value for row in expected for value in row["indicators"].values()]
    print(f"{len(facts)} trader-days, {len(expected)} mornings, {len(values)} values, {values.count(None)} null")


if __name__ == "__main__":
    main()
