"""The numbers of politeness and safety, each with its reason; README.md of this folder lists them for the reader."""

from __future__ import annotations

from datetime import timedelta

# One answer.
MAX_BYTES = 10 * 1024 * 1024  # of a body, as sent and again after decompression
MAX_HEAD_BYTES = 1024 * 1024  # of a response before its body: honest ones have a few KB
MAX_SECONDS = 20.0  # of a request, from the connection to the last byte, however slowly they drip
MAX_REDIRECTS = 10

# robots.txt.
ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: at least so much must be parsed; we parse no more
ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2: at least so many are followed
ROBOTS_COPY_LIFE = timedelta(days=30)  # RFC 9309, 2.3.1.4: how long a copy may stand in for an unreachable file

# A host that wants to be asked slowly.
HOST_SECONDS = 4 * 3600  # what it may take of a night: a delay of 60 s gives it 240 requests
FEWEST_REQUESTS = 10  # a host too slow for these in HOST_SECONDS is not worth beginning
SLOWEST = 60.0  # seconds between two requests that slowness or 429 can lead to; robots.txt can ask for more
LONGEST_PAUSE = 3600.0  # seconds; a host that asks for more is left alone for this night
BACKOFF_START = 10.0  # seconds of pause after a 429 or 503 that names none; doubled each time
BACKOFF_TIMES = 3  # how often one request is made again after 429 or 503
