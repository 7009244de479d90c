import assert from "node:assert/strict";
import type { ConfigExplanation } from "../../lib/config/explain/explain_key.ts";
import type { LoadConfigOptions } from "../../lib/config/load_config.ts";
import { describePlace } from "../../lib/core/issue.ts";
import { loadConfigFiles } from "../support/config_files.ts";

async function explain(
  files: Readonly<Record<string, string>>,
  key?: string,
  options: Omit<LoadConfigOptions, "root"> = {},
): Promise<ConfigExplanation> {
  return await (await loadConfigFiles(files, options)).explain(key);
}

/** The origins, a line each: what, where, made by what, in place of what. */
function linesOf({ origins, dropped }: ConfigExplanation): string[] {
  return [
    ...origins.map(({ group, path, value, place, madeBy, overrode }) =>
      [
        `${group}.${path.join(".")} = ${JSON.stringify(value)} ${describePlace(place)}`,
        ...madeBy.map(({ path, written, place, sources }) => {
          const from = sources.map(({ reference, place }) => `${reference} ${describePlace(place)}`);
          return `by ${path.join(".")}: ${written} ${describePlace(place)} [${from.join(", ")}]`;
        }),
        ...overrode.map(({ value, place }) => `over ${JSON.stringify(value)} ${describePlace(place)}`),
      ].join(" | ")
    ),
    ...dropped.map(({ path, value, place, replaced, by }) =>
      `dropped ${path.join(".")} = ${JSON.stringify(value)} ${describePlace(place)} by ${
        replaced.join(".")
      } ${describePlace(by)}`
    ),
  ];
}

const FILES = {
  "base/globals.yml": "bucket: data\ntrees: 10\n",
  "base/parameters.yml": "model:\n  trees: ${globals:trees}\n  seed: 7\nrate: 0.1\n",
  "prod/parameters.yml": "model:\n  trees: 500\n",
  "base/catalog.yml": "ns.cars:\n  type: csv\n  filepath: ${globals:bucket}/cars.csv\n",
};

Deno.test("explain() tells file and line, what was overridden, and what was dropped with it", async () => {
  assert.deepEqual(linesOf(await explain(FILES, "model", { env: "prod" })), [
    "parameters.model.trees = 500 conf/prod/parameters.yml:2:10 | over 10 conf/base/parameters.yml:2:10",
    "dropped model.seed = 7 conf/base/parameters.yml:3:9 by model conf/prod/parameters.yml:1:1",
  ]);
});

Deno.test("explain() finds what is gone: a key that an environment has dropped", async () => {
  assert.deepEqual(linesOf(await explain(FILES, "params:model.seed", { env: "prod" })), [
    "dropped model.seed = 7 conf/base/parameters.yml:3:9 by model conf/prod/parameters.yml:1:1",
  ]);
});

Deno.test("explain() tells which interpolation made a value, and what that refers to", async () => {
  assert.deepEqual(linesOf(await explain(FILES, "catalog.ns.cars.filepath")), [
    'catalog.ns.cars.filepath = "data/cars.csv" conf/base/catalog.yml:3:13 | ' +
    "by ns.cars.filepath: ${globals:bucket}/cars.csv conf/base/catalog.yml:3:13 " +
    "[${globals:bucket} conf/base/globals.yml:1:9]",
  ]);
});

Deno.test("explain() follows chains of references, and maps that were taken over", async () => {
  const files = { "base/parameters.yml": "a: ${b}\nb: ${c}\nc: 5\nm: {x: 1}\ncopy: ${m}\n" };

  assert.deepEqual(linesOf(await explain(files, "a")), [
    "parameters.a = 5 conf/base/parameters.yml:1:4" +
    " | by a: ${b} conf/base/parameters.yml:1:4 [${b} conf/base/parameters.yml:2:4]" +
    " | by a: ${c} conf/base/parameters.yml:2:4 [${c} conf/base/parameters.yml:3:4]",
  ]);
  assert.deepEqual(linesOf(await explain(files, "copy.x")), [
    "parameters.copy.x = 1 conf/base/parameters.yml:4:8" +
    " | by copy: ${m} conf/base/parameters.yml:5:7 [${m} conf/base/parameters.yml:4:4]",
  ]);
});

Deno.test("explain() knows parameters of the run and of the code", async () => {
  const options = {
    runtimeParams: { model: { trees: 3 } },
    codeParameters: { model: { trees: 1 }, coded: true },
  };

  assert.deepEqual(linesOf(await explain(FILES, "model.trees", options)), [
    'parameters.model.trees = 3 --params | over "${globals:trees}" conf/base/parameters.yml:2:10 | over 1 kedge.ts',
  ]);
  assert.deepEqual(linesOf(await explain(FILES, "coded", options)), ["parameters.coded = true kedge.ts"]);
});

