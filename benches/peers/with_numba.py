"""The workloads with numba: compiled loops; tuned, with numpy's generator and sort."""

import math
import sys

import definitions  # before numpy: it says how many threads numpy may use
import numba
import numpy
from definitions import (
    FEE,
    MONTHS,
    ORDERS,
    PRICE,
    QUANTILES,
    QUIT,
    RATES,
    REFERRAL,
    SIGMA,
    SOLD,
    statistics,
)

RATE = numpy.array(RATES)
LEVELS = len(RATES)


@numba.njit
def poisson(table, uniform):
    """The smallest number whose cumulated chance reaches the draw: few steps, small means."""
    number = 0
    while uniform > table[number]:
        number += 1
    return number


@numba.njit
def levels(sponsor, sales):
    """Five levels in one pass from the last joined to the first: everyone hands what he and
    his levels sold one level up."""
    people = sales.size
    rows = numpy.zeros((people, LEVELS), dtype=numpy.int64)
    earned = numpy.empty(people, dtype=numpy.int64)
    for member in range(people - 1, -1, -1):
        row = rows[member]
        total = 50
        for level in range(LEVELS):
            total += RATE[level] * row[level]
        earned[member] = total // 100
        if member > 0:
            above = rows[sponsor[member]]
            above[0] += sales[member]
            for level in range(LEVELS - 1):
                above[level + 1] += row[level]
    return earned


@numba.njit
def value(draw):
    return round(PRICE * math.exp(SIGMA * draw.standard_normal()))


@numba.njit
def grow_and_sell(people, draw, each_order):
    sponsor = numpy.zeros(people, dtype=numpy.int32)
    sales = numpy.zeros(people, dtype=numpy.int64)
    for member in range(people):
        sponsor[member] = int(draw.random() * member)
    for member in range(people):
        orders = poisson(ORDERS, draw.random())
        if each_order:
            for _ in range(orders):
                sales[member] += value(draw)
        elif orders:
            sales[member] = orders * value(draw)
    return sponsor, sales


@numba.njit
def library_replication(people):
    """As it is first written: numba's own generator, samplers and sort."""
    sponsor = numpy.zeros(people, dtype=numpy.int32)
    sales = numpy.empty(people, dtype=numpy.int64)
    for member in range(people):
        sponsor[member] = int(numpy.random.random() * member)
        amount = round(numpy.random.lognormal(math.log(PRICE), SIGMA))
        sales[member] = numpy.random.poisson(2.0) * int(amount)
    return library_statistics(referral(sales)), library_statistics(levels(sponsor, sales))


@numba.njit
def library_statistics(earnings):
    ordered = numpy.sort(earnings)
    people = ordered.size
    weighted, total, losers = 0.0, 0, 0
    for place in range(people):
        weighted += float(2 * place + 1 - people) * ordered[place]
        total += ordered[place]
        losers += ordered[place] < FEE
    figures = numpy.empty(2 + QUANTILES.size)
    figures[0] = weighted / (float(people) * total)
    figures[1] = losers / people
    for number in range(QUANTILES.size):
        figures[2 + number] = ordered[math.ceil(QUANTILES[number] * people) - 1]
    return figures


@numba.njit
def referral(sales):
    return (sales * REFERRAL + 50) // 100


def replication(people, draw, style):
    if style == "library":
        return numpy.concatenate(library_replication(people))
    sponsor, sales = grow_and_sell(people, draw, style == "orders")
    return numpy.concatenate((statistics(referral(sales)), statistics(levels(sponsor, sales))))


@numba.njit
def months(people, draw):
    """Returns cents paid for each active participant and month. Quits and joins balance."""
    most = people + int(people * QUIT * (MONTHS + 2)) + 1_000
    sponsor = numpy.empty(most, dtype=numpy.int32)
    for member in range(people):
        sponsor[member] = int(draw.random() * member)
    sponsor[0] = -1
    enrolled = numpy.arange(people).astype(numpy.int32)
    earned = numpy.zeros(most, dtype=numpy.int64)
    month = numpy.zeros(most, dtype=numpy.int64)
    gone = numpy.empty(people, dtype=numpy.bool_)
    joined = people
    for _ in range(MONTHS):
        month[:joined] = 0
        for member in enrolled:
            units = poisson(SOLD, draw.random())
            if units:
                upline = sponsor[member]
                for level in range(LEVELS):
                    if upline < 0:
                        break
                    month[upline] += RATE[level] * units * PRICE
                    upline = sponsor[upline]
        for place in range(people):
            earned[enrolled[place]] += (month[enrolled[place]] + 50) // 100
            gone[place] = draw.random() < QUIT
        for place in range(people):
            if gone[place]:
                above = int(draw.random() * people)
                while gone[above]:
                    above = int(draw.random() * people)
                sponsor[joined] = enrolled[above]
                enrolled[place] = joined
                joined += 1
    return earned[:joined].sum() / (people * MONTHS)


if __name__ == "__main__":
    definitions.main(sys.modules[__name__])
