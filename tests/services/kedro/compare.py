"""Load datasets of a project through Kedro, and print their values as JSON: python compare.py FOLDER NAME..."""

import json
import logging
import math
import sys
from pathlib import Path

import pandas
from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog

logging.disable(logging.WARNING)


def plain(value):
    """A value as JSON; tables with the types of their columns, times without the zone that tells UTC from nothing."""
    if isinstance(value, pandas.DataFrame):
        columns = {name: [plain(cell) for cell in value[name].tolist()] for name in value}
        return {"columns": columns, "types": {name: value[name].dtype.kind for name in value}}
    if isinstance(value, pandas.Timestamp):
        return value.tz_localize(None).isoformat()
    if value is pandas.NaT or value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dict):
        return {key: plain(item() if callable(item) else item) for key, item in value.items()}
    return value


folder = Path(sys.argv[1])
config = OmegaConfigLoader(str(folder / "conf"), base_env="base", default_run_env="local")
entries = {
    name: {
        key: str(folder / value) if key in ("filepath", "path") else value for key, value in entry.items()
    }
    for name, entry in config["catalog"].items()
}
catalog = DataCatalog.from_config(entries, config["credentials"])
print(json.dumps({name: plain(catalog.load(name)) for name in sys.argv[2:]}))
