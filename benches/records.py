#!/usr/bin/env python3
"""Writes a large network with its orders, for measuring `downline pay`.

    records.py DIR [PEOPLE] [ORDERS_A_HEAD]

The same files every time: a multiplicative generator of its own, no clock, no library
that may change. The defaults are a million people with twelve orders each over twelve
periods, one in four by the participant himself, and six components in one plan.
"""

import pathlib
import sys

PERIODS = 12

PLAN = """[plan]
title = "Six kinds of components"
[volume]
points_per_cv = "0.5"
[activity]
min_points = 10
[ranks]
[[ranks.ladder]]
rank = "member"
[[ranks.ladder]]
rank = "silver"
group_volume = 200
[[ranks.ladder]]
rank = "gold"
group_volume = 1000
legs = { count = 2, rank = "silver" }
[placement]
shape = "binary"
[[component]]
type = "sale_commission"
rate = 0.2
[[component]]
type = "level_commission"
rates = [0.05, 0.04, 0.03, 0.02, 0.01]
compression = "dynamic"
depth_by_rank = { member = 2, silver = 3, gold = 5 }
[[component]]
type = "differential"
rate_by = "rank"
rates = { member = "0.03", silver = "0.06", gold = "0.09" }
[[component]]
type = "generation_override"
boundary_ranks = ["gold"]
rates = ["0.03", "0.02", "0.01"]
[[component]]
type = "pairing"
rate = "0.10"
[[component]]
type = "pool"
percent = "0.02"
ranks = ["gold"]
[[settlement]]
type = "prorate_to_cap"
cap_rate = "0.60"
components = ["pairing"]
"""


def draws(seed):
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def main():
    folder = pathlib.Path(sys.argv[1])
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    orders_a_head = int(sys.argv[3]) if len(sys.argv) > 3 else 12
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.toml").write_text(PLAN)
    draw = draws(1)
    joined = [1 + PERIODS * member // people for member in range(people)]
    with open(folder / "network.csv", "w", newline="\n") as out:
        out.write("id,sponsor,joined\n")
        for member in range(people):
            sponsor = f"P{next(draw) % member:07}" if member else ""
            out.write(f"P{member:07},{sponsor},{joined[member]}\n")
    with open(folder / "orders.csv", "w", newline="\n") as out:
        out.write("order,period,participant,kind,price,commissionable,points,customer\n")
        for number in range(people * orders_a_head):
            member = next(draw) % people
            period = joined[member] + next(draw) % (PERIODS + 1 - joined[member])
            cents = 1_000 + next(draw) % 9_000
            price = f"{cents // 100}.{cents % 100:02}"
            volume = f"{cents * 4 // 500}.{cents * 4 // 5 % 100:02}"
            kind, customer = (
                ("own", "") if number % 4 == 0 else ("customer", f"C{next(draw) % 4_000_000}")
            )
            out.write(
                f"{number},{period},P{member:07},{kind},{price},{volume},{cents // 100},{customer}\n"
            )


main()
