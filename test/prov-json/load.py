"""Loads each line of a W3C log with python-prov and prints what it understood, as one JSON object. Lines from
all over the log are serialised and loaded again, which must leave them equal.

usage: load.py FILE   (- for standard input)
{"lines": N, "roundTrips": M, "records": {"entity": N, "used": N, ...}} and exit 0, or {"line": N, "error": TEXT} and exit 1
"""
import collections
import json
import math
import sys

from prov.constants import PROV_N_MAP
from prov.model import ProvDocument

# About so much text is also serialised and loaded again: it takes three times as long.
ROUND_TRIP_CHARACTERS = 3_000_000


def main(path):
    counts = collections.Counter()
    round_trips = 0
    with sys.stdin if path == "-" else open(path, encoding="utf-8") as log:
        lines = log.readlines()
    # Every n-th line, the last one in any case.
    step = max(1, math.ceil(sum(map(len, lines)) / ROUND_TRIP_CHARACTERS))
    for number, line in enumerate(lines, 1):
        try:
            document = ProvDocument.deserialize(content=line, format="json")
        except Exception as error:  # whatever it is, the line did not load
            print(json.dumps({"line": number, "error": repr(error)}))
            return 1
        if (len(lines) - number) % step == 0:
            again = document.serialize(format="json")
            if ProvDocument.deserialize(content=again, format="json") != document:
                print(json.dumps({"line": number, "error": "not the same after a round trip"}))
                return 1
            round_trips += 1
        counts.update(PROV_N_MAP[record.get_type()] for record in document.get_records())
    print(json.dumps({"lines": len(lines), "roundTrips": round_trips, "records": counts}))
    return 0


sys.exit(main(sys.argv[1]))
