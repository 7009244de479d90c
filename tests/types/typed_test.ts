import { z } from "npm:zod@4.6.7";
import * as v from "npm:valibot@1.5.0";
import { type } from "npm:arktype@2.2.9";
import assert from "node:assert/strict";
import { typed, untyped } from "../../mod.ts";

// Types are checked by the compiler: a line that must not compile stands below `@ts-expect-error`, which fails when it does.

interface Penguin {
  species: string;
  mass: number | null;
}

const Pair = z.tuple([z.enum(["low", "high"]), z.number()]);
const SCHEMAS = {
  raw: z.array(z.object({ species: z.string(), mass: z.number().nullable() })),
  pair: Pair,
  pairs: z.array(z.object({ pair: Pair, kind: z.literal("pair") })),
  day: z.string().transform((text) => new Date(text)),
  options: z.object({ trees: z.number().default(10) }),
  ships: v.array(v.object({ name: v.string(), masts: v.number() })),
  ports: type({ name: "string", depth: "number" }).array(),
  "params:min": z.number(),
  "params:model": v.object({ trees: v.number(), seed: v.optional(v.number(), 7) }),
  "params:mode": type("'fast' | 'slow'"),
} as const;

const { node } = typed(SCHEMAS);

/** Compiles only for two types that are the same. */
type Exact<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

function same<A, B>(_same: Exact<A, B>): void {}

Deno.test("typed() gives a function the types of a list of inputs", () => {
  const made = node({ inputs: ["raw", "params:min", "ships", "ports", "params:model", "params:mode"] })(
    (rows, min, ships, ports, model, mode) => {
      same<typeof rows, Penguin[]>(true);
      same<typeof min, number>(true);
      same<typeof ships, { name: string; masts: number }[]>(true);
      same<typeof ports, { name: string; depth: number }[]>(true);
      same<typeof model, { trees: number; seed: number }>(true);
      same<typeof mode, "fast" | "slow">(true);
    },
  );

  assert.deepEqual(made.inputs, ["raw", "params:min", "ships", "ports", "params:model", "params:mode"]);
});

Deno.test("typed() gives a function the types of one input, of a map of inputs, and of none", () => {
  node({ name: "one", inputs: "raw" })((rows) => same<typeof rows, Penguin[]>(true));
  node({ name: "map", inputs: { rows: "raw", least: "params:min" } })(({ rows, least }) => {
    same<typeof rows, Penguin[]>(true);
    same<typeof least, number>(true);
  });
  node({ name: "none", outputs: "pair" })((...args) => {
    same<typeof args, []>(true);
    return ["low", 1];
  });
});

Deno.test("typed() takes results of the types of the outputs: literals, tuples, now and later", () => {
  node({ name: "a", outputs: "pair" })(() => ["low", 1]);
  node({ name: "b", outputs: ["pair", "raw"] })(() => [["high", 2], []]);
  node({ name: "c", outputs: "pairs" })(() => [{ pair: ["low", 1], kind: "pair" }]);
  node({ name: "d", outputs: { left: "pair", right: "raw" } })(() => ({ left: ["low", 1], right: [] }));
  node({ name: "e", outputs: ["pair", "raw"] })(async () => await Promise.resolve([["low", 1], []]));
  node({ name: "f", inputs: ["raw"], outputs: ["ships", "ports"] })((rows) => [
    rows.map(({ species }) => ({ name: species, masts: 1 })),
    [],
  ]);
});

Deno.test("typed() takes pieces of a map that hold some of its outputs", () => {
  node({ name: "some", outputs: { rows: "raw", pair: "pair" } })(function* () {
    yield { rows: [{ species: "Gentoo", mass: null }] };
    return { pair: ["low", 1] };
  });
  node({ name: "wrong", outputs: { rows: "raw", pair: "pair" } })(
    // @ts-expect-error: mass is missing
    function* () {
      yield { rows: [{ species: "Gentoo" }] };
    },
  );
});

Deno.test("typed() takes generators whose pieces have the types of the outputs", () => {
  node({ name: "a", outputs: "raw" })(function* () {
    yield [{ species: "Gentoo", mass: null }];
  });
  node({ name: "b", outputs: ["raw", "pair"] })(async function* () {
    yield await Promise.resolve([[], ["low", 1]]);
  });

  node({ name: "c", outputs: "raw" })(
    // @ts-expect-error: a piece lacks "mass"
    function* () {
      yield [{ species: "Gentoo" }];
    },
  );
});

Deno.test("typed() tells what is loaded from what is saved where a schema transforms", () => {
  node({ name: "load", inputs: ["day", "options"] })((day, options) => {
    same<typeof day, Date>(true);
    same<typeof options, { trees: number }>(true);
  });
  node({ name: "save", outputs: ["day", "options"] })(() => ["2026-01-31", {}]);

  // @ts-expect-error: a text is saved, the schema makes a date of it
  node({ name: "wrong", outputs: "day" })(() => new Date());
});

