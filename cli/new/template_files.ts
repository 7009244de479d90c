import catalog from "./template/conf/base/catalog.yml" with { type: "text" };
import ci from "./template/ci.yml" with { type: "text" };
import denoJson from "./template/deno.json.txt" with { type: "text" };
import gitignore from "./template/gitignore.txt" with { type: "text" };
import kedge from "./template/kedge.ts" with { type: "text" };
import mlflow from "./template/conf/base/mlflow.yml" with { type: "text" };
import parameters from "./template/conf/base/parameters.yml" with { type: "text" };
import pipeline from "./template/pipelines/readings.ts" with { type: "text" };
import readings from "./template/data/01_raw/readings.csv" with { type: "text" };
import readme from "./template/README.md" with { type: "text" };
import settings from "./template/conf/base/kedge.yml" with { type: "text" };
import test from "./template/tests/readings_test.ts" with { type: "text" };

/**
 * The files of a new project. Those that tools would act on inside of this repository have other names here. Deno cannot
 * run a module in a process that imports it as text, so the tests of the template run in a new project (tests/e2e).
 */
export const TEMPLATE_FILES: Readonly<Record<string, string>> = {
  "kedge.ts": kedge,
  "pipelines/readings.ts": pipeline,
  "tests/readings_test.ts": test,
  "conf/base/catalog.yml": catalog,
  "conf/base/parameters.yml": parameters,
  "conf/base/mlflow.yml": mlflow,
  "conf/base/kedge.yml": settings,
  "conf/local/.gitkeep": "",
  "data/01_raw/readings.csv": readings,
  "deno.json": denoJson,
  "README.md": readme,
  ".gitignore": gitignore,
  ".github/workflows/ci.yml": ci,
};