Deno.test("explain() tells of soft merges that nothing was dropped", async () => {
  const soft = { env: "prod", merge: { parameters: "soft" } } as const;

  assert.deepEqual(linesOf(await explain(FILES, "model", soft)), [
    "parameters.model.trees = 500 conf/prod/parameters.yml:2:10 | over 10 conf/base/parameters.yml:2:10",
    "parameters.model.seed = 7 conf/base/parameters.yml:3:9",
  ]);
});

Deno.test("explain() without a key tells of everything, lists whole and empty maps too", async () => {
  const files = {
    "base/parameters.yml": "l: [1, [2]]\ne: {}\nn: ~\n",
    "base/catalog.yml": "a: {type: text}\n",
  };

  assert.deepEqual(linesOf(await explain(files)), [
    'catalog.a.type = "text" conf/base/catalog.yml:1:11',
    "parameters.l = [1,[2]] conf/base/parameters.yml:1:4",
    "parameters.e = {} conf/base/parameters.yml:2:4",
    "parameters.n = null conf/base/parameters.yml:3:4",
  ]);
});

Deno.test("explain() looks into all kinds of configuration for a bare key, and at a list for an index", async () => {
  const files = { "base/parameters.yml": "cars: [1, 2]\n", "base/catalog.yml": "cars: {type: text}\n" };

  assert.deepEqual(linesOf(await explain(files, "cars")).length, 2);
  assert.deepEqual(linesOf(await explain(files, "params:cars[1]")), [
    "parameters.cars = [1,2] conf/base/parameters.yml:1:7",
  ]);
});

Deno.test("explain() suggests a key for one that is not there", async () => {
  for (
    const [key, wanted] of [["model.tres", "model.trees"], ["catalog.ns.carz", "catalog.ns.cars"]] as const
  ) {
    await assert.rejects(explain(FILES, key), {
      name: "ConfigError",
      message: `There is no value "${key}" in the configuration. Did you mean "${wanted}"?`,
    });
  }
  await assert.rejects(explain(FILES, "zzzzzzz"), {
    message: 'There is no value "zzzzzzz" in the configuration',
  });
});

const CANARY = "hunter2canary";

Deno.test("explain() shows no secret: of credentials, of entries, by name, in URLs, of variables, in references", async () => {
  const files = {
    "base/credentials.yml": `db: {user: ada, password: ${CANARY}, keys: [${CANARY}]}
env: {token: "\${oc.env:CANARY}", other: "\${oc.env:NONE, ${CANARY}}", made: "\${oc.decode:${CANARY}}"}
again: \${db}
`,
    "local/credentials.yml": "db: {user: eve}\n",
    "base/globals.yml": `api_key: ${CANARY}\n`,
    "base/parameters.yml": `api_key: \${globals:api_key}
url: https://ada:${CANARY}@host/x?token=${CANARY}
from: \${oc.env:CANARY}
again: \${.from}
max_tokens: 5
tokenizer: gpt
password: {old: 1}
`,
    "base/catalog.yml": `a:
  type: text
  filepath: x
  credentials: {password: ${CANARY}, deep: {list: ["${CANARY}"]}}
b: {type: text, filepath: y, credentials: db}
`,
  };
  const options = {
    variables: { get: (name: string) => name === "CANARY" ? CANARY : undefined },
    resolvers: { "oc.env": (name: string, other?: string) => name === "CANARY" ? CANARY : other },
    runtimeParams: { secret: CANARY },
  };

  const explanation = await explain(files, undefined, options);

  assert.ok(
    !Deno.inspect(explanation, { depth: 30 }).includes(CANARY),
    Deno.inspect(explanation, { depth: 30 }),
  );
  const lines = linesOf(explanation);
  for (
    const wanted of [
      'credentials.env.token = "***" conf/base/credentials.yml:2:14 | by env.token: ${oc.env:CANARY} ',
      'credentials.env.other = "***" conf/base/credentials.yml:2:41 | by env.other: ${oc.env:NONE} ',
      "by env.made: ${oc.decode:…} ",
      'credentials.db.user = "***" conf/local/credentials.yml:1:12',
      'parameters.url = "https://***@host/x?token=***"',
      'parameters.again = "***"',
      "parameters.max_tokens = 5",
      'parameters.tokenizer = "gpt"',
      'catalog.a.credentials.password = "***"',
      'catalog.a.credentials.deep.list = "***"',
      'catalog.b.credentials = "db"',
      'parameters.secret = "***" --params',
      'dropped db.password = "***"',
    ]
  ) {
    assert.ok(lines.some((line) => line.includes(wanted)), `${wanted}\n${lines.join("\n")}`);
  }
});
