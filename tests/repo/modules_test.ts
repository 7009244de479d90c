import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { roomOf } from "../../tasks/lint/rooms.ts";
import { ROOT } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";
import { readModuleGraph } from "./module_graph.ts";
import { runAndListModules } from "./evaluated_modules.ts";

// Start-up grows by a file at a time. Raise a limit only with a look at `deno task bench start_up tracked_run`.
const MOST_FOR_HELP = 30;
const MOST_FOR_RUN = 344;

const RUN_ROOMS: ReadonlySet<string | undefined> = new Set([
  "cli",
  "mod.ts",
  "deps",
  "core",
  "stores",
  "pipeline",
  "config",
  "datasets",
  "catalog",
  "hooks",
  "runner",
  "tracking",
  "project",
]);

for (const args of [["--help"], ["--version"], ["run", "--help"]]) {
  Deno.test(`kedge ${args.join(" ")} evaluates the command table and no room of the library`, async () => {
    const { code, stderr, modules } = await runAndListModules(["cli/main.ts", ...args]);

    assert.equal(code, 0, stderr);
    const strangers = modules.filter((path) => {
      const room = roomOf(path);
      return room !== "cli" && room !== "deps" && path !== "lib/core/version.ts";
    });
    assert.deepEqual(strangers, []);
    // Each built-in module of Node costs milliseconds, and those for paths and URLs bring others along.
    const texts = await Promise.all(modules.map((path) => Deno.readTextFile(`${ROOT}${path}`)));
    assert.deepEqual(modules.filter((_, index) => /^import .* from "node:/m.test(texts[index] ?? "")), []);
    assert.ok(modules.length <= MOST_FOR_HELP, `${modules.length} modules:\n${modules.join("\n")}`);
  });
}

Deno.test("the command table reaches the library through computed imports only", async () => {
  const graph = await readModuleGraph();

  const found = new Set(["cli/main.ts"]);
  for (const path of found) {
    const { code = [], dynamic = [] } = graph.get(path) ?? {};
    for (const next of [...code, ...dynamic]) found.add(next);
  }

  // Deno reads what literal imports lead to before it starts, evaluated or not: `kedge --help` would take twice as long.
  assert.ok(!found.has("mod.ts"), [...found].join("\n"));
});

Deno.test("a tracked run of two nodes evaluates only the rooms on its way", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const first = node({ name: "first", inputs: "numbers", outputs: "sum", run: (n: number[]) => n.length });
const second = node({ name: "second", inputs: "sum", outputs: "twice", run: (sum: number) => sum * 2 });
export default defineProject({ name: "two", pipelines: { __default__: pipeline([first, second]) } });
`,
    // Who has places in S3 and uses none pays nothing for them.
    "conf/base/catalog.yml": "numbers:\n  type: json\n  filepath: data/numbers.json\n" +
      "far: {type: json, filepath: s3://bucket/far.json}\n",
    "data/numbers.json": "[1, 2, 3]",
  });

  const args = [`${ROOT}cli/main.ts`, "run"];
  const { code, stderr, modules, packages } = await runAndListModules(args, { cwd: dir.path });

  assert.equal(code, 0, stderr);
  assert.deepEqual(modules.filter((path) => !RUN_ROOMS.has(roomOf(path))), []);
  assert.deepEqual(modules.filter((path) => /aws|s3_store|s3_client/.test(path)), []);
  // A package may bring a hundred modules of its own.
  assert.deepEqual(packages, ["@stricli/core", "deno-std", "js-yaml", "zod"]);
  assert.ok(modules.length <= MOST_FOR_RUN, `${modules.length} modules`);
});
