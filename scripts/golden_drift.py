#!/usr/bin/env python3
"""Write the golden of drift: stability indices of indicators, their bounds and movers, by numpy.

Run from the repository's root with Debian's Python (package python3-numpy):

    /usr/bin/python3 scripts/golden_drift.py

It rewrites tests/golden/drift.json; the seed is fixed, so an unchanged method gives an unchanged file. The numbers
follow the text of docs/methods.md, not the product's code: each shift rotates the sessions with numpy.roll and counts
all values again, on numpy's own quantiles.
"""
import json
import math
import pathlib

import numpy as np

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "drift.json"
REFERENCE, SESSIONS = 250, 310


def edges_of(reference):
    known = reference[~np.isnan(reference)]
    return np.unique(np.quantile(known, np.arange(1, 10) / 10)) if len(known) else np.array([])


def counts_of(values, edges):
    known = values[~np.isnan(values)]
    counts = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    return np.append(counts, np.isnan(values).sum())


def index(reference, now):
    p = (reference + 0.5) / (reference + 0.5).sum()
    q = (now + 0.5) / (now + 0.5).sum()
    return float(((q - p) * np.log(q / p)).sum())


def psi(table, edges=None, without=None):
    columns = [column for column in range(table.shape[1]) if column != without]
    if edges is None:
        edges = edges_of(table[:REFERENCE].ravel())
    before, now = table[:REFERENCE][:, columns].ravel(), table[REFERENCE:][:, columns].ravel()
    return index(counts_of(before, edges), counts_of(now, edges))


def look(table):
    shifted = [psi(np.roll(table, -shift, axis=0)) for shift in range(60, 251)]
    edges = edges_of(table[:REFERENCE].ravel())
    without = [psi(table, edges, trader) for trader in range(table.shape[1])]
    mover = int(np.argmin(without))
    return {
        "psi": psi(table),
        "watchAbove": max(0.1, float(np.quantile(shifted, 0.99))),
        "alarmAbove": max(0.25, 1.25 * max(shifted)),
        "mover": mover,
        "psiWithout": without[mover],
    }


def tables(rng):
    noise = rng.normal(size=(SESSIONS, 4))
    yield "independent", noise
    rolling = np.apply_along_axis(lambda column: np.convolve(column, np.ones(10) / 10, "same"), 0, noise)
    rolling[250 + 20 :] += 1
    yield "a rolling mean that moves", rolling
    yield "few different values", rng.poisson(1.2, size=(SESSIONS, 4)).astype(float)
    gaps = noise.copy()
    gaps[rng.uniform(size=gaps.shape) < 0.2] = math.nan
    gaps[280:, 1] = math.nan
    yield "unknown values", gaps
    newcomer = noise.copy()
    newcomer[:REFERENCE, 3] = math.nan
    newcomer[REFERENCE:, 3] += 4
    yield "a newcomer", newcomer


def main():
    rng = np.random.default_rng(20261129)
    cases = []
    for name, table in tables(rng):
        table = np.round(table, 3)
        values = [[None if math.isnan(value) else value for value in row] for row in table.tolist()]
        cases.append({"name": name, "values": values, **look(table)})
    GOLDEN.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
