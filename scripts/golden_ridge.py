#!/usr/bin/env python3
"""Write the goldens of the ridge: scikit-learn's StandardScaler and Ridge on rows with and without unknown features.

Run from the repository's root with Debian's Python (package python3-sklearn):

    /usr/bin/python3 scripts/golden_ridge.py

It rewrites tests/golden/ridge.json; the seed is fixed. An unknown feature is left out of its column's mean and deviation, and
stands at the mean (0) once the columns are standardised; a column that never varies says nothing.
"""
import json
import pathlib

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "ridge.json"
ALPHAS = [0.01, 1.0, 25.0, 600.0, 20_000.0]


def case(rng, rows, columns, unknown_share, constant=None):
    common = rng.standard_normal((rows, 1))
    x = 0.6 * common + rng.standard_t(5, (rows, columns)) * rng.uniform(0.1, 8, columns) + rng.uniform(-20, 20, columns)
    if constant is not None:
        x[:, constant] = 3.5
    x = np.round(x, 4)
    y = np.column_stack([x[:, 0] * 0.2 + rng.standard_t(4, rows), np.log(np.abs(x[:, 1]) + 0.05) + rng.standard_normal(rows)])
    y = np.round(y, 4)
    x[rng.random(x.shape) < unknown_share] = np.nan
    scaler = StandardScaler().fit(x)
    standardised = np.nan_to_num(scaler.transform(x), nan=0.0)
    return {
        "rows": [[None if np.isnan(v) else v for v in row] for row in x],
        "targets": y.tolist(),
        "means": scaler.mean_.tolist(),
        "deviations": np.sqrt(scaler.var_).tolist(),
        "fits": [fit(standardised, y, alpha) for alpha in ALPHAS],
    }


def fit(x, y, alpha):
    ridge = Ridge(alpha=alpha, solver="cholesky").fit(x, y)
    return {"alpha": alpha, "intercepts": ridge.intercept_.tolist(), "coefficients": ridge.coef_.tolist()}


def main():
    rng = np.random.default_rng(20_250_109)
    cases = [case(rng, 200, 8, 0.15, constant=7), case(rng, 300, 24, 0.0)]
    GOLDEN.write_text(json.dumps({"cases": cases}) + "\n")


main()
