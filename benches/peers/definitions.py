"""What the peers share: the workloads' numbers, the statistics, and the clock.

A peer module offers `replication(people, draw, style)`, `levels(sponsor, sales)` and
`months(people, draw)`; `main` runs the workload that was asked for in as many processes as
were asked for and prints one line of JSON. Whatever is compiled is compiled by a small run
before the clock starts.

Workloads: `w5` replications of a network each; `w6` one network; `w3p` the levels paid on
a given tree; `w4` the statistics of given earnings; `ts` 24 months of a network.

Styles of `w5` and `w6`: `library` draws with the library's own samplers, as one writes it
first; `tuned` draws orders by a table and values by vectorised functions, and sorts by
vectors. In both, all orders of one participant have the same value. In `orders`, tuned
as well, each order has a value of its own, as in `downline`.
"""

import argparse
import json
import math
import multiprocessing
import os
import resource
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"  # processes are the cores' work, so before numpy is loaded

import numpy

RATES = (10, 5, 3, 2, 1)  # per cent, level by level
REFERRAL = 20  # per cent of one's own sales
PRICE = 4_000  # cents: the median of an order's value
SIGMA = 0.5
FEE = 5_000  # cents: who earns less has lost
QUANTILES = numpy.array([0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99])
MONTHS = 24
UNITS = 0.5  # units sold in a month by each who is active
QUIT = 0.05  # the chance to quit at the end of a month


def poisson_table(mean):
    """The cumulated chances of 0, 1, 2, … of a Poisson variable, the last of them 1."""
    chances = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(32)]
    table = numpy.cumsum(chances)
    table[-1] = 1.0
    return table


ORDERS = poisson_table(2.0)
SOLD = poisson_table(UNITS)


def statistics(earnings):
    """Gini coefficient, nine quantiles and the share below the fee. A vectorised sort of
    32-bit cents: the fastest that numpy has."""
    ordered = numpy.sort(earnings.astype(numpy.int32))
    people = ordered.size
    rank = numpy.arange(1 - people, people + 1, 2, dtype=numpy.float64)
    gini = (rank @ ordered) / (people * ordered.sum(dtype=numpy.float64))
    quantiles = ordered[numpy.ceil(QUANTILES * people).astype(numpy.int64) - 1]
    losers = numpy.searchsorted(ordered, FEE) / people
    return numpy.concatenate(([gini, losers], quantiles))


def draws(seed):
    return numpy.random.Generator(numpy.random.SFC64(seed))


def given_network(people):
    """A uniform network and sales, the same for every peer."""
    draw = draws(7)
    sponsor = numpy.zeros(people, dtype=numpy.int64)
    sponsor[1:] = draw.random(people - 1) * numpy.arange(1, people)
    values = numpy.rint(PRICE * numpy.exp(SIGMA * draw.standard_normal(people)))
    return sponsor, (draw.poisson(2.0, people) * values).astype(numpy.int64)


def prepared(peer, options, people, replications, seed):
    """The workload as a function without arguments: all that it is given exists already."""
    draw, workload, style = draws(seed), options.workload, options.style
    if workload in ("w5", "w6"):
        return lambda: numpy.mean(
            [peer.replication(people, draw, style) for _ in range(replications)], axis=0
        )
    if workload == "ts":
        return lambda: [numpy.mean([peer.months(people, draw) for _ in range(replications)])]
    sponsor, sales = given_network(people)
    if workload == "w3p":
        return lambda: [[peer.levels(sponsor, sales) for _ in range(replications)][-1].sum()]
    earnings = peer.levels(sponsor, sales)
    return lambda: [statistics(earnings) for _ in range(replications)][-1]


def work(peer, options, number, barrier, results):
    """One process: compile, wait for the others, work, say when it began and ended."""
    numpy.empty(30_000_000, dtype=numpy.int8)  # glibc then keeps freed columns for the next
    prepared(peer, options, min(options.participants, 1_000), 1, 0)()
    share = options.replications // options.processes
    run = prepared(peer, options, options.participants, share, 1 + number)
    barrier.wait()
    begun, processor = time.monotonic(), time.process_time()
    figures = run()
    ended, processor = time.monotonic(), time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results.put((begun, ended, processor, peak, [float(figure) for figure in figures]))


def main(peer):
    parser = argparse.ArgumentParser(description=peer.__doc__)
    parser.add_argument("workload", choices=["w5", "w6", "w3p", "w4", "ts"])
    parser.add_argument("--style", choices=["library", "tuned", "orders"], default="tuned")
    parser.add_argument("--participants", type=int, default=100_000)
    parser.add_argument(
        "--replications", type=int, default=1, help="shared out among the processes"
    )
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    if options.replications % options.processes:
        parser.error("every process needs as many replications as the others")
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(options.processes), context.Queue()
    processes = [
        context.Process(target=work, args=(peer, options, number, barrier, results))
        for number in range(options.processes)
    ]
    for process in processes:
        process.start()
    done = [results.get() for _ in processes]
    for process in processes:
        process.join()
    begun, ended, processor, peaks, figures = zip(*done)
    seconds = max(ended) - min(begun)
    months = MONTHS if options.workload == "ts" else 1
    units = options.participants * options.replications * months
    report = {
        "seconds": seconds,
        "processor": sum(processor),
        "ns": seconds * 1e9 / units,
        "processor_ns": sum(processor) * 1e9 / units,
        "peak_mb": sum(peaks) / 1024,
    }
    figures = numpy.mean(figures, axis=0)
    if options.workload == "ts":
        report["cents_a_month"] = figures[0]
    elif options.workload == "w3p":
        report["checksum"] = int(figures[0])
    elif options.workload == "w4":
        report["levels"] = {"gini": figures[0], "losers": figures[1]}
    else:
        half = figures.size // 2
        report["referral"] = {"gini": figures[0], "losers": figures[1]}
        report["levels"] = {"gini": figures[half], "losers": figures[half + 1]}
    print(json.dumps(report))
