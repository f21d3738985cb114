#!/usr/bin/env python3
"""Write the goldens of the judge's arithmetic: scores, VaR tests and rank correlations by SciPy, scikit-learn and statsmodels.

Run from the repository's root with Debian's Python (packages python3-scipy, python3-sklearn and python3-statsmodels):

    /usr/bin/python3 scripts/golden_scores.py

It rewrites tests/golden/scores.json; the seed is fixed. Nothing here is taken from the product's code: the likelihood
ratio of independence, for one, is SciPy's G-test of the 2x2 table, which is the same number by another road.
"""
import json
import pathlib

import numpy as np
from scipy.special import xlogy
from scipy.stats import binom, chi2, chi2_contingency, rankdata, spearmanr
from sklearn.metrics import brier_score_loss, mean_pinball_loss, roc_auc_score
from statsmodels.stats.proportion import proportion_confint

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "scores.json"
RATE = 0.05


def probabilities(rng, rows, decimals):
    forecast = np.round(rng.beta(1.5, 6, rows), decimals)
    happened = rng.random(rows) < np.clip(forecast * 1.2 + 0.02, 0, 1)
    base = happened.mean()
    score = brier_score_loss(happened, forecast)
    return {
        "forecasts": forecast.tolist(),
        "happened": happened.astype(int).tolist(),
        "brier": score,
        "skill": 1 - score / np.mean((happened - base) ** 2),
        "auc": roc_auc_score(happened, forecast),
        "bins": reliability(forecast, happened),
    }


def reliability(forecast, happened):
    """Fifths of the rows by average rank, so that ties are not torn apart."""
    fifth = np.floor((rankdata(forecast) - 0.5) * 5 / len(forecast)).astype(int)
    rows = []
    for which in np.unique(fifth):
        mine = fifth == which
        low, high = proportion_confint(int(happened[mine].sum()), int(mine.sum()), alpha=0.05, method="wilson")
        rows.append({
            "count": int(mine.sum()),
            "meanForecast": forecast[mine].mean(),
            "observedRate": happened[mine].mean(),
            "interval": [low, high],
        })
    return rows


def pinball(rng, p):
    outcome, forecast = rng.standard_t(4, 60) * 900, rng.normal(-1200, 300, 60)
    return {
        "p": p,
        "outcomes": outcome.tolist(),
        "forecasts": forecast.tolist(),
        "mean": mean_pinball_loss(outcome, forecast, alpha=p),
    }


def kupiec(exceptions, forecasts):
    kept, share = forecasts - exceptions, exceptions / forecasts
    ratio = 2 * (xlogy(kept, 1 - share) + xlogy(exceptions, share) - xlogy(kept, 1 - RATE) - xlogy(exceptions, RATE))
    return {"exceptions": exceptions, "forecasts": forecasts, "statistic": ratio, "pValue": chi2.sf(ratio, 1)}


def christoffersen(rng, days, calm, after):
    breaches = [False]
    for _ in range(days - 1):
        breaches.append(bool(rng.random() < (after if breaches[-1] else calm)))
    table = np.zeros((2, 2))
    for before, now in zip(breaches, breaches[1:]):
        table[int(before), int(now)] += 1
    ratio, p_value, _, _ = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    coverage = kupiec(sum(breaches), days)
    both = coverage["statistic"] + ratio
    return {
        "breaches": "".join("x" if breach else "." for breach in breaches),
        "independence": {"statistic": ratio, "pValue": p_value},
        "conditional": {"statistic": both, "pValue": chi2.sf(both, 2)},
    }


def spearman(rng, size, decimals):
    before = np.round(rng.normal(size=size), decimals)
    after = np.round(0.6 * before + rng.normal(size=size), decimals)
    return {"before": before.tolist(), "after": after.tolist(), "correlation": spearmanr(before, after)[0]}


def main():
    rng = np.random.default_rng(20250109)
    statistics = [0, 1e-12, 1e-3, 0.4549, 1, 2.7055, 3.8415, 5.9915, 6.6349, 9.21, 12.4, 12.6, 25.6466, 60, 300]
    golden = {
        "probabilities": [probabilities(rng, rows, decimals) for rows, decimals in [(40, 9), (403, 2), (1000, 1)]],
        "pinball": [pinball(rng, p) for p in (0.01, 0.05, 0.15, 0.5, 0.95)],
        "chiSquare": [{"x": x, "one": chi2.sf(x, 1), "two": chi2.sf(x, 2)} for x in statistics],
        "binomial": [
            {"trials": t, "p": p, "cdf": binom.cdf(np.arange(t + 1), t, p).tolist()}
            for t, p in [(1, 0.05), (60, 0.05), (125, 0.05), (250, 0.05), (500, 0.05), (40, 0.93)]
        ],
        "kupiec": [kupiec(x, t) for t in (60, 125, 250, 500) for x in (0, 1, t // 20, t // 12, t // 8, t)],
        "christoffersen": [
            christoffersen(rng, days, calm, after)
            for days, calm, after in [(250, 0.05, 0.05), (250, 0.04, 0.3), (500, 0.05, 0.2), (120, 0.1, 0.5)]
        ],
        "spearman": [spearman(rng, size, decimals) for size, decimals in [(3, 6), (24, 6), (24, 1), (60, 0)]],
    }
    lines = ",\n".join(f'"{name}":[\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in golden.items())
    GOLDEN.write_text("{\n" + lines + "\n}\n")
    print({name: len(rows) for name, rows in golden.items()})


if __name__ == "__main__":
    main()
