"""What wrong trees cost the record: events coded from a system's trees against those from gold trees.

    events_by_trees.py CHANCERY GOLD.conllu NAME=SYSTEM.conllu ...

All files must have the same sentences and words (gold tokens). Everything after the syntax is the
same program, so that an event which differs is an event that the tags or trees changed. Prints F1 of
events by sentence: type; type and actors; type, actors and recipients.
"""

import collections
import json
import pathlib
import subprocess
import sys


def events(chancery, path):
    """Counted keys of three depths; sentences are told apart by document and place."""
    out = subprocess.run(
        [chancery, "read", path, "--published", "2017-01-01", "--format", "jsonl"],
        check=True,
        capture_output=True,
        text=True,
    )
    keys = [collections.Counter() for _ in range(3)]
    for number, line in enumerate(out.stdout.splitlines()):
        for e in json.loads(line)["events"]:
            codes = [tuple(sorted(str(p["code"]) for p in e[role])) for role in ("actors", "recipients")]
            key = (number, e["sentence"][0], e["event"])
            for depth in range(3):
                keys[depth][key + tuple(codes[:depth])] += 1
    return keys


def main():
    """A row a system."""
    chancery, gold, *systems = sys.argv[1:]
    wanted = events(chancery, gold)
    print(f"{pathlib.Path(gold).stem}: {sum(wanted[0].values())} events from gold trees")
    print("| trees | events | type | +actors | +recipients |\n|---|---|---|---|---|")
    for system in systems:
        name, path = system.split("=", 1)
        found = events(chancery, path)
        total = sum(found[0].values())
        cells = [
            f"{200 * sum((w & f).values()) / max(sum(w.values()) + sum(f.values()), 1):.1f}"
            for w, f in zip(wanted, found)
        ]
        print(f"| {name} | {total} | {' | '.join(cells)} |")


main()
