"""Loads each line of a W3C log with python-prov and prints what it understood, as one JSON object. The first
lines are serialised and loaded again, which must leave them equal.

usage: load.py FILE   (- for standard input)
{"lines": N, "records": {"entity": N, "used": N, ...}} and exit 0, or {"line": N, "error": TEXT} and exit 1
"""
import collections
import json
import sys

from prov.constants import PROV_N_MAP
from prov.model import ProvDocument

# What is loaded is also serialised and loaded again, up to so much text: it takes three times as long.
ROUND_TRIP_CHARACTERS = 1_000_000


def main(path):
    counts = collections.Counter()
    lines = 0
    read = 0
    with sys.stdin if path == "-" else open(path, encoding="utf-8") as log:
        for line in log:
            lines += 1
            try:
                document = ProvDocument.deserialize(content=line, format="json")
            except Exception as error:  # whatever it is, the line did not load
                print(json.dumps({"line": lines, "error": repr(error)}))
                return 1
            read += len(line)
            if read <= ROUND_TRIP_CHARACTERS or lines == 1:
                again = document.serialize(format="json")
                if ProvDocument.deserialize(content=again, format="json") != document:
                    print(json.dumps({"line": lines, "error": "not the same after a round trip"}))
                    return 1
            counts.update(PROV_N_MAP[record.get_type()] for record in document.get_records())
    print(json.dumps({"lines": lines, "records": counts}))
    return 0


sys.exit(main(sys.argv[1]))
