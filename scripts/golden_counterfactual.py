#!/usr/bin/env python3
"""Write the goldens of the counterfactual: invented trader-days and what every cut would have made of them.

Run from the repository's root with Debian's Python (package python3-numpy):

    /usr/bin/python3 scripts/golden_counterfactual.py

It rewrites tests/golden/counterfactual.json; the seed is fixed, so an unchanged method gives an unchanged file. The
numbers follow the text of the methods by the plainest walk over the marks, limits in exact decimals, not the product's
code: where the two differ by more than 1e-9, one of them is wrong.
"""
import json
import pathlib
from decimal import ROUND_FLOOR, Decimal

import numpy as np

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "counterfactual.json"
GRID = list(range(0, 85, 5))


def cut_limit(base_limit, cut_pct, round_to):
    base = Decimal(str(base_limit))
    exact = base * (100 - Decimal(str(cut_pct))) / 100
    if cut_pct == 0:
        return float(exact.quantize(Decimal("0.01"), rounding=ROUND_FLOOR))
    step = next((s for s in (round_to, 5) if s <= round_to and 10 * s <= base), 1)
    return float(max(1, (exact // step) * step))


def stop_index(marks, limit):
    for i, (running, _total, _second, _notional) in enumerate(marks):
        if running <= -limit:
            return i
    return None


def outcome(day, marks, limit, net, untimed):
    i = stop_index(marks, limit)
    if i is None:
        return net
    _running, total, _second, notional = marks[i]
    return total - day["slippageBasisPoints"] * 1e-4 * notional + untimed


def outcome_at_cut(day, cut_pct):
    return outcome(day, day["marks"], cut_limit(day["baseLimit"], cut_pct, day["limitRoundTo"]), day["netPnl"], day["untimedPnl"])


def regret(day, cut_pct):
    """The best over the grid less this cut's own; twice as much when what beats it is a deeper cut."""
    outcomes = [outcome_at_cut(day, c) for c in GRID]
    own, best = outcome_at_cut(day, cut_pct), max(outcomes)
    if own >= best:
        return 0.0
    winners = [c for c, o in zip(GRID, outcomes) if o == best]
    winner = min(winners, key=lambda c: (abs(c - cut_pct), c))
    return (best - own) * (2 if winner > cut_pct else 1) / day["baseLimit"]


def strategies(day):
    cut = day["reductionPct"]
    keep = 1 - cut / 100
    base = outcome_at_cut(day, 0)
    limit = cut_limit(day["baseLimit"], cut, day["limitRoundTo"])
    sized_marks = [(round(r * keep, 7), t * keep, s, n * keep) for r, t, s, n in day["marks"]]
    sized = outcome(day, sized_marks, limit, day["netPnl"] * keep, day["untimedPnl"] * keep)
    high = day["tier"] == "high"
    return {
        "limit": outcome_at_cut(day, cut) - base,
        "sizing": base * keep - base,
        "filtering": 0 - base if high else 0.0,
        "combined": (0 if high else sized) - base,
    }


def hand_made():
    def day(name, net, marks, base=1000, cut=50, tier="low", slip=5, untimed=0.0, step=50):
        return {"name": name, "netPnl": net, "marks": marks, "baseLimit": base, "reductionPct": cut, "tier": tier,
                "slippageBasisPoints": slip, "limitRoundTo": step, "untimedPnl": untimed}

    fell = [[-150, -150, 34500, 0], [-420, -480, 36000, 30000], [-800, -790, 39000, 12000], [-1300, -1300, 45000, 0]]
    return [
        day("never below zero", 900, []),
        day("low above every limit", 100, [[-150, -180, 36000, 5000]]),
        day("fell to the close", -1300, fell),
        day("fell to the close, uncut", -1300, fell, cut=0),
        day("fell to the close, cut deepest", -1300, fell, cut=80, tier="high"),
        day("came back to a gain", 700, fell, cut=50),
        day("came back half way", -600, fell, cut=60, tier="neutral"),
        day("came back to the stop's own result", -480, fell, cut=60, slip=0),
        day("one jump through every limit", -2500, [[-2500, -2500, 36000, 0]], cut=30),
        day("one jump, then back", 50, [[-2500, -2600, 36000, 80000]], cut=30, tier="high"),
        day("a mark exactly at the limit", -100, [[-500, -500, 36000, 1000]], cut=50),
        day("a mark a cent short of the limit", -100, [[-499.99, -499.99, 36000, 1000]], cut=50),
        day("a cut off the grid", -900, fell, cut=33, tier="neutral"),
        day("a cut off the grid below its best", 400, fell, cut=57.5),
        day("open lots in profit at the stop", -200, [[-300, 250, 36000, 40000], [-700, -100, 37000, 20000]], cut=70),
        day("three times the slippage", -900, fell, cut=60, slip=15),
        day("no slippage", -900, fell, cut=60, slip=0),
        day("a loss of unknown time", -1700, fell, cut=60, untimed=-400.0),
        day("a limit of odd cents", -900, fell, base=1333.37, cut=35),
        day("a limit in steps of a dollar", -900, fell, base=1333.37, cut=35, step=1),
        day("a limit too small for the step", -900, fell, base=420, cut=35),
        day("a limit in steps of a dollar, as it is tiny", -900, fell, base=41.5, cut=80),
        day("a limit of $250 steps", -900, fell, base=2600, cut=45, step=250),
        day("flat day", 0, [], cut=40, tier="high"),
        day("best cut on both sides", -500, [[-250, -300, 35000, 0], [-550, -600, 36000, 0], [-720, -300, 37000, 0]],
            cut=45, slip=0),
    ]


def random_day(rng, i):
    steps = rng.normal(0, 400, size=26)
    path = np.round(np.cumsum(steps), 2)
    open_notional = np.round(rng.exponential(20000, size=26) * (rng.random(26) < 0.8), 2)
    gap = np.round(rng.normal(0, 80, size=26), 2)  # unrealised P&L added to the realised path
    marks, low = [], 0.0
    for k, running in enumerate(path):
        if running < low:
            low = float(running)
            marks.append([low, float(np.round(low + gap[k], 2)), 34200 + 900 * k, float(open_notional[k])])
    return {"name": f"random walk {i}", "netPnl": float(path[-1]), "marks": marks,
            "baseLimit": float(np.round(rng.uniform(800, 4000), 2)), "reductionPct": float(rng.choice([0, 10, 33, 50, 65, 80])),
            "tier": str(rng.choice(["low", "neutral", "high", "unknown"])),
            "slippageBasisPoints": float(rng.choice([0, 5, 15])), "limitRoundTo": 50, "untimedPnl": 0.0}


def main():
    rng = np.random.default_rng(20240604)
    days = hand_made() + [random_day(rng, i) for i in range(1, 25)]
    for day in days:
        day["expected"] = {
            "outcomes": [outcome_at_cut(day, c) for c in GRID],
            "regrets": [regret(day, c) for c in GRID],
            "outcome": outcome_at_cut(day, day["reductionPct"]),
            "regret": regret(day, day["reductionPct"]),
            "strategies": strategies(day),
        }
    GOLDEN.write_text("[\n" + ",\n".join(json.dumps(day) for day in days) + "\n]\n")
    print(f"{len(days)} trader-days")


if __name__ == "__main__":
    main()
