"""What a run may use, and the model it asks; generated for each script."""

import os

MODEL = os.environ.get("MODEL", "gpt-4o-mini")
MOST_CALLS = 200
AT_ONCE = 32
SECONDS_FOR_A_CALL = 180.0
SECONDS_FOR_THE_RUN = 300.0
REPAIRS = 2
RETRIES = 3
