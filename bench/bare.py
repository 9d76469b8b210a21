"""With which settings is the limit measured? None that a request would pay for."""

from bench.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "bench.raw"
