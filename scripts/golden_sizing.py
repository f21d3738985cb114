#!/usr/bin/env python3
"""Write the goldens of sizing: volatilities of symbols, the tail of a pool, and sizes, by pandas and exact fractions.

Run from the repository's root with Debian's Python (packages python3-numpy and python3-pandas):

    /usr/bin/python3 scripts/golden_sizing.py

It rewrites tests/golden/sizing.json; the seed is fixed, so an unchanged method gives an unchanged file. The numbers
follow the text of docs/methods.md, not the product's code: pandas' own ewm for the means, numpy's quantile integrated
by a fine sum for the tail, and exact fractions for the rounding to lots.
"""
import json
import math
import pathlib
from fractions import Fraction

import numpy as np
import pandas as pd

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "sizing.json"


def volatility(days):
    if len(days) < 20:
        return None
    frame = pd.DataFrame(days).tail(60)
    moves = frame["close"].pct_change().abs().dropna()
    ranges = np.log(frame["high"] / frame["low"])
    mean = lambda column: column.ewm(alpha=1 - 0.94, adjust=True).mean().iloc[-1]
    return float(max(math.sqrt(math.pi / 2) * mean(moves), mean(ranges) / 1.67))


def tail(pool, level):
    points = (np.arange(200_000) + 0.5) * level / 200_000
    return float(np.quantile(pool, points).mean())


def multiplier(case):
    budget = case["maxRisk"] * case["riskCapital"] if case["riskCapital"] is not None else case["usualShortfall"]
    upper = case["expectedShortfallUpper95"]
    if upper is None or budget is None:
        return budget, 1 - case["rulesReductionPct"] / 100
    return budget, 1.0 if upper <= 0 else min(1.0, budget / upper)


def size(case):
    budget, m = multiplier(case)
    if budget is None:
        return None
    unit_value = Fraction(abs(case["price"])) * case["contract"]
    unit_risk = unit_value * Fraction(case["tailMultiple"]) * Fraction(case["volatility"])
    lot = case["lotUnits"]
    units = math.floor(Fraction(budget) * Fraction(m) / (unit_risk * lot)) * lot
    if case["positionCap"] is None:
        return units
    return min(units, math.floor(Fraction(case["positionCap"]) / (unit_value * lot)) * lot)


def symbol_days(rng, count):
    close = float(np.exp(rng.uniform(0, 6)))
    days = []
    for _ in range(count):
        close *= float(np.exp(0.02 * rng.standard_t(4)))
        high = close * float(np.exp(abs(rng.normal(0, 0.01))))
        low = close * float(np.exp(-abs(rng.normal(0, 0.01))))
        days.append({"high": high, "low": low, "close": close})
    return days


def size_case(rng):
    maybe = lambda value, share: None if rng.random() < share else value
    upper = float(np.exp(rng.uniform(4, 10)))
    case = {
        "maxRisk": 0.02,
        "riskCapital": maybe(float(np.exp(rng.uniform(9, 14))), 0.5),
        "usualShortfall": maybe(float(np.exp(rng.uniform(4, 10))), 0.1),
        "expectedShortfallUpper95": maybe(upper if rng.random() > 0.1 else -upper, 0.15),
        "rulesReductionPct": int(rng.choice([0, 0, 20, 40, 60])),
        "price": float(np.exp(rng.uniform(0, 7))),
        "contract": int(rng.choice([1, 50, 100])),
        "tailMultiple": float(rng.uniform(2, 3.5)),
        "volatility": float(rng.uniform(0.003, 0.08)),
        "positionCap": maybe(float(np.exp(rng.uniform(8, 13))), 0.7),
        "lotUnits": int(rng.choice([1, 100])),
    }
    case["multiplier"] = multiplier(case)[1]
    case["size"] = size(case)
    return case


def main():
    rng = np.random.default_rng(20261130)
    symbols = [symbol_days(rng, count) for count in (19, 20, 21, 45, 60, 61, 90)]
    pools = [np.sort(rng.standard_t(4, size=count)) for count in (40, 200, 1000)]
    golden = {
        "symbols": [{"days": days, "volatility": volatility(days)} for days in symbols],
        "tails": [
            {"values": pool.tolist(), "level": level, "meanBelow": tail(pool, level)}
            for pool in pools
            for level in (0.01, 0.05, 0.12)
        ],
        "sizes": [size_case(rng) for _ in range(300)],
    }
    GOLDEN.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
