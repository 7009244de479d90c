import assert from "node:assert/strict";
import type { LoadConfigOptions } from "../../lib/config/load_config.ts";
import { configProblems, loadConfigFiles } from "../support/config_files.ts";

type Options = Omit<LoadConfigOptions, "root">;

async function parameters(lines: readonly string[], options: Options = {}): Promise<unknown> {
  return (await loadConfigFiles({ "base/parameters.yml": lines.join("\n") }, options)).parameters.data;
}

async function problems(lines: readonly string[], options: Options = {}): Promise<string[]> {
  const found = await configProblems({ "base/parameters.yml": lines.join("\n") }, options);
  return found.map((problem) => problem.replace(/^conf\/base\/parameters.yml:[\d:]+ {2}/, ""));
}

Deno.test("the resolvers of OmegaConf work as recorded", async () => {
  assert.deepEqual(
    await parameters([
      "m: {a: 1, b: x}",
      "s: '{k: [1, 2.5, null]}'",
      "create: ${oc.create:{a:[1,'2']}}",
      "decode: ${oc.decode:${s}}",
      "nothing: ${oc.decode:null}",
      "found: ${oc.select:m.b}",
      "fallback: ${oc.select:m.gone,7}",
      "none: ${oc.select:m.gone}",
      "keys: ${oc.dict.keys:m}",
      "values: ${oc.dict.values:${m}}",
      "old: ${oc.deprecated:m.a}",
      "near: {x: 3, y: '${oc.select:.x}'}",
    ]),
    {
      m: { a: 1, b: "x" },
      s: "{k: [1, 2.5, null]}",
      create: { a: [1, "2"] },
      decode: { k: [1, 2.5, null] },
      nothing: null,
      found: "x",
      fallback: 7,
      none: null,
      keys: ["a", "b"],
      values: [1, "x"],
      old: 1,
      near: { x: 3, y: 3 },
    },
  );
});

Deno.test("globals: has defaults of every type, and none for what is there", async () => {
  const { parameters } = await loadConfigFiles({
    "base/globals.yml": "x: {y: null}\n_hidden: 1\n",
    "base/parameters.yml":
      "r: ['${globals:x.z, 1}', '${globals:x.z, \"1\"}', '${globals:x.z,null}', '${globals:x.y, 2}']\n",
  });

  assert.deepEqual(parameters.data, { r: [1, "1", null, null] });
});

Deno.test("globals: names what it does not find, and is quiet where the globals are broken", async () => {
  const files = { "base/parameters.yml": "a: ${globals:bukket}\nb: ${globals:_hidden}\nc: ${gone}\n" };

  const missing = await configProblems({ ...files, "base/globals.yml": "bucket: b\n_hidden: 1\n" });
  const broken = await configProblems({ ...files, "base/globals.yml": "bucket: [" });

  assert.deepEqual(missing, [
    "conf/base/parameters.yml:1:4  ${globals:bukket} refers to nothing. Known here: bucket",
    'conf/base/parameters.yml:2:4  ${globals:_hidden} refers to a name that begins with "_", which only globals see',
    "conf/base/parameters.yml:3:4  ${gone} refers to nothing. Known here: a, b, c",
  ]);
  assert.deepEqual(broken.map((problem) => problem.slice(0, 29)), [
    "conf/base/globals.yml:1:9  Th",
    "conf/base/parameters.yml:2:4 ",
    "conf/base/parameters.yml:3:4 ",
  ]);
});

Deno.test("runtime_params: gives what the run was given, which may refer to itself", async () => {
  const { catalog } = await loadConfigFiles({
    "base/catalog.yml": "a: {type: '${runtime_params:kind}', filepath: '${runtime_params:gone, x}.csv'}\n",
  }, { runtimeParams: { kind: "${base}", base: "csv" } });

  assert.deepEqual(catalog.data, { a: { type: "csv", filepath: "x.csv" } });
});

