"""The backtest of a trading desk as one would first write it in pandas. For each session: each trader's indicators from
everything before it with rolling windows, the volatility within the day, what the rules say, a forecast, and what the cuts of
either engine would have made of the day. Once a week: a Ridge with a penalty from walk-forward folds, how wide the tail may be,
whether the model beats the rules, and whether the cuts beat no cut, each with a bootstrap.

    seed_loop.py FACTS.csv SESSIONS

Walks the last SESSIONS sessions of the file; prints {"seconds", "sessions", "predictions", "weeks_in_force", "weeks_off"} of that
loop alone. Its refits and bootstraps see the rows of these sessions only, and its stops the end of a day only, so that its own
time is if anything too short.
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
PROOF_SESSIONS = 250
PENALTIES_PER_ROW = (0.03, 0.1, 0.3, 1, 3, 10)
TEST_SESSIONS = 21
CUTS = np.arange(0, MOST_REDUCTION + 1, 5)
CONSISTENCY = np.sqrt(np.pi / 2)


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


def weighted_mean(values, decay):
    return values.ewm(alpha=1 - decay).mean().iloc[-1]


def volatility_within(days):
    """Of one trader: the plain volatility of closes, and the means of trips and ranges before they are calibrated to closes."""
    net = days["pnl"].abs()
    trips = days["trips"]
    swing = ((days["gross_win"] + days["gross_loss"]) / trips.pow(0.5)).where(trips > 0, net)
    swing = swing.where(swing > 0, net)
    reach = np.maximum(days["best"].clip(lower=0).fillna(0) - days["worst"].clip(upper=0).fillna(0), net)
    slow = weighted_mean(net, 0.99)
    size, notional = np.log(days["notional"] / days["orders"]), np.log(days["notional"])
    return {
        "plain": CONSISTENCY * np.mean([weighted_mean(net.tail(60), decay) for decay in (0.97, 0.94, 0.85)]),
        "known": (trips.tail(20) >= 3).mean() >= 0.5,
        "days": min(len(days), 200),
        "swing_ratio": slow / weighted_mean(swing, 0.99),
        "reach_ratio": slow / weighted_mean(reach, 0.99),
        **{f"swing_{decay}": weighted_mean(swing, decay) for decay in (0.5, 0.7, 0.85)},
        **{f"reach_{decay}": weighted_mean(reach, decay) for decay in (0.5, 0.7, 0.85, 0.94)},
        "size_change": weighted_mean(size, 0.6) - weighted_mean(size, 0.97),
        "notional_change": weighted_mean(notional, 0.6) - weighted_mean(notional, 0.97),
    }


def calibrated(morning):
    """The features of the morning with the volatility that the forecast starts from, in units of the scale."""
    frame = pd.DataFrame(morning)
    for kind in ("swing", "reach"):
        desk = np.log(frame[f"{kind}_ratio"].median())
        own = np.log(frame[f"{kind}_ratio"])
        weight = CONSISTENCY * np.exp((frame["days"] * own + 20 * desk) / (frame["days"] + 20))
        for column in [name for name in frame.columns if name.startswith(kind) and not name.endswith("ratio")]:
            frame[column] = weight * frame[column] / frame["scale"]
    plain = frame["plain"] / frame["scale"]
    blend = (frame["reach_0.7"] * frame["swing_0.7"]) ** 0.2 * frame["reach_0.94"] ** 0.25 * plain**0.35
    frame["baseline"] = blend.where(frame["known"], plain).clip(lower=0.1)
    for column in ("swing_0.5", "swing_0.85", "reach_0.5", "reach_0.85"):
        frame[column] = np.log(frame[column] / frame["baseline"]).clip(-2, 2).where(frame["known"])
    return frame.drop(columns=["plain", "known", "days", "swing_ratio", "reach_ratio", "swing_0.7", "reach_0.7", "reach_0.94"])


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
    """Regrets of either engine's cuts against the best of the grid, by trader; an unprevented loss weighs twice."""
    rows = []
    for (_, row), reduction in zip(morning.iterrows(), reductions):
        if row["trader"] not in today.index:
            continue
        pnl = today[row["trader"]]
        outcomes = np.array([outcome_under(pnl, cut) for cut in CUTS])
        under = {"model": outcome_under(pnl, reduction), "rules": outcome_under(pnl, row["rules"])}
        regret = {name: (2 if pnl < 0 else 1) * (outcomes.max() - under[name]) for name in under}
        even = {f"{name}_even": outcomes.max() - under[name] for name in under}
        rows.append({"date": session, "trader": row["trader"], **regret, **even, "net": under["model"] - pnl})
    return rows


def resampled(count, replicates, random):
    """Stationary bootstrap: the places of the sessions of each resample, in blocks of five sessions on average."""
    places = np.empty((replicates, count), dtype=int)
    places[:, 0] = random.integers(count, size=replicates)
    stays = random.random((replicates, count)) >= 0.2
    fresh = random.integers(count, size=(replicates, count))
    for at in range(1, count):
        places[:, at] = np.where(stays[:, at], (places[:, at - 1] + 1) % count, fresh[:, at])
    return places


