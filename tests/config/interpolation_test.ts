import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { ConfigError } from "../../lib/core/errors.ts";
import type { LoadConfigOptions } from "../../lib/config/load_config.ts";
import { configProblems, loadConfigFiles } from "../support/config_files.ts";

type Options = Omit<LoadConfigOptions, "root">;

async function parameters(text: string, options: Options = {}): Promise<unknown> {
  return (await loadConfigFiles({ "base/parameters.yml": text }, options)).parameters.data;
}

async function problems(text: string, options: Options = {}): Promise<string[]> {
  const found = await configProblems({ "base/parameters.yml": text }, options);
  return found.map((problem) => problem.replace("conf/base/parameters.yml:", ""));
}

Deno.test("an interpolation that stands alone keeps the type of what it refers to", async () => {
  assert.deepEqual(
    await parameters("n: 7\nb: true\nm: {x: [1]}\nr: ['${n}', '${b}', '${m}', '${m.x[0]}']\n"),
    {
      n: 7,
      b: true,
      m: { x: [1] },
      r: [7, true, { x: [1] }, 1],
    },
  );
});

Deno.test("an interpolation begins at the map or list it stands in when it begins with a dot", async () => {
  assert.deepEqual(await parameters("a: {b: 1, c: '${.b}', d: {e: '${..b}'}, l: [5, '${.0}']}\n"), {
    a: { b: 1, c: 1, d: { e: 1 }, l: [5, 5] },
  });
});

Deno.test("a relative interpolation counts from where it was written, also when it is taken over", async () => {
  assert.deepEqual(await parameters("one: {x: 1, y: '${.x}'}\ntwo: {x: 2, y: '${one.y}'}\n"), {
    one: { x: 1, y: 1 },
    two: { x: 2, y: 1 },
  });
});

Deno.test("an interpolation reaches through others", async () => {
  assert.deepEqual(await parameters("c: {d: 3}\na: ${c}\nx: ${a.d}\nwhich: c.d\ny: ${${which}}\n"), {
    c: { d: 3 },
    a: { d: 3 },
    x: 3,
    which: "c.d",
    y: 3,
  });
});

Deno.test("values inside of longer text are written as Python writes them", async () => {
  const values = {
    "true": "True",
    "null": "None",
    "1": "1",
    "1.0": "1.0",
    "1e-3": "0.001",
    "1e-5": "1e-05",
    "1.5e20": "1.5e+20",
    ".inf": "inf",
    "-.inf": "-inf",
    ".nan": "nan",
    "0x1F": "31",
    "123456789012345678901": "123456789012345678901",
    "[a, 1, null, it's]": `['a', 1, None, "it's"]`,
    "{k: true, l: []}": "{'k': True, 'l': []}",
  };

  for (const [written, text] of Object.entries(values)) {
    const found = await parameters(`x: ${written}\ny: \${x}\nt: <\${x}>\nu: <\${y}>\n`) as Record<
      string,
      unknown
    >;
    assert.deepEqual([found["t"], found["u"]], [`<${text}>`, `<${text}>`], written);
  }
});

Deno.test("a backslash makes an interpolation literal, and a second one makes the backslash literal", async () => {
  const text = String.raw`
a: 1
literal: '\${a}'
mixed: 'x\${a}y${"$"}{a}'
slash: '\\${"$"}{a}'
both: '\\\${a}'
path: 'C:\new\\dir'
taken: ${"$"}{literal}
`;

  assert.deepEqual(await parameters(text), {
    a: 1,
    literal: "${a}",
    mixed: "x${a}y1",
    slash: String.raw`\1`,
    both: "\\${a}",
    path: String.raw`C:\new\\dir`,
    taken: "${a}",
  });
});

Deno.test("an interpolation that leads nowhere is told with what is known there, at its own place", async () => {
  assert.deepEqual(
    await problems([
      "model: {trees: 1, seed: 2}",
      "a: x/${model.tres}/y",
      "b: ${model.trees.deep}",
      "l: [1, 2]",
      "c: ${l[2]}",
      "d: {e: '${.f}', g: 1}",
      "h: ${....x}",
      "e: {}",
      "i: ${e.x}",
    ].join("\n")),
    [
      "2:6  ${model.tres} refers to nothing. Known here: model.trees, model.seed",
      "3:4  ${model.trees.deep} refers to nothing: model.trees is a value, not a map",
      "5:4  ${l[2]} refers to nothing: l is a list of 2",
      "6:9  ${.f} refers to nothing. Known here: .e, .g",
      "7:4  ${....x} leads above the top of the configuration",
      "9:4  ${e.x} refers to nothing: there are no values here",
    ],
  );
});

Deno.test("an interpolation into a long map is told with the likeliest key", async () => {
  const keys = Array.from({ length: 30 }, (_, i) => `key_${i}: ${i}`).join("\n");

  const [problem = ""] = await problems(`${keys}\nx: \${kye_20}\n`);

  assert.match(problem, /Known here: key_0, .*key_9 and 21 more\. Did you mean "key_20"\?$/);
});

Deno.test("a circle of interpolations is told once, with the way round", async () => {
  assert.deepEqual(await problems("a: ${b}\nb: x${c}\nc: ${a}\nd: ${a}\n"), [
    "1:4  a refers back to itself: a -> b -> c -> a",
  ]);
});

