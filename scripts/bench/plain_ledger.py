"""The ledger's rules once more, in plain Python and nothing but its standard library.

What the bench holds the product's ledger against: the speed, and every figure of every trader-day. Written from the
rules, not for speed: what a careful person writes in an afternoon. `plain_ledger.py FILLS.csv FACTS.jsonl` prints
{"fills", "seconds"}, the seconds of the ledger alone, without reading or writing.
"""

import csv
import json
import math
import statistics
import sys
import time

FEES = ["Comm", "Ecn Fee", "SEC", "ORF", "CAT", "TAF", "FTT", "NSCC", "Acc", "Clr", "Misc"]
TINY_QUANTITY = 5e-9
TINY_DOLLARS = 1e-6
NOON = 43_200


class Fill:
    __slots__ = ("account", "session", "second", "buys", "quantity", "symbol", "price", "fees", "order")


class Lot:
    __slots__ = ("quantity", "price", "second")

    def __init__(self, quantity, price, second):
        self.quantity, self.price, self.second = quantity, price, second


class Position:
    """One account's holding of one symbol: lots of today close first, then those of earlier sessions."""

    def __init__(self, account, symbol):
        self.account, self.symbol = account, symbol
        self.direction = 0
        self.today, self.earlier = [], []
        self.last_price, self.last_sequence, self.notional = None, -1, 0.0
        self.trip = self.entry = None

    def open_pnl(self):
        if self.last_price is None:
            return 0.0
        return sum(self.direction * lot.quantity * (self.last_price - lot.price) for lot in self.today)

    def open_notional(self):
        return sum(lot.quantity for lot in self.today) * abs(self.last_price or 0.0)

    def open_net(self):
        return self.direction * self.open_notional()

    def close_against(self, lots, wanted, price, second):
        gain = timed = timed_seconds = 0.0
        while wanted > 0 and lots:
            lot = lots[0]
            matched = min(wanted, lot.quantity)
            gain += (price - lot.price) * matched
            if second is not None and lot.second is not None:
                timed += matched
                timed_seconds += matched * (second - lot.second)
            lot.quantity -= matched
            if lot.quantity < TINY_QUANTITY:
                lots.pop(0)
            wanted -= matched
            if wanted < TINY_QUANTITY:
                wanted = 0
        return wanted, gain, timed, timed_seconds


