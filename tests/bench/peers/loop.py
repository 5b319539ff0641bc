"""A limit: the same SQL and the same JSON with no HTTP. Prints how many, in how many seconds."""

import json
import sys
import time
from itertools import cycle
from pathlib import Path

import msgspec

from tests.bench.peers.reading import READ


def main(file: str, seconds: float) -> None:
    """Answer the questions of a file, one `[kind, values]` a line, again and again for some seconds."""
    asks = [json.loads(line) for line in Path(file).read_text().splitlines()]
    encoder, done = msgspec.json.Encoder(), 0
    start, cpu = time.monotonic(), time.process_time()
    for kind, values in cycle(asks):
        encoder.encode(READ[kind](**values))
        done += 1
        if time.monotonic() > start + seconds:
            break
    took = {"seconds": time.monotonic() - start, "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps({"requests": done, **took}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
