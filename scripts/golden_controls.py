#!/usr/bin/env python3
"""Write the goldens of the controls of a backtest: same cuts for everyone, matched days, and the tail of the desk, by pandas.

Run from the repository's root with Debian's Python (packages python3-numpy and python3-pandas):

    /usr/bin/python3 scripts/golden_controls.py

It rewrites tests/golden/controls.json; the seed is fixed. The figures follow the text of the methods on plain tables of
trader-days, not the product's code. Each linear form is given by session. It is checked here against what it stands for: its sum
is the figure, and its terms are the derivative of the figure by the weight of a session.
"""
import json
import pathlib

import numpy as np
import pandas as pd

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "controls.json"
DEPTHS = [0, 10, 30, 50, 80]
STEP = 1e-6


def invented_days(rng, sessions, traders):
    """Trader-days with an outcome under every depth; deeper cuts differ from a shallower one on one day in three."""
    rows = []
    for session in range(sessions):
        for trader in range(traders):
            if rng.random() < 0.15:
                continue
            outcome = round(float(rng.standard_t(4) * 900), 2)
            outcomes = [outcome]
            for _ in DEPTHS[1:]:
                outcomes.append(round(float(-rng.random() * 1500), 2) if rng.random() < 0.3 else outcomes[-1])
            cut = int(rng.choice(DEPTHS, p=[0.7, 0.08, 0.1, 0.07, 0.05]))
            rows.append({"session": session, "trader": f"T{trader}", "cut": cut, "outcomes": outcomes})
    return rows


def equal_cuts(rows, sessions):
    days = pd.DataFrame(rows)
    outcomes = pd.DataFrame(days.outcomes.to_list(), columns=DEPTHS)
    effects = outcomes.sub(outcomes[0], axis=0)
    used = pd.get_dummies(days.cut).reindex(columns=DEPTHS, fill_value=0).astype(float)
    own = (effects * used).sum(axis=1)

    def figures(weight):
        """The nets where the trader-days of each session count as many times."""
        by_day = days.session.map(dict(enumerate(weight)))
        share = used.mul(by_day, axis=0).sum() / by_day.sum()
        equal = (effects.mul(by_day, axis=0).sum() * share).sum()
        return equal, (own * by_day).sum() - equal

    share = used.mean()
    equal = effects.mul(share, axis=1).sum(axis=1) + used.sub(share, axis=1).mul(effects.mean(), axis=1).sum(axis=1)
    forms = pd.DataFrame({"equal": equal, "targeting": own - equal}).groupby(days.session).sum().reindex(range(sessions), fill_value=0.0)
    ones = np.ones(sessions)
    for at, name in enumerate(("equal", "targeting")):
        assert abs(forms[name].sum() - figures(ones)[at]) < 1e-6
        for session in range(sessions):
            more = ones.copy()
            more[session] += STEP
            assert abs((figures(more)[at] - figures(ones)[at]) / STEP - forms[name][session]) < 1e-2
    return {
        "equal": forms.equal.sum(),
        "targeting": forms.targeting.sum(),
        "equalBySession": forms.equal.to_list(),
        "targetingBySession": forms.targeting.to_list(),
        "bindingDays": int((own.abs() >= 0.005).sum()),
    }


def invented_results(rng, sessions, traders):
    """Consecutive results. A few uncut days after a very bad one are the controls of many cut days."""
    rows = []
    for session in range(sessions):
        for _ in range(traders):
            preceding = float(np.round(rng.standard_t(5) * 1.2, 6))
            cut = bool(rng.random() < (0.75 if preceding < -1 else 0.1))
            rows.append({
                "session": session,
                "precedingR": preceding,
                "r": float(np.round(0.2 - 0.1 * preceding + rng.standard_t(5), 6)),
                "isCut": cut,
            })
    return rows


def matched(rows, sessions):
    days = pd.DataFrame(rows)
    cut, uncut = days[days.isCut], days[~days.isCut]
    weights = pd.Series(0.0, index=uncut.index)
    taken, controls = [], []
    for place, day in cut.iterrows():
        near = uncut[(uncut.precedingR - day.precedingR).abs() <= 0.25]
        if len(near) == 0:
            continue
        taken.append(place)
        controls.append(near.r.mean())
        weights[near.index] += 1 / len(near)
    own, centre = cut.r[taken], float(np.mean(controls))
    assert abs(weights.sum() - len(taken)) < 1e-9
    terms = pd.concat([own - centre, -weights * (uncut.r - centre)])
    by_session = terms.groupby(days.session.reindex(terms.index)).sum().reindex(range(sessions), fill_value=0.0)
    return {
        "cutDays": len(cut),
        "matchedDays": len(taken),
        "meanCutR": own.mean(),
        "meanControlR": centre,
        "difference": own.mean() - centre,
        "linearForm": by_session.to_list(),
    }


def tail(results):
    running = pd.Series(np.concatenate([[0.0], np.cumsum(results)]))
    bound = np.quantile(results, 0.05)
    return {
        "worst": float(np.min(results)),
        "quantile05": float(bound),
        "shortfall05": float(np.mean([r for r in results if r <= bound])),
        "maxDrawdown": float((running.cummax() - running).max()),
    }


def main():
    rng = np.random.default_rng(20261129)
    equal, results = [], []
    for sessions, traders in [(30, 4), (60, 9)]:
        rows = invented_days(rng, sessions, traders)
        equal.append({"depths": DEPTHS, "sessions": sessions, "days": rows, "expected": equal_cuts(rows, sessions)})
        rows = invented_results(rng, sessions, traders)
        results.append({"sessions": sessions, "days": rows, "expected": matched(rows, sessions)})
    series = [rng.standard_t(4, n) * 3000 for n in (1, 19, 20, 21, 260)] + [np.full(40, 12.5), -np.arange(50.0)]
    tails = [{"results": np.round(one, 2).tolist(), "expected": tail(np.round(one, 2))} for one in series]
    golden = {"equalCuts": equal, "matched": results, "tail": tails}
    lines = ",\n".join(f'"{name}":[\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in golden.items())
    GOLDEN.write_text("{\n" + lines + "\n}\n")
    print({name: len(rows) for name, rows in golden.items()})


if __name__ == "__main__":
    main()
