"""Sleeping under libfaketime while the monotonic clock is left alone.

libfaketime 0.9.10 counts the end of an absolute sleep on the monotonic clock by the faked time of day, and the sleep
fails with "Invalid argument". `time.sleep` sleeps that way; waiting for no file at all does not.
"""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select((), (), (), seconds)


time.sleep = _sleep
