"""The booster against scikit-learn's: writes tests/golden/boosting.json.

    /usr/bin/python3 scripts/golden_boosting.py

A seeded table of rows with a non-linear truth and missing values; on its second half, what HistGradientBoosting and xgboost reach
with the same trees, depth, shrinkage, bins and smallest leaf.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import mean_pinball_loss, roc_auc_score
from xgboost import XGBClassifier

ROWS, FEATURES, LEVEL = 3_000, 8, 0.05
OPTIONS = {"trees": 60, "depth": 3, "leastLeafRows": 20, "ridge": 1.0, "shrinkage": 0.1}

random = np.random.default_rng(20_250_109)
x = np.round(random.normal(size=(ROWS, FEATURES)), 2)
x[random.random(size=x.shape) < 0.03] = np.nan
known = np.nan_to_num(x)
spread = np.exp(0.5 * known[:, 0] + 0.4 * (known[:, 1] > 0.5))
r = np.round(0.3 * np.maximum(known[:, 2], 0) + spread * random.standard_t(4, size=ROWS), 2)
odds = 1.5 * known[:, 0] * (known[:, 3] > 0) + 1.2 * (known[:, 1] > 0.5) - 0.8 * np.abs(known[:, 4]) - 0.5
event = (random.random(ROWS) < 1 / (1 + np.exp(-odds))).astype(int)
half = ROWS // 2
common = {
    "max_iter": OPTIONS["trees"],
    "max_depth": OPTIONS["depth"],
    "learning_rate": OPTIONS["shrinkage"],
    "min_samples_leaf": OPTIONS["leastLeafRows"],
    "l2_regularization": OPTIONS["ridge"],
    "max_bins": 31,
    "max_leaf_nodes": None,
    "early_stopping": False,
}
quantile = HistGradientBoostingRegressor(loss="quantile", quantile=LEVEL, **common).fit(x[:half], r[:half])
classes = HistGradientBoostingClassifier(**common).fit(x[:half], event[:half])
xgboost = XGBClassifier(
    n_estimators=OPTIONS["trees"],
    max_depth=OPTIONS["depth"],
    learning_rate=OPTIONS["shrinkage"],
    reg_lambda=OPTIONS["ridge"],
    min_child_weight=20 * 0.2,
    tree_method="hist",
    max_bin=31,
    n_jobs=1,
).fit(x[:half], event[:half])
document = {
    "options": OPTIONS,
    "level": LEVEL,
    "rows": [[None if np.isnan(value) else value for value in row] for row in x.tolist()],
    "r": r.tolist(),
    "event": event.tolist(),
    "pinball": mean_pinball_loss(r[half:], quantile.predict(x[half:]), alpha=LEVEL),
    "pinballOfNothing": mean_pinball_loss(r[half:], np.full(half, np.quantile(r[:half], LEVEL)), alpha=LEVEL),
    "auc": roc_auc_score(event[half:], classes.predict_proba(x[half:])[:, 1]),
    "aucOfXgboost": roc_auc_score(event[half:], xgboost.predict_proba(x[half:])[:, 1]),
}
Path("tests/golden/boosting.json").write_text(json.dumps(document) + "\n")
print({key: document[key] for key in ("pinball", "pinballOfNothing", "auc", "aucOfXgboost")})
