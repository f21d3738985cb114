#!/usr/bin/env python3
"""Write the golden of the realised volatility: what an independent reference makes of the golden trader-days.

Run from the repository's root with the path of the reference, realised_volatility.py (standard library only):

    python3 scripts/golden_realised_volatility.py ../shared/tools/realised_volatility.py

It rewrites tests/golden/realised-volatility.json from the facts of tests/golden/indicators.input.json. Dollars go in
multiplied by a million, because the reference prints six decimals; the golden holds dollars again.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden"
COLUMNS = {
    "session_date": "sessionDate", "trader": "trader", "net_pnl": "netPnl", "round_trips": "roundTrips",
    "gross_win": "grossWin", "gross_loss": "grossLoss", "best_running_pnl": "bestRunningPnl",
    "worst_running_pnl": "worstRunningPnl",
}
PLAIN = ("session_date", "trader", "round_trips")
MILLION = 1_000_000
EVERY = 7


def facts():
    stored = json.loads((GOLDEN / "indicators.input.json").read_text())
    days = [dict(zip(stored["columns"], row)) for row in stored["rows"]]
    return sorted(days, key=lambda day: (day["sessionDate"], day["trader"]))


def cell(name, value):
    if value is None:
        return ""
    return value if name in PLAIN else repr(value * MILLION)


def main(reference):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for day in facts():
            out.writerow([cell(name, day[fact]) for name, fact in COLUMNS.items()])
        file.flush()
        printed = subprocess.run([sys.executable, reference, file.name], check=True, capture_output=True, text=True).stdout
    header, *rows = csv.reader(printed.splitlines())
    dates = sorted({row[0] for row in rows})
    chosen = set(dates[::EVERY])
    mornings = [
        [row[0], row[1], int(row[2]), *(float(value) / MILLION if value else None for value in row[3:])]
        for row in rows
        if row[0] in chosen
    ]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in mornings)
    text = '{"columns":%s,\n"mornings":[\n%s\n]}\n' % (json.dumps(header), lines)
    (GOLDEN / "realised-volatility.json").write_text(text)
    print(f"{len(mornings)} mornings")


if __name__ == "__main__":
    main(sys.argv[1])
