"""What Great Expectations says of a table: great_expectations_says.py <data.json> <out.json> <suite.json>…

data.json: {"columns":[{"name":…,"type":a type of DuckDB,"values":[…]}]}
out.json: {"<id>": {"success":…, "result":{…}} or {"exception":"why"}}
"""

import json
import math
import sys

import great_expectations as gx
import numpy as np
import pandas as pd

DTYPES = {
    "BIGINT": "int64",
    "DOUBLE": "float64",
    "VARCHAR": "str",
    "BOOLEAN": "bool",
    "TIMESTAMP": "datetime64[us]",
    "DATE": "datetime64[us]",
}
# What pandas calls the types that the suite names as DuckDB does.
TYPES = {"BIGINT": "int64", "DOUBLE": "float64", "VARCHAR": "str", "BOOLEAN": "bool"}


def series(column):
    """Integers with nulls are floating point numbers in pandas."""
    values, dtype = column["values"], DTYPES[column["type"]]
    if dtype.startswith("datetime"):
        return pd.Series(pd.to_datetime(values, format="ISO8601")).astype(dtype)
    if dtype == "int64" and None in values:
        dtype = "float64"
    return pd.Series(values, dtype=dtype)


def named(arguments):
    renamed = dict(arguments)
    if "type_" in renamed:
        renamed["type_"] = TYPES[renamed["type_"]]
    if "type_list" in renamed:
        renamed["type_list"] = [TYPES[name] for name in renamed["type_list"]]
    return renamed


def expectation(entry):
    name = "".join(part.capitalize() for part in entry["name"].split("_"))
    arguments = named(entry.get("arguments", {}))
    for field in ("column", "mostly"):
        if entry.get(field) is not None:
            arguments[field] = entry[field]
    return getattr(gx.expectations, name)(**arguments)


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, np.ndarray)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def judged(batch, entry):
    outcome = batch.validate(expectation(entry), result_format="SUMMARY")
    info = outcome.exception_info or {}
    raised = [info] if "raised_exception" in info else list(info.values())
    for one in raised:
        if one.get("raised_exception"):
            return {"exception": one["exception_message"]}
    kept = ("element_count", "missing_count", "unexpected_count", "unexpected_percent", "observed_value")
    return {
        "success": bool(outcome.success),
        "result": {key: plain(outcome.result[key]) for key in kept if key in outcome.result},
    }


def batch_of(data):
    frame = pd.DataFrame({column["name"]: series(column) for column in data["columns"]})
    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("pandas")
    definition = source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("all")
    return definition.get_batch({"dataframe": frame})


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(data_path, out_path, *suite_paths):
    batch = batch_of(read(data_path))
    said = {}
    for entry in (entry for path in suite_paths for entry in read(path)["expectations"]):
        try:
            said[entry["id"]] = judged(batch, entry)
        except Exception as e:  # whatever it says is an answer
            said[entry["id"]] = {"exception": f"{type(e).__name__}: {e}"}
    with open(out_path, "w", encoding="utf-8") as file:
        json.dump(said, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