class Day:
    def __init__(self, trader, session, lots):
        self.trader, self.session = trader, session
        self.positions = {}
        for account, symbol, direction, lot in lots:
            position = self.position(account, symbol)
            position.direction = direction
            position.earlier.append(lot)
        self.orders, self.orders_without_id = set(), 0
        self.fills = self.unknown = 0
        self.gross = self.fees = self.shares = self.notional = 0.0
        self.morning_pnl = self.morning_notional = self.afternoon_notional = self.added_below_cost = 0.0
        self.first = self.last = self.last_opening = None
        self.half_hours = [0.0] * 48
        self.realised = self.unrealised = self.open_notional = self.best = self.worst = 0.0
        self.path_last = None
        self.lows = {"realised": [], "total": []}
        self.open_net = 0.0
        self.exposure = {}
        self.largest_long = self.largest_short = self.largest_gross = 0.0
        self.trips, self.entries = [], []
        self.second, self.sequence = None, 0

    def position(self, account, symbol):
        key = (account, symbol)
        if key not in self.positions:
            self.positions[key] = Position(account, symbol)
        return self.positions[key]

    def book(self, fill):
        if fill.second != self.second:
            if self.second is not None:
                self.mark()
            self.second = fill.second
        if fill.order:
            self.orders.add((fill.account, fill.order))
        else:
            self.orders_without_id += 1
        position = self.position(fill.account, fill.symbol)
        pnl_before, notional_before, net_before = position.open_pnl(), position.open_notional(), position.open_net()
        gross, closed, opened, timed, timed_seconds, below_cost = self.execute(position, fill)
        self.unrealised += position.open_pnl() - pnl_before
        self.open_notional += position.open_notional() - notional_before
        self.open_net += position.open_net() - net_before
        if fill.second is not None:
            self.realised += gross - fill.fees
        if closed > 0:
            self.exit(position, fill, gross, timed, timed_seconds)
        if opened > 0:
            self.last_opening = fill.second if fill.second is not None else self.last_opening
            size = opened * abs(fill.price)
            self.enter(position, fill, size)
            if below_cost:
                self.added_below_cost += size
        self.tally(position, fill, gross)
        self.sequence += 2

    def execute(self, position, fill):
        side = 1 if fill.buys else -1
        left, gross, closed, timed, timed_seconds = fill.quantity, 0.0, 0.0, 0.0, 0.0
        if position.direction == -side:
            left, gain, timed, timed_seconds = position.close_against(
                position.today, left, fill.price, fill.second
            )
            if left > 0:
                left, more, _, _ = position.close_against(position.earlier, left, fill.price, None)
                gain += more
            closed = fill.quantity - left
            gross = position.direction * gain
            if not position.today and not position.earlier:
                position.direction = 0
        below_cost = False
        if left > 0:
            if position.direction != 0:
                lots = position.today + position.earlier
                cost = sum(lot.quantity * lot.price for lot in lots) / sum(lot.quantity for lot in lots)
                below_cost = side * (cost - fill.price) > 1e-9 * abs(cost)
            position.today.append(Lot(left, fill.price, fill.second))
            position.direction = side
        position.last_price = fill.price
        return gross, closed, left, timed, timed_seconds, below_cost

    def exit(self, position, fill, gross, timed, timed_seconds):
        position.entry = None
        if position.trip is None:
            position.trip = {"gross": 0.0, "timed": 0.0, "timed_seconds": 0.0}
            self.trips.append(position.trip)
        trip = position.trip
        trip["gross"] += gross
        trip["second"], trip["sequence"] = fill.second, self.sequence
        trip["timed"] += timed
        trip["timed_seconds"] += timed_seconds

    def enter(self, position, fill, size):
        position.trip = None
        if position.entry is None:
            position.entry = {"second": fill.second, "sequence": self.sequence + 1, "notional": 0.0}
            self.entries.append(position.entry)
        position.entry["notional"] += size

    def tally(self, position, fill, gross):
        notional = fill.quantity * abs(fill.price)
        position.notional += notional
        position.last_sequence = self.sequence
        self.fills += 1
        self.gross += gross
        self.fees += fill.fees
        self.shares += fill.quantity
        self.notional += notional
        if fill.second is None:
            self.unknown += 1
            return
        if self.first is None:
            self.first = fill.second
        self.last = fill.second
        self.half_hours[fill.second // 1_800] += notional
        if fill.second >= NOON:
            self.afternoon_notional += notional
        else:
            self.morning_notional += notional
            self.morning_pnl += gross - fill.fees

    def mark(self):
        total = self.realised + self.unrealised
        self.path_last = total
        net, gross = settled(self.open_net), settled(self.open_notional)
        self.largest_long, self.largest_short = max(self.largest_long, net), max(self.largest_short, -net)
        self.largest_gross = max(self.largest_gross, gross)
        self.exposure[self.second // 300] = (net, gross)
        self.best, self.worst = max(self.best, total), min(self.worst, total)
        for lows, running in ((self.lows["realised"], self.realised), (self.lows["total"], total)):
            if running < (lows[-1]["runningPnl"] if lows else 0.0) - TINY_DOLLARS:
                open_notional = 0.0 if self.open_notional < TINY_DOLLARS else self.open_notional
                lows.append(
                    {
                        "runningPnl": running,
                        "totalPnl": total,
                        "secondOfDay": self.second,
                        "openNotional": open_notional,
                    }
                )

    def close(self):
        if self.second is not None:
            self.mark()
        known = self.path_last is not None
        return {
            "sessionDate": self.session,
            "trader": self.trader,
            "grossPnl": self.gross,
            "fees": self.fees,
            "netPnl": self.gross - self.fees,
            "fills": self.fills,
            "unknownTimeFills": self.unknown,
            "shares": self.shares,
            "notional": self.notional,
            "halfHourConcentration": herfindahl(self.half_hours),
            "firstFillSecond": self.first,
            "lastFillSecond": self.last,
            "lastOpeningSecond": self.last_opening,
            "morningNotional": self.morning_notional,
            "afternoonNotional": self.afternoon_notional,
            "morningPnl": self.morning_pnl,
            "orders": len(self.orders) + self.orders_without_id,
            "notionalAddedBelowCost": self.added_below_cost,
            "bestRunningPnl": self.best if known else None,
            "worstRunningPnl": self.worst if known else None,
            "giveBack": self.best - self.path_last if known else None,
            "lowWaterMarks": self.lows,
            "openExposure": {
                "largestNetLong": self.largest_long if known else None,
                "largestNetShort": self.largest_short if known else None,
                "largestGross": self.largest_gross if known else None,
                "steps": self.exposure_steps(),
            },
            **trip_facts(self.trips),
            **self.symbol_facts(),
            **self.behaviour_facts(),
        }

    def exposure_steps(self):
        """The steps on which the exposure at the end differs from the one before."""
        steps, before = [], (0.0, 0.0)
        for step, (net, gross) in self.exposure.items():
            if max(abs(net - before[0]), abs(gross - before[1])) >= TINY_DOLLARS:
                steps.append({"step": step, "net": net, "gross": gross})
                before = (net, gross)
        return steps

    def symbol_facts(self):
        traded, prices = {}, {}
        for position in self.positions.values():
            if position.last_price is None:
                continue
            traded[position.symbol] = traded.get(position.symbol, 0.0) + position.notional
            if position.last_sequence >= prices.get(position.symbol, (-1, 0.0))[0]:
                prices[position.symbol] = (position.last_sequence, position.last_price)
        overnight = 0.0
        for position in self.positions.values():
            for lot in position.earlier + position.today:
                price = prices[position.symbol][1] if position.symbol in prices else lot.price
                overnight += lot.quantity * abs(price)
        return {
            "symbols": len(traded),
            "symbolConcentration": herfindahl(list(traded.values())) or 0.0,
            "overnightNotional": overnight,
        }

    def behaviour_facts(self):
        timed = sorted((t for t in self.trips if t["second"] is not None), key=lambda t: t["sequence"])
        losses = [t for t in timed if t["gross"] < -TINY_DOLLARS]
        wins = [t for t in timed if t["gross"] > TINY_DOLLARS]
        hold = median([h for h in map(hold_seconds, self.trips) if h is not None])
        window = max(60, min(900, 900 if hold is None else hold))
        seconds = 0.0
        if self.first is not None:
            covered = self.first
            for loss in losses:
                end = min(loss["second"] + window, self.last)
                seconds += max(0, end - max(loss["second"], covered))
                covered = max(covered, end)
        entries = [e for e in self.entries if e["second"] is not None]
        after, upcoming, until = 0, 0, -math.inf
        for entry in entries:
            while upcoming < len(losses) and losses[upcoming]["sequence"] < entry["sequence"]:
                until = losses[upcoming]["second"] + window
                upcoming += 1
            after += entry["second"] < until
        active = 0 if self.first is None else self.last - self.first
        usual = median([e["notional"] for e in self.entries if e["notional"] > 0])
        return {
            "entriesAfterLoss": after,
            "minutesAfterLoss": seconds / 60,
            "entriesOtherwise": len(entries) - after,
            "minutesOtherwise": max(0, active - seconds) / 60,
            "meanLogSizeAfterLoss": self.mean_log_size(losses, usual),
            "meanLogSizeAfterWin": self.mean_log_size(wins, usual),
        }

    def mean_log_size(self, trips, usual):
        if usual is None:
            return None
        sizes, upcoming = [], 0
        for trip in trips:
            while upcoming < len(self.entries) and self.entries[upcoming]["sequence"] < trip["sequence"]:
                upcoming += 1
            notional = self.entries[upcoming]["notional"] if upcoming < len(self.entries) else 0
            if notional > 0:
                sizes.append(math.log(notional / usual))
        return sum(sizes) / len(sizes) if sizes else None

    def closing_lots(self):
        return [
            (p.account, p.symbol, p.direction, lot) for p in self.positions.values() for lot in p.earlier + p.today
        ]


def settled(dollars):
    return 0.0 if abs(dollars) < TINY_DOLLARS else dollars


def trip_facts(trips):
    winners = [t for t in trips if t["gross"] > TINY_DOLLARS]
    losers = [t for t in trips if t["gross"] < -TINY_DOLLARS]
    return {
        "roundTrips": len(trips),
        "winningTrips": len(winners),
        "losingTrips": len(losers),
        "grossWin": sum(t["gross"] for t in winners),
        "grossLoss": -sum(t["gross"] for t in losers),
        "largestTripLoss": max((-t["gross"] for t in losers), default=0.0),
        "medianHoldSecondsWinners": median([h for h in map(hold_seconds, winners) if h is not None]),
        "medianHoldSecondsLosers": median([h for h in map(hold_seconds, losers) if h is not None]),
    }


def hold_seconds(trip):
    return trip["timed_seconds"] / trip["timed"] if trip["timed"] > 0 else None


def median(values):
    return statistics.median(values) if values else None


def herfindahl(weights):
    total = sum(weights)
    return None if total == 0 else sum((weight / total) ** 2 for weight in weights)


def read_fills(path):
    """Fills by trader and session, sessions in the order of the file."""
    traders = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            fill = Fill()
            date, clock = row["Date/Time"].split(" ")
            month, day, year = date.split("/")
            hours, minutes, seconds = clock.split(":")
            fill.session = f"{year}-{month}-{day}"
            fill.second = int(hours) * 3_600 + int(minutes) * 60 + int(seconds) or None
            fill.account, fill.symbol, fill.order = row["Account"], row["Symbol"], row["Order Id"]
            fill.buys = row["B/S"] in "BC"
            fill.quantity, fill.price = float(row["Qty"]), float(row["Price"])
            fill.fees = sum(float(row[name] or 0) for name in FEES)
            traders.setdefault(fill.account, {}).setdefault(fill.session, []).append(fill)
    return traders


def run_ledger(traders):
    facts = []
    for trader, sessions in traders.items():
        lots = []
        for session, fills in sessions.items():
            day = Day(trader, session, lots)
            for fill in sorted(fills, key=lambda f: (-1 if f.second is None else f.second, f.account)):
                day.book(fill)
            facts.append(day.close())
            lots = day.closing_lots()
    return facts


def main():
    traders = read_fills(sys.argv[1])
    begun = time.perf_counter()
    facts = run_ledger(traders)
    seconds = time.perf_counter() - begun
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        for day in facts:
            file.write(json.dumps(day) + "\n")
    print(json.dumps({"fills": sum(day["fills"] for day in facts), "seconds": seconds}))


main()
