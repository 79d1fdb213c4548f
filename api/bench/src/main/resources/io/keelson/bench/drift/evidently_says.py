"""Scores windows of streams by Evidently's default test, in the JSON that it prints.

evidently_says.py STREAMS REFERENCE_ROWS WINDOWS WINDOW_ROWS SHIFT...

STREAMS is a file of little-endian doubles: streams one after the other, each its reference rows and
then its windows. Each window is scored as it is, moved by each shift.
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType

warnings.simplefilter("ignore")
path, reference_rows, windows, window_rows = sys.argv[1], *map(int, sys.argv[2:5])
shifts = [float(shift) for shift in sys.argv[5:]]
streams = np.fromfile(path, "<f8").reshape(-1, reference_rows + windows * window_rows)
scores = [[] for _ in shifts]
names = set()
for stream in streams:
    reference = pd.Series(stream[:reference_rows])
    test = None
    for window in stream[reference_rows:].reshape(windows, window_rows):
        for shift, found in zip(shifts, scores):
            current = pd.Series(window + shift)
            test = test or get_stattest(reference, current, ColumnType.Numerical, None)
            result = test(reference, current, ColumnType.Numerical, None)
            found.append(float(result.drift_score))
    names.add(test.name)
print(json.dumps({"test": " ".join(names), "threshold": test.default_threshold, "scores": scores}))
