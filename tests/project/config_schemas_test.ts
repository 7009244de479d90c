import assert from "node:assert/strict";
import { toData } from "../../lib/config/config_node.ts";
import { sourceText } from "../../lib/config/source_text.ts";
import { parseYaml } from "../../lib/config/yaml.ts";
import type { JsonObject } from "../../lib/core/json.ts";
import type { StandardSchema } from "../../lib/core/standard_schema.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { z } from "../../lib/deps/zod.ts";
import { configSchemas } from "../../lib/project/project_config.ts";
import { schemaProblems } from "../support/json_schema.ts";

/** What a schema says of a YAML text. */
function check(schema: JsonObject, text: string): string[] {
  const { node, issues } = parseYaml(sourceText("a.yml", text));
  assert.deepEqual(issues, []);
  assert.ok(node !== undefined);
  return schemaProblems(schema, toData(node));
}

const { catalog, parameters, credentials, globals, mlflow, kedge } = await configSchemas({ pipelines: {} });

Deno.test("configSchemas() makes a catalog schema that takes what the catalog takes", () => {
  assert.deepEqual(
    check(
      catalog,
      `
cars: {type: pandas.CSVDataset, filepath: a.csv, load_args: {sep: ;}, credentials: db, layer: raw, metadata: {a: [1]}}
"{name}_raw": {type: csv, filepath: "{name}.csv", versioned: true}
whole: {type: json, filepath: x.json, save_args: {indent: 4}}
made: {type: "\${_type}", filepath: "\${root}/x", versioned: "\${globals:versioned}"}
all: \${_template}
_type: csv
_template: {anything: 1}
module: {type: ./datasets/fits.ts, whatever: 1}
wrapped: {type: cached, dataset: {type: text, filepath: x}}
parts: {type: partitions.PartitionedDataset, path: data/parts, dataset: {type: text}}
tracked: {type: MlflowArtifactDataset, dataset: {type: text, filepath: x}}
spark: {type: spark.SparkDataset, filepath: x}
`,
    ),
    [],
  );
});

Deno.test("configSchemas() makes a catalog schema that finds mistakes", () => {
  const has = (text: string, problem: RegExp) =>
    assert.ok(check(catalog, text).some((line) => problem.test(line)), `${text}: ${check(catalog, text)}`);

  has("a: {type: csvv, filepath: x}", /^\/a\/type/);
  has("a: {filepath: x}", /^\/a must have required property 'type'/);
  has("a: {type: csv}", /^\/a must have required property 'filepath'/);
  has("a: {type: csv, fielpath: x}", /^\/a must NOT have additional properties/);
  has("a: {type: json, filepath: x, save_args: {indent: many}}", /^\/a\/save_args\/indent/);
  has("a: {type: csv, filepath: x, versioned: sometimes}", /^\/a\/versioned/);
  has("a: csv", /^\/a /);
});

Deno.test("every dataset type tells the schema of its fields", () => {
  for (const type of BUILTIN_TYPES) {
    const schema = type.optionsSchema?.();
    assert.equal(schema?.["type"], "object", type.type);
    assert.ok(check(catalog, `a: {type: ${type.type}, no_such_field: 1}`).length > 0, type.type);
  }
});

Deno.test("configSchemas() knows the dataset types of a project", async () => {
  const type: DatasetType = {
    type: "fits",
    parseOptions: (data) => ({ value: data }),
    create: () => {
      throw new TypeError("Not asked for");
    },
    optionsSchema: () => ({
      type: "object",
      properties: { tree: { $ref: "#/$defs/tree" } },
      required: ["tree"],
      $defs: {
        tree: { type: "object", properties: { child: { $ref: "#/$defs/tree" }, size: { type: "integer" } } },
      },
    }),
  };

  const schemas = await configSchemas({ pipelines: {}, datasets: [type] });

  assert.deepEqual(check(schemas.catalog, "a: {type: fits, tree: {child: {size: 1}}}"), []);
  assert.ok(check(schemas.catalog, "a: {type: fits, tree: {child: {size: x}}}").length > 0);
  assert.deepEqual(check(schemas.catalog, "a: {type: fits, tree: {child: {size: '${x}'}}}"), []);
});

const SCHEMAS = {
  "params:model": z.strictObject({ trees: z.int().min(1), kind: z.enum(["forest", "tree"]).optional() }),
  "params:deep.rate": z.number(),
  "params:open": {
    "~standard": { version: 1, vendor: "x", validate: (value: unknown) => ({ value }) },
  } as StandardSchema,
  "cars": z.array(z.string()),
};

