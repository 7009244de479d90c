"""Settings of the project, as Kedro's template has them."""

CONFIG_LOADER_ARGS = {"base_env": "base", "default_run_env": "local"}
