import assert from "node:assert/strict";
import { describeIssue } from "../../lib/core/issue.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { defineProject } from "../../lib/project/define_project.ts";
import { checkCatalog } from "../../lib/project/inspect_catalog.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("what stands in the way of an output is told before the run, with the file and line of its entry", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": [
      "raw: {type: text, filepath: raw.txt}",
      "plain:",
      "  type: json",
      "  filepath: taken",
      "kept: {type: cached, dataset: {type: json, filepath: file.json}, versioned: true}",
      "below: {type: text, filepath: raw.txt/x.txt}",
      "old: {type: json, filepath: file.json, versioned: true}",
      "",
    ].join("\n"),
    "raw.txt": "x",
    "taken/inside.txt": "x",
    "file.json": "1",
  });
  let calls = 0;
  const make = node({
    name: "make",
    inputs: "raw",
    outputs: ["plain", "kept", "below"],
    run: () => [++calls, 1, ""],
  });
  const load = node({ name: "load", inputs: "old", outputs: "x", run: (value: unknown) => value });
  const definition = defineProject({
    pipelines: { __default__: pipeline([make]), old: pipeline([load]) },
  });
  await using project = await openProject(definition, { root: dir.path });
  const obstacles = [
    `conf/base/catalog.yml:6  Cannot save dataset "below": "raw.txt/x.txt" cannot be written as a file: a folder above it is a file`,
    `conf/base/catalog.yml:5  Cannot save dataset "kept": "file.json" is a file and not a folder of versions: remove it, ` +
    'or make it one as "file.json/2026-01-01T00.00.00.000Z/file.json"',
    `conf/base/catalog.yml:2  Cannot save dataset "plain": "taken" cannot be written as a file: there is a folder`,
  ];

  await assert.rejects(project.run({ track: false }), {
    name: "CatalogError",
    message: ["Cannot run the pipeline:", ...obstacles.map((text) => `  ${text}`)].join("\n"),
  });
  assert.equal(calls, 0);
  const { problems } = await checkCatalog(project, { pipelines: ["__default__"] });
  assert.deepEqual(problems.map(describeIssue).sort(), obstacles.toSorted());
  await assert.rejects(
    project.run({ track: false, pipelines: ["old"] }),
    /"file.json" is a file and not a folder of versions/,
  );
});

Deno.test("a format that the catalog lacks is told with the file and line of the one that is there", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml":
      "other: {type: text, filepath: a}\ncars@json: {type: json, filepath: cars.json}\n",
  });
  const make = node({ name: "make", outputs: "cars@json", run: () => [1] });
  const read = node({ name: "read", inputs: "cars@text", outputs: "text", run: (text: string) => text });
  const definition = defineProject({ pipelines: { __default__: pipeline([make, read]) } });
  await using project = await openProject(definition, { root: dir.path });

  await assert.rejects(project.run({ track: false }), {
    message: "Cannot run the pipeline:\n  conf/base/catalog.yml:2  " +
      '"cars@text" is not in the catalog, although "cars@json" is',
  });
});

Deno.test("what is wrong with an entry inside of another is told beside what is wrong around it", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": [
      "kept:",
      "  type: cached",
      "  copy_mode: deep",
      "  dataset: {type: csvv, filepath: a}",
      "parts:",
      "  type: partitioned",
      "  pth: data",
      "  dataset: {type: csv, load_args: {sepp: x}}",
      "news:",
      "  type: incremental",
      "  path: 5",
      "  dataset: jsn",
      "",
    ].join("\n"),
  });
  const definition = defineProject({
    pipelines: { __default__: pipeline([node({ name: "n", outputs: "x", run: () => 1 })]) },
  });

  const error = await openProject(definition, { root: dir.path }).then(
    () => assert.fail("it opened"),
    (error) => error,
  );

  const places = error.issues.map(({ path, place }: { path: string[]; place: { line: number } }) =>
    `${place.line} ${path.join(".")}`
  );
  for (
    const wanted of [
      "3 kept.copy_mode",
      "4 kept.dataset.type",
      "7 parts.pth",
      "8 parts.dataset.load_args.sepp",
      "11 news.path",
      "12 news.dataset",
    ]
  ) {
    assert.ok(
      places.some((place: string) => place.startsWith(wanted)),
      `${wanted} is not in ${places.join(", ")}`,
    );
  }
});

Deno.test("places that cannot be saved to are told before the run: web servers, folders of partitions that are files", async () => {
  await using dir = await tempDir();
  let requests = 0;
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    requests++;
    return new Response(null, { status: 403 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  await dir.write({
    "conf/base/catalog.yml": [
      `far: {type: json, filepath: "${url}/far.json"}`,
      `kept: {type: json, filepath: "${url}/kept.json", versioned: true}`,
      "news: {type: incremental, path: taken, dataset: json}",
      "parts: {type: partitioned, path: taken, dataset: json, filename_suffix: .json}",
      "",
    ].join("\n"),
    taken: "x",
  });
  const names = ["far", "kept", "news", "parts"];
  const make = node({ name: "make", outputs: names, run: () => assert.fail("it ran") });
  const definition = defineProject({ pipelines: { __default__: pipeline([make]) } });
  await using project = await openProject(definition, { root: dir.path });

  await assert.rejects(project.run({ track: false }), ({ message }: Error) => {
    assert.equal(
      message.replaceAll(url, "http://host").replace(/kept": .*/, 'kept": ...'),
      [
        "Cannot run the pipeline:",
        '  conf/base/catalog.yml:1  Cannot save dataset "far": "http://host/far.json" cannot be written as a file: ' +
        "a web server is for reading only",
        '  conf/base/catalog.yml:2  Cannot save dataset "kept": ...',
        '  conf/base/catalog.yml:3  Cannot save dataset "news": no file can be written below "taken": ' +
        "a folder above it is a file",
        '  conf/base/catalog.yml:4  Cannot save dataset "parts": no file can be written below "taken": ' +
        "a folder above it is a file",
      ].join("\n"),
    );
    return true;
  });
  assert.ok(requests <= 1, `${requests} requests`);
});