Deno.test("typed() lets names without schemas in by untyped() alone", () => {
  const made = node({
    name: "ports",
    inputs: ["raw", untyped<Map<string, number>>("norway_ports"), untyped("anything")],
    outputs: [untyped<string>("norway_report"), "pair"],
  })((_rows, ports, anything) => {
    same<typeof ports, Map<string, number>>(true);
    same<typeof anything, unknown>(true);
    return [`${ports.size}`, ["low", 1]];
  });
  const map = node({ inputs: { ports: untyped<number>("n") }, outputs: untyped<number>("m"), name: "map" })(
    ({ ports }) => ports,
  );

  assert.deepEqual(made.inputs, ["raw", "norway_ports", "anything"]);
  assert.deepEqual([map.inputBinding, map.outputs], [{ kind: "map", names: { ports: "n" } }, ["m"]]);
  // @ts-expect-error: the result is vouched for as a number
  node({ inputs: untyped<number>("n"), outputs: untyped<number>("m"), name: "map" })((n) => `${n}`);
});

Deno.test("typed() refuses unknown names", () => {
  // @ts-expect-error: no schema is called "rwa"
  node({ name: "a", inputs: ["rwa"] })((rows) => rows);
  // @ts-expect-error: no schema is called "rwa"
  node({ name: "b", inputs: "rwa" })((rows) => rows);
  // @ts-expect-error: no schema is called "rwa"
  node({ name: "c", inputs: { rows: "rwa" } })((rows) => rows);
  // @ts-expect-error: no schema is called "params:mni"
  node({ name: "d", inputs: ["raw", "params:mni"] })((rows) => rows);
  // @ts-expect-error: no schema is called "pears"
  node({ name: "e", outputs: "pears" })(() => 1);
  // @ts-expect-error: parameters cannot be outputs
  assert.throws(() => node({ name: "e", outputs: "params:min" })(() => 1));
  // @ts-expect-error: no schema is called "pears"
  node({ name: "f", outputs: ["raw", "pears"] })(() => [[], 1]);
});

Deno.test("typed() refuses arguments of another type, and more of them than inputs", () => {
  // @ts-expect-error: "params:min" is a number
  node({ name: "a", inputs: ["raw", "params:min"] })((rows, min: string) => [rows, min]);
  // @ts-expect-error: "raw" holds objects
  node({ name: "b", inputs: ["raw"] })((rows: number[]) => rows);
  assert.throws(() =>
    // @ts-expect-error: one input, two arguments
    node({ name: "c", inputs: ["raw"] })((rows, min) => [rows, min])
  );
  // @ts-expect-error: "weight" is not in the schema
  node({ name: "d", inputs: "raw" })((rows) => rows.map(({ weight }) => weight));
  // @ts-expect-error: "missing" is not among the inputs
  node({ name: "e", inputs: { rows: "raw" } })(({ missing }) => missing);
});

Deno.test("typed() refuses results of another type, and missing outputs", () => {
  // @ts-expect-error: "middle" is neither "low" nor "high"
  node({ name: "a", outputs: "pair" })(() => ["middle", 1]);
  // @ts-expect-error: two outputs, one value
  node({ name: "b", outputs: ["pair", "raw"] })(() => [["low", 1]]);
  // @ts-expect-error: two outputs, three values
  node({ name: "c", outputs: ["pair", "raw"] })(() => [["low", 1], [], []]);
  // @ts-expect-error: "right" is missing
  node({ name: "d", outputs: { left: "pair", right: "raw" } })(() => ({ left: ["low", 1] }));
  // @ts-expect-error: nothing is returned
  node({ name: "e", outputs: "pair" })(() => {});
  // @ts-expect-error: "masts" is missing
  node({ name: "f", outputs: "ships" })(() => [{ name: "Fram" }]);
  // @ts-expect-error: a promise of another type
  node({ name: "g", outputs: "pair" })(() => Promise.resolve("low"));
});

Deno.test("typed() refuses an output that a map of outputs has not", () => {
  const outputs = { left: "pair", right: "raw" } as const;
  const both = { left: ["low", 1] as ["low", number], right: [] };
  const more = { ...both, extra: 1 };

  node({ name: "a", outputs })(() => ({ left: ["low", 1], right: [] }));
  node({ name: "b", outputs })(async () => await Promise.resolve({ left: ["low", 1], right: [] }));
  node({ name: "c", outputs })(function* () {
    yield { left: ["low", 1] };
    yield { right: [] };
  });
  node({ name: "d", outputs })(async function* () {
    yield await Promise.resolve({ left: ["low", 1] });
    return { right: [] };
  });
  node({ name: "e", outputs })(() => both);
  // @ts-expect-error: "extra" is not among the outputs
  node({ name: "f", outputs })(() => ({ left: ["low", 1], right: [], extra: 1 }));
  // @ts-expect-error: "extra" is not among the outputs
  node({ name: "g", outputs })(() => more);
  // @ts-expect-error: "extra" is not among the outputs
  node({ name: "h", outputs })(() => Promise.resolve(more));
  // @ts-expect-error: "extra" is not among the outputs
  node({ name: "i", outputs })(async () => await Promise.resolve({ ...both, extra: 1 }));
  // @ts-expect-error: "extra" is not among the outputs
  node({ name: "j", outputs })(function* () {
    yield { left: ["low", 1], extra: 1 };
  });
  // @ts-expect-error: "extra" is not among the outputs
  node({ name: "k", outputs })(async function* () {
    yield await Promise.resolve({ right: [], extra: 1 });
  });
});
