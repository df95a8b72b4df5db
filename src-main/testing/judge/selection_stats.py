"""Brute force: statistics of an exported CSV (argument 1), from .. to (arguments 2, 3, microseconds), as JSON per column."""
import csv
import json
import math
import sys

path, from_us, to_us = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open(path, newline="") as file:
    rows = [row for row in csv.DictReader(file) if from_us < int(row["time_us"]) <= to_us]


def quantile(ordered, q):
    rank = (len(ordered) - 1) * q
    low, high = ordered[math.floor(rank)], ordered[math.ceil(rank)]
    return low + (high - low) * (rank - math.floor(rank))


def summary(values):
    mean = math.fsum(values) / len(values)
    ordered = sorted(values)
    return {
        "n": len(values),
        "mean": mean,
        "min": ordered[0],
        "max": ordered[-1],
        "sigma": math.sqrt(math.fsum((v - mean) * (v - mean) for v in values) / len(values)),
        "median": quantile(ordered, 0.5),
        "p5": quantile(ordered, 0.05),
        "p95": quantile(ordered, 0.95),
        "p99": quantile(ordered, 0.99),
    }


columns = [name for name in rows[0] if name != "time_us"]
print(json.dumps({name: summary([float(row[name]) for row in rows if row[name]]) for name in columns}))