def beats_rules(record, random):
    """Whether the model's record of the last sessions is proven better than that of the rules, at both weights."""
    if not record:
        return False
    by_session = pd.DataFrame(record).groupby("date")[["model", "rules", "model_even", "rules_even"]].sum().tail(GATE_SESSIONS)
    proven = True
    for model, rules in (("model", "rules"), ("model_even", "rules_even")):
        places = resampled(len(by_session), 1000, random)
        sums = by_session[model].to_numpy()[places].sum(axis=1), by_session[rules].to_numpy()[places].sum(axis=1)
        proven = proven and np.quantile(1 - sums[0] / np.maximum(sums[1], 1e-9), 0.025) > 0
    return proven and 1 - by_session["model"].sum() / max(by_session["rules"].sum(), 1e-9) > 0.1


def cuts_cost_money(record, random):
    """Whether even the 80 % bound of what the cuts made lies below 0."""
    if not record:
        return False
    nets = pd.DataFrame(record).groupby("date")["net"].sum().tail(PROOF_SESSIONS).to_numpy()
    return np.quantile(nets[resampled(len(nets), 2000, random)].sum(axis=1), 0.8) < 0


def tail_widening(residuals, random):
    """How much worse the mean of the worst 5 % may be than its estimate."""
    sessions = list(pd.DataFrame(residuals, columns=["date", "z"]).groupby("date")["z"])
    values = [z.to_numpy() for _, z in sessions]
    worst = [worst_mean(np.concatenate([values[place] for place in places])) for places in resampled(len(values), 500, random)]
    return max(1, np.quantile(worst, 0.05) / worst_mean(np.concatenate(values)))


def worst_mean(values):
    return np.sort(values)[: max(1, len(values) // 20)].mean()


def fitted(training):
    """Location and spread: a ridge with the penalty that does best on the folds."""
    targets = np.column_stack([training["target"], np.log(training["target"].abs().clip(lower=0.05))])
    features = features_of(training.drop(columns=["target", "date"]))
    scaler = StandardScaler().fit(features)
    scaled = scaler.transform(features)
    return scaler, Ridge(alpha=best_penalty(scaled, targets, training["date"].to_numpy()) * len(scaled)).fit(scaled, targets)


def best_penalty(scaled, targets, dates):
    sessions = np.unique(dates)
    errors = {penalty: 0.0 for penalty in PENALTIES_PER_ROW}
    for fold in range(6):
        test = sessions[len(sessions) - (fold + 1) * TEST_SESSIONS : len(sessions) - fold * TEST_SESSIONS]
        if len(test) < TEST_SESSIONS or (dates < test[0]).sum() < 50:
            break
        train, tested = dates < test[0], np.isin(dates, test)
        for penalty in PENALTIES_PER_ROW:
            fit = Ridge(alpha=penalty * train.sum()).fit(scaled[train], targets[train])
            errors[penalty] += ((fit.predict(scaled[tested]) - targets[tested]) ** 2).sum()
    return min(errors, key=errors.get)


def features_of(frame):
    return frame.drop(columns=["trader", "rules", "scale", "baseline"]).replace([np.inf, -np.inf], np.nan).fillna(0.0)


def walk(data, sessions):
    random = np.random.default_rng(1)
    rows, record, residuals, model, scaler = [], [], [], None, None
    counts = {"predictions": 0, "weeks_in_force": 0, "weeks_off": 0}
    for number, session in enumerate(sessions):
        historical = data[data["date"] < session]
        today = data[data["date"] == session].set_index("trader")["pnl"]
        morning = []
        for trader in data["trader"].unique():
            days = historical[historical["trader"] == trader]
            if len(days) >= LEAST_DAYS:
                morning.append({"trader": trader, "rules": rules_reduction(days), **compute_features(days), **volatility_within(days)})
        if not morning:
            continue
        morning = calibrated(morning)
        if number % RETRAIN_SESSIONS == 0 and rows:
            scaler, model = fitted(pd.concat(rows))
            widening = tail_widening(residuals, random) if residuals else 1
            counts["weeks_in_force"] += int(beats_rules(record, random))
            counts["weeks_off"] += int(cuts_cost_money(record, random))
        if model is not None:
            location, spread = model.predict(scaler.transform(features_of(morning))).T
            counts["predictions"] += len(location)
            at_risk = (1.645 * widening * np.exp(spread) - location) * morning["baseline"].to_numpy()
            record += judged(session, morning, np.clip(100 * at_risk - 100, 0, MOST_REDUCTION), today)
        traded = morning[morning["trader"].isin(today.index)]
        target = today[traded["trader"]].to_numpy() / (traded["scale"] * traded["baseline"])
        residuals += [(session, z) for z in target]
        rows.append(traded.assign(target=target, date=session))
    return counts


def main():
    data = pd.read_csv(sys.argv[1])
    sessions = sorted(data["date"].unique())[-int(sys.argv[2]) :]
    begun = time.perf_counter()
    counts = walk(data, sessions)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "sessions": len(sessions), **counts}))


main()
