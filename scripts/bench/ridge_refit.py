"""Times scikit-learn's refit alone, its rows already in memory: ridge_refit.py FEATURES PENALTY ROUNDS DATA.

StandardScaler and Ridge over the doubles of DATA (features, then the target), the best of ROUNDS; prints {"seconds", "coefficients"}.
"""

import json
import sys
import time

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

features, penalty, rounds = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
table = np.fromfile(sys.argv[4]).reshape(-1, features + 1)
x, y = np.ascontiguousarray(table[:, :-1]), np.ascontiguousarray(table[:, -1])
Ridge(alpha=penalty).fit(StandardScaler().fit_transform(x[:7500]), y[:7500])
seconds = np.inf
for _ in range(rounds):
    begun = time.perf_counter()
    model = Ridge(alpha=penalty).fit(StandardScaler().fit_transform(x), y)
    seconds = min(seconds, time.perf_counter() - begun)
print(json.dumps({"seconds": seconds, "coefficients": model.coef_.tolist()}))