Deno.test("configSchemas() makes a schema of parameters of the schemas of a project", async () => {
  const { parameters } = await configSchemas({ pipelines: {}, schemas: SCHEMAS });

  assert.deepEqual(
    check(parameters, "model: {trees: 5, kind: tree}\ndeep: {rate: 0.5, x: 1}\nopen: [1]\nother: y\n"),
    [],
  );
  assert.deepEqual(check(parameters, "model: {trees: '${n}', kind: '${k}'}\ndeep: '${d}'\n"), []);
  assert.deepEqual(check(parameters, "other: 1\n"), [], "a part of the parameters is fine");
  for (
    const wrong of [
      "model: {trees: 0}",
      "model: {tres: 1, trees: 1}",
      "model: {kind: tree}",
      "deep: {rate: fast}",
    ]
  ) {
    assert.ok(check(parameters, wrong).length > 0, wrong);
  }
});

Deno.test("configSchemas() requires nothing of parameters that are merged softly, or have no schema", async () => {
  const soft = await configSchemas({
    pipelines: {},
    schemas: SCHEMAS,
    config: { merge: { parameters: "soft" } },
  });

  assert.deepEqual(check(soft.parameters, "model: {kind: tree}"), []);
  assert.deepEqual(check(parameters, "anything: [1, {goes: here}]"), []);
});

Deno.test("configSchemas() makes schemas of mlflow.yml and kedge.yml", () => {
  assert.deepEqual(
    check(mlflow, "tracking: {experiment: {name: a}, params: {long_params_strategy: tag}}\nserver: {}\n"),
    [],
  );
  assert.deepEqual(check(mlflow, "tracking: {experiment: {name: '${globals:name}'}}\n_x: 1\n"), []);
  assert.ok(check(mlflow, "trackng: {}").length > 0);
  assert.ok(check(mlflow, "tracking: {params: {long_params_strategy: cut}}").length > 0);
  assert.deepEqual(check(kedge, "tracking: {durability: full}"), []);
  assert.ok(check(kedge, "tracking: {durability: safe}").length > 0);
});

Deno.test("configSchemas() holds nothing but types: no value of any configuration", async () => {
  const definition = {
    pipelines: {},
    parameters: { password: "canary" },
    catalog: { a: { type: "memory", data: "canary" } },
  };

  assert.ok(!JSON.stringify(await configSchemas(definition)).includes("canary"));
});

Deno.test("configSchemas() looks into entries inside of others, and into partitions", () => {
  const taken = `
kept: {type: cached, dataset: {type: pandas.CSVDataset, filepath: x.csv, load_args: {sep: ;}}, versioned: true}
parts: {type: partitioned, path: data, dataset: {type: csv, load_args: {sep: ;}}, filename_suffix: .csv}
short: {type: partitions.PartitionedDataset, path: data, dataset: pandas.CSVDataset}
own: {type: incremental, path: data, dataset: {type: ./datasets/fits.ts, place: x}, filepath_arg: place}
deep: {type: cached, dataset: {type: partitioned, path: data, dataset: {type: json, save_args: {indent: 2}}}}
tracked: {type: MlflowArtifactDataset, dataset: {type: text, filepath: x}}
made: {type: cached, dataset: "\${_template}"}
`;
  const has = (text: string, problem: RegExp) =>
    assert.ok(check(catalog, text).some((line) => problem.test(line)), `${text}: ${check(catalog, text)}`);

  assert.deepEqual(check(catalog, taken), []);
  has("a: {type: cached, dataset: {type: csvv, filepath: x}}", /^\/a\/dataset\/type/);
  has(
    "a: {type: cached, dataset: {type: csv, filepth: x}}",
    /^\/a\/dataset must NOT have additional properties/,
  );
  has(
    "a: {type: cached, dataset: {type: csv, filepath: x, load_args: {nrows: many}}}",
    /^\/a\/dataset\/load_args\/nrows/,
  );
  has("a: {type: partitioned, path: p, dataset: csvv}", /^\/a\/dataset/);
  has(
    "a: {type: partitioned, path: p, dataset: {type: csv, load_args: {nrows: many}}}",
    /^\/a\/dataset\/load_args\/nrows/,
  );
  has(
    "a: {type: partitioned, path: p, dataset: {type: csv, sep: x}}",
    /^\/a\/dataset must NOT have additional/,
  );
  has(
    "a: {type: MlflowArtifactDataset, dataset: {type: json, filepath: x, save_args: {indent: y}}}",
    /save_args\/indent/,
  );
});

Deno.test("configSchemas() has schemas of credentials and globals", () => {
  assert.deepEqual(
    check(credentials, "dev: {key: a, nested: {b: [1]}}\n_shared: [1]\ntoken: '${oc.env:T}'\n"),
    [],
  );
  assert.ok(check(credentials, "dev: [a]").length > 0);
  assert.deepEqual(check(globals, "bucket: b\nfolders: {raw: [1]}\n_own: 1\n"), []);
  assert.ok(check(globals, "a.b: 1").length > 0);
});