Deno.test("an interpolation of the map it stands in is a circle", async () => {
  assert.deepEqual(await problems("a: {b: '${a}', c: 1}\n"), ["1:8  a.b refers back to itself: a.b -> a.b"]);
});

Deno.test("a problem is told at its own value only, not at those that need it", async () => {
  assert.deepEqual(await problems("a: ${gone}\nb: ${a}\nc: x${b}\nm: {k: '${a}'}\nn: ${m}\n"), [
    "1:4  ${gone} refers to nothing. Known here: a, b, c, m, n",
  ]);
});

Deno.test("malformed interpolations are told by their path, with how to write the text itself", async () => {
  const told = (path: string, reason: string) =>
    `${path}: this \${...} is malformed: ${reason}; a literal \${ is written \\\${`;

  assert.deepEqual(
    await problems(["a: 'x${b'", "b: '${}'", "c: '${f:[1,2}'", "d: '${a b}'", 'e: "${f:\'x}"'].join("\n")),
    [
      `1:4  ${told("a", "} is missing")}`,
      `2:4  ${told("b", "a key is missing")}`,
      `3:4  ${told("c", "] is missing")}`,
      `4:4  ${told("d", "} is missing")}`,
      `5:4  ${told("e", "' is not closed")}`,
    ],
  );
});

Deno.test("interpolations that stand for too much are refused", async () => {
  const lines = ["a0: [1,1,1,1,1,1,1,1,1,1]"];
  for (let i = 1; i < 12; i++) {
    lines.push(`a${i}: [${Array.from({ length: 10 }, () => `"\${a${i - 1}}"`).join(", ")}]`);
  }
  const [values = ""] = await problems(lines.join("\n"));
  const doubling = [
    "t0: 0123456789",
    ...Array.from({ length: 40 }, (_, i) => `t${i + 1}: \${t${i}}\${t${i}}`),
  ];
  const [texts = ""] = await problems(doubling.join("\n"));
  const chain = [...Array.from({ length: 150 }, (_, i) => `c${i}: \${c${i + 1}}`), "c150: 1"];
  const [links = ""] = await problems(chain.join("\n"));
  const nest = Array.from({ length: 60 }, (_, i) => `n${i}: {a: {b: '\${n${i + 1}}'}}`);
  const [deep = ""] = await problems([...nest, "n60: {x: 1}"].join("\n"));

  assert.match(values, /at most 500000 values$/);
  assert.match(texts, /at most 16 Mi characters$/);
  assert.match(links, /more than 100 other values$/);
  assert.match(deep, /more than 100 deep$/);
});

Deno.test("interpolations in credentials are told without what was written", async () => {
  const found = await configProblems({
    "base/credentials.yml": [
      "a: {pw: 'hunter2${nowhere}'}",
      "b: {pw: '${oc.env:HUNTER2_NAME}'}",
      "c: {pw: '${hunter2'}",
      "d: {pw: '${hunter2:x}'}",
      "e: {pw: '${custom:hunter2}'}",
    ].join("\n"),
    "base/catalog.yml": "cars: {type: csv, credentials: {key: 'hunter2${hunter2}'}}\n",
  }, {
    resolvers: {
      custom: (text: string) => {
        throw new Error(text);
      },
    },
  });

  assert.equal(found.length, 6);
  assert.ok(!found.join("\n").toLowerCase().includes("hunter2"), found.join("\n"));
});

Deno.test("parameters of the run cover what interpolations refer to, and what would lead nowhere", async () => {
  const runtimeParams = { v: 7, broken: 1, m: { x: "${v}" } };

  assert.deepEqual(
    await parameters("v: 1\na: ${v}\nbroken: ${gone}\nm: {x: '${gone}', y: '${.x}'}\n", { runtimeParams }),
    {
      v: 7,
      a: 7,
      broken: 1,
      m: { x: 7, y: 7 },
    },
  );
});

Deno.test("parameters in code may refer to each other and to those of the run", async () => {
  const codeParameters = { a: "${b}", b: 2, c: "${given}" };

  assert.deepEqual(await parameters("", { codeParameters, runtimeParams: { given: 3 } }), {
    a: 2,
    b: 2,
    c: 3,
    given: 3,
  });
});

Deno.test("an interpolated value stands where the interpolation was written", async () => {
  const { catalog } = await loadConfigFiles({
    "base/catalog.yml":
      "_csv: {type: csv, load_args: {sep: ';'}}\ncars:\n  type: ${_csv.type}\n  load_args: ${_csv.load_args}\n",
  });

  assert.equal(catalog.placeOf(["cars", "type"])?.line, 3);
  assert.equal(catalog.placeOf(["cars", "load_args"])?.line, 4);
  assert.equal(catalog.placeOf(["cars", "load_args", "sep"])?.line, 1);
});

Deno.test("any text is either worked out or told as a problem of the configuration", async () => {
  const piece = fc.constantFrom(
    "${",
    "}",
    ":",
    ",",
    "[",
    "]",
    "{",
    "'",
    '"',
    "\\",
    ".",
    "a",
    "b",
    " ",
    "oc.select",
    "1",
  );
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));

  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      try {
        await parameters(`a: {b: 1}\nb: ${JSON.stringify(value)}\n`);
      } catch (error) {
        assert.ok(error instanceof ConfigError, String(error));
      }
    }),
    { numRuns: 200 },
  );
});
