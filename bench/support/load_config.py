"""Usage: load_config.py FOLDER KEY; prints the milliseconds that Kedro took to load a key, without start-up."""

import sys
import time

from kedro.config import OmegaConfigLoader

folder, key = sys.argv[1:]
start = time.perf_counter()
loader = OmegaConfigLoader(f"{folder}/conf", base_env="base", default_run_env="local")
assert len(loader[key]) == 1500
print((time.perf_counter() - start) * 1000)
