"""The workloads with numpy: whole columns, one operation after the other."""

import math
import sys

import definitions  # before numpy: it says how many threads numpy may use
import numpy
from definitions import MONTHS, ORDERS, PRICE, QUIT, RATES, REFERRAL, SIGMA, SOLD, statistics


def levels(sponsor, sales):
    """Five levels: the volume of a level is that of the level before, summed by sponsor.
    Sums of whole cents in floating point are exact here: they stay below 2^53."""
    volume = sales.astype(numpy.float64)
    earned = numpy.full(sales.size, 50.0)
    for rate in RATES:
        volume = numpy.bincount(sponsor[1:], weights=volume[1:], minlength=sales.size)
        earned += rate * volume
    return earned.astype(numpy.int64) // 100


def values(count, draw):
    """Values of orders in cents; numpy's `exp` of a whole column is vectorised, its
    `lognormal` is not."""
    drawn = draw.standard_normal(count)
    drawn *= SIGMA
    numpy.exp(drawn, out=drawn)
    drawn *= PRICE
    return numpy.rint(drawn)


def sell(people, draw, style):
    if style == "library":
        each = numpy.rint(draw.lognormal(math.log(PRICE), SIGMA, people))
        return draw.poisson(2.0, people) * each.astype(numpy.int64)
    orders = numpy.searchsorted(ORDERS, draw.random(people))
    if style == "orders":
        seller = numpy.repeat(numpy.arange(people), orders)
        sales = numpy.bincount(seller, weights=values(seller.size, draw), minlength=people)
        return sales.astype(numpy.int64)
    return orders * values(people, draw).astype(numpy.int64)


def replication(people, draw, style):
    sponsor = numpy.zeros(people, dtype=numpy.int64)
    sponsor[1:] = draw.random(people - 1) * numpy.arange(1, people)
    sales = sell(people, draw, style)
    referral = (sales * REFERRAL + 50) // 100
    return numpy.concatenate((statistics(referral), statistics(levels(sponsor, sales))))


def months(people, draw):
    """Returns cents paid for each active participant and month. Quits and joins balance."""
    sponsor = numpy.zeros(people, dtype=numpy.int64)
    sponsor[1:] = draw.random(people - 1) * numpy.arange(1, people)
    sponsor[0] = -1
    enrolled = numpy.arange(people)
    earned = numpy.zeros(people, dtype=numpy.int64)
    for _ in range(MONTHS):
        sold = numpy.searchsorted(SOLD, draw.random(people))
        sellers = numpy.flatnonzero(sold)
        volume = (sold[sellers] * PRICE).astype(numpy.float64)
        upline = sponsor[enrolled[sellers]]
        month = numpy.zeros(sponsor.size)
        for rate in RATES:
            there = upline >= 0
            upline, volume = upline[there], volume[there]
            month += numpy.bincount(upline, weights=rate * volume, minlength=sponsor.size)
            upline = sponsor[upline]
        earned[enrolled] += (month[enrolled].astype(numpy.int64) + 50) // 100
        stayed = enrolled[draw.random(people) >= QUIT]
        joiners = people - stayed.size
        sponsors = stayed[draw.integers(0, stayed.size, joiners)]
        fresh = numpy.arange(sponsor.size, sponsor.size + joiners)
        enrolled = numpy.concatenate((stayed, fresh))
        sponsor = numpy.concatenate((sponsor, sponsors))
        earned = numpy.concatenate((earned, numpy.zeros(joiners, dtype=numpy.int64)))
    return earned.sum() / (people * MONTHS)


if __name__ == "__main__":
    definitions.main(sys.modules[__name__])