Deno.test("runtime_params: that leads back to itself is a circle", async () => {
  const found = await configProblems({ "base/catalog.yml": "a: ${runtime_params:x}\n" }, {
    runtimeParams: { x: "${runtime_params:x}" },
  });

  assert.deepEqual(found, ["--params  x refers back to itself: x -> x"]);
});

Deno.test("oc.env: reads variables in credentials, and elsewhere when the project says so", async () => {
  const variables = { get: (name: string) => ({ HOME: "/root" })[name] };
  const resolvers = { "oc.env": (name: string) => variables.get(name) };

  assert.deepEqual(await problems(["a: ${oc.env:HOME}"], { variables }), [
    '${oc.env:HOME} may stand in credentials only; to allow it everywhere, define "oc.env" in resolvers',
  ]);
  assert.deepEqual(await parameters(["a: ${oc.env:HOME}"], { resolvers }), { a: "/root" });
  assert.deepEqual(await problems(["a: ${oc.env:GONE}"], { resolvers }), [
    "${oc.env:GONE} gives undefined; null is what stands for no value",
  ]);
});

Deno.test("a resolver of the project gets and gives plain data", async () => {
  const resolvers = {
    add: (...terms: number[]) => terms.reduce((sum, term) => sum + term, 0),
    keys: (map: Record<string, unknown>) => Object.keys(map),
    text: () => "${not.looked.into}",
    "my.kind": (...args: unknown[]) => args.map((arg) => typeof arg),
  };

  assert.deepEqual(
    await parameters([
      "x: 5",
      "sum: ${add:1,${x},-2.5}",
      "keys: '${keys:{a: 1, b: [2]}}'",
      "text: ${text:}",
      "again: ${text}",
      "kinds: \"${my.kind:1, '1', true, null, a b, [], 1e3, }\"",
    ], { resolvers }),
    {
      x: 5,
      sum: 3.5,
      keys: ["a", "b"],
      text: "${not.looked.into}",
      again: "${not.looked.into}",
      kinds: ["number", "string", "boolean", "object", "string", "object", "number", "string"],
    },
  );
});

Deno.test("what a resolver cannot do is told with the call", async () => {
  const resolvers = {
    fail: (text: string) => {
      throw new Error(`No such thing as ${text}`);
    },
    odd: () => new Date(0),
    later: () => Promise.resolve(1),
  };

  assert.deepEqual(
    await problems(
      [
        "a: ${fail:x}",
        "b: ${odd:}",
        "c: ${later:}",
        "d: ${fial:x}",
        "e: ${zzzz:}",
        "f: ${oc.env:}",
        "g: ${globals:a,b,c}",
      ],
      { resolvers },
    ),
    [
      "${fail:x} cannot be worked out: no such thing as x",
      "${odd:} gives no plain data: its.result must be plain data (text, numbers, lists, maps): it is of class Date",
      "${later:} gives no plain data: its.result must be plain data (text, numbers, lists, maps): it is of class Promise",
      '${fial:x} calls fial: no such resolver. Did you mean "fail"?',
      "${zzzz:} calls zzzz: no such resolver; known are fail, odd, later, globals, runtime_params, oc.env, oc.create, oc.decode, oc.select, oc.deprecated and 2 more",
      "${oc.env:} must have 1 or 2 arguments, separated by commas: it has 0",
      "${globals:a,b,c} must have 1 or 2 arguments, separated by commas: it has 3",
    ],
  );
});

Deno.test("a resolver of the project cannot take a name that has a meaning or cannot be written", async () => {
  const found = await problems(["a: 1"], {
    resolvers: { globals: () => 1, "oc.select": () => 1, "oc.env": () => 1, "to day": () => 1 },
  });

  assert.deepEqual(found, [
    'kedge.ts  resolvers: the name "globals" has a meaning already; choose another name',
    'kedge.ts  resolvers: the name "oc.select" has a meaning already; choose another name',
    'kedge.ts  resolvers: the name "to day" must be made of letters, digits and _, with dots between',
  ]);
});
