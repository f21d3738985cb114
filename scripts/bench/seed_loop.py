"""A pooled ridge for a trading desk as one would first write it in pandas: for each session, each trader's indicators from
everything before it with rolling windows, and what the rules say; a Ridge a week; a prediction a day, and what either would have
made of the day; once a week, whether the model beats the rules.

    seed_loop.py FACTS.csv SESSIONS

Walks the last SESSIONS sessions of the file; prints {"seconds", "sessions", "predictions", "weeks_in_force"} of that loop alone. Its refits see the
rows of these sessions only, so that its own time is if anything too short.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

RETRAIN_SESSIONS = 5
LEAST_DAYS = 20
DEFAULT_LIMIT = 5_000
MOST_REDUCTION = 80
GATE_SESSIONS = 120


def compute_features(days):
    """About twenty scale-invariant indicators of one trader's days, oldest first."""
    pnl = days["pnl"]
    scale = pnl.rolling(60, min_periods=20).std()
    r = pnl / scale.shift(1)
    wins = (pnl > 0).astype(float)
    equity = pnl.cumsum()
    streak = (pnl < 0).astype(int)
    streak = streak.groupby((streak == 0).cumsum()).cumsum()
    orders = np.log(days["orders"])
    notional = np.log(days["notional"])
    return {
        "scale": scale.iloc[-1],
        "last": r.iloc[-1],
        "mean_3": r.rolling(3).mean().iloc[-1],
        "mean_5": r.rolling(5).mean().iloc[-1],
        "mean_10": r.rolling(10).mean().iloc[-1],
        "mean_20": r.rolling(20).mean().iloc[-1],
        "ewma_3": r.ewm(span=3).mean().iloc[-1],
        "ewma_7": r.ewm(span=7).mean().iloc[-1],
        "ewma_21": r.ewm(span=21).mean().iloc[-1],
        "vol_7": r.rolling(7).std().iloc[-1],
        "vol_21": r.rolling(21).std().iloc[-1],
        "win_rate": wins.rolling(20).mean().iloc[-1],
        "win_rate_change": (wins.rolling(20).mean() - wins.rolling(120, min_periods=20).mean()).iloc[-1],
        "streak": streak.iloc[-1],
        "drawdown": ((equity.rolling(60, min_periods=1).max() - equity) / scale).iloc[-1],
        "worst_20": r.rolling(20).min().iloc[-1],
        "sortino": (r.rolling(20).mean() / r.clip(upper=0).pow(2).rolling(20).mean().pow(0.5)).iloc[-1],
        "profit_factor": (days["gross_win"].rolling(20).sum() / (days["gross_loss"].rolling(20).sum() + 1)).iloc[-1],
        "orders": ((orders - orders.rolling(20).mean()) / orders.rolling(20).std()).iloc[-1],
        "notional": ((notional - notional.rolling(20).mean()) / notional.rolling(20).std()).iloc[-1],
        "fee_drag": (days["fees"].rolling(20).sum() / (days["gross_win"].rolling(20).sum() + 1)).iloc[-1],
        "concentration": days["hhi"].rolling(5).mean().iloc[-1],
    }


def rules_reduction(days):
    """What a risk manager would do by hand: percent off the limit."""
    pnl = days["pnl"]
    equity = pnl.tail(60).cumsum()
    drawdown = (equity.cummax() - equity).iloc[-1] / (20 * pnl.abs().median())
    losses = (pnl.tail(5) < 0).to_numpy()
    return max(
        50 if losses[-5:].all() else 30 if losses[-3:].all() else 0,
        60 if drawdown > 0.25 else 40 if drawdown > 0.15 else 0,
        25 if pnl.tail(5).std() > 2 * pnl.iloc[-25:-5].std() else 0,
        20 if pnl.iloc[-1] < pnl.tail(60).quantile(0.05) else 0,
    )


def outcome_under(pnl, reduction):
    """A day's P&L under the limit left, stopped at the limit itself: what an account of the day's end alone can say."""
    return max(pnl, -DEFAULT_LIMIT * (1 - reduction / 100))


def judged(session, morning, reductions, today):
    """What either engine's cuts would have lost or forgone against the better of cutting all and nothing, by trader."""
    rows = []
    for row, model_reduction in zip(morning, reductions):
        if row["trader"] not in today.index:
            continue
        pnl = today[row["trader"]]
        best = max(pnl, outcome_under(pnl, MOST_REDUCTION))
        rows.append({
            "date": session,
            "trader": row["trader"],
            "model": best - outcome_under(pnl, model_reduction),
            "rules": best - outcome_under(pnl, row["rules"]),
        })
    return rows


def beats_rules(record):
    """Whether the model's account of the last sessions is more than 10 % better than that of the rules."""
    if not record:
        return False
    by_session = pd.DataFrame(record).groupby("date")[["model", "rules"]].sum().tail(GATE_SESSIONS)
    return by_session["rules"].sum() > 0 and 1 - by_session["model"].sum() / by_session["rules"].sum() > 0.1


def walk(data, sessions):
    rows, record, predictions, in_force, model, scaler = [], [], 0, 0, None, None
    for number, session in enumerate(sessions):
        historical = data[data["date"] < session]
        today = data[data["date"] == session].set_index("trader")["pnl"]
        morning = []
        for trader in data["trader"].unique():
            days = historical[historical["trader"] == trader]
            if len(days) >= LEAST_DAYS:
                morning.append({"trader": trader, "rules": rules_reduction(days), **compute_features(days)})
        if number % RETRAIN_SESSIONS == 0 and rows:
            training = pd.DataFrame(rows)
            features = training.drop(columns=["trader", "rules", "scale", "target"]).replace([np.inf, -np.inf], np.nan).fillna(0.0)
            scaler = StandardScaler().fit(features)
            model = Ridge(alpha=100.0).fit(scaler.transform(features), training["target"])
            in_force += beats_rules(record)
        if morning and model is not None:
            now = pd.DataFrame(morning).drop(columns=["trader", "rules", "scale"]).replace([np.inf, -np.inf], np.nan).fillna(0.0)
            expected = model.predict(scaler.transform(now))
            predictions += len(expected)
            record += judged(session, morning, np.clip(-100 * expected, 0, MOST_REDUCTION), today)
        rows += [{**row, "target": today[row["trader"]] / row["scale"]} for row in morning if row["trader"] in today.index]
    return predictions, in_force


def main():
    data = pd.read_csv(sys.argv[1])
    sessions = sorted(data["date"].unique())[-int(sys.argv[2]):]
    begun = time.perf_counter()
    predictions, in_force = walk(data, sessions)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "sessions": len(sessions), "predictions": predictions, "weeks_in_force": int(in_force)}))


main()
