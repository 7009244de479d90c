import assert from "node:assert/strict";
import { node } from "../../mod.ts";

// Types are checked by the compiler: a line that must not compile stands below `@ts-expect-error`, which fails when it does.

interface Row {
  readonly mass: number;
}

Deno.test("node() types: any types of values, as many arguments as inputs", () => {
  node({ inputs: "a", run: (rows: Row[]) => rows.length });
  node({ inputs: ["a", "params:b"], run: (rows: Row[], limit: number) => rows.slice(limit) });
  node({ inputs: ["a", "b"], run: (rows: Row[]) => rows });
  node({ inputs: ["a", "b"], run: (...rows: Row[][]) => rows });
  node({ outputs: "a", run: () => 1 });
  node({ inputs: null, outputs: "a", run: async () => await Promise.resolve(1) });

  // @ts-expect-error: one input, two arguments
  assert.throws(() => node({ inputs: "a", run: (rows: Row[], limit: number) => rows.slice(limit) }));
  // @ts-expect-error: two inputs, three arguments
  assert.throws(() => node({ inputs: ["a", "b"], run: (a: Row, b: Row, c: Row) => [a, b, c] }));
  // @ts-expect-error: no inputs, one argument
  assert.throws(() => node({ outputs: "a", run: (rows: Row[]) => rows }));
});

Deno.test("node() types: a map of inputs gives one object with its keys", () => {
  node({ inputs: { rows: "a", limit: "params:b" }, run: ({ rows, limit }: Values) => rows.slice(limit) });
  node({ inputs: { rows: "a", limit: "params:b" }, run: ({ limit }: { limit: number }) => limit });

  // @ts-expect-error: the key "limit" is not among the inputs
  node({ inputs: { rows: "a", limmit: "params:b" }, run: ({ rows, limit }: Values) => rows.slice(limit) });
});

interface Values {
  readonly rows: Row[];
  readonly limit: number;
}

Deno.test("node() types: the result has the shape of the outputs, now, later or piece by piece", () => {
  const run = (rows: Row[]) => [rows, rows] as const;
  node({ inputs: "a", outputs: ["b", "c"], run });
  node({ inputs: "a", outputs: ["b", "c"], run: async (rows: Row[]) => await Promise.resolve([rows, 1]) });
  node({ outputs: { left: "b", right: "c" }, run: () => ({ left: 1, right: "two" }) });
  node({ outputs: { left: "b" }, run: () => Promise.resolve({ left: 1 }) });
  node({
    outputs: { left: "b" },
    run: function* () {
      yield { left: 1 };
    },
  });
  node({
    outputs: ["b", "c"],
    run: async function* () {
      yield await Promise.resolve([1, 2]);
    },
  });

  // @ts-expect-error: a list is declared
  node({ inputs: "a", outputs: ["b", "c"], run: (rows: Row[]) => rows.length });
  // @ts-expect-error: "right" is missing
  node({ outputs: { left: "b", right: "c" }, run: () => ({ left: 1 }) });
  node({
    outputs: { left: "b", right: "c" },
    // @ts-expect-error: "rigth" is not among the outputs
    run: function* () {
      yield { rigth: 1 };
    },
  });
  node({
    outputs: ["b", "c"],
    // @ts-expect-error: a piece of a list is a list
    run: function* () {
      yield 1;
    },
  });
});

Deno.test("node() types: a piece of a map may hold some outputs, and what is returned the rest", () => {
  node({
    outputs: { history: "b", model: "c" },
    run: function* () {
      yield { history: { loss: 1, step: 0 } };
      yield { history: { loss: 0.5, step: 1 } };
      return { model: { w: 1 } };
    },
  });
  node({
    outputs: { history: "b", model: "c" },
    run: async function* (): AsyncGenerator<{ history?: number; model?: string }> {
      yield await Promise.resolve({ history: 1 });
      yield { model: "m" };
    },
  });
  node({
    outputs: { history: "b", model: "c" },
    // @ts-expect-error: "modle" is not among the outputs
    run: function* () {
      yield { history: 1 };
      return { modle: 1 };
    },
  });
  // @ts-expect-error: a result that is no generator holds all outputs
  node({ outputs: { history: "b", model: "c" }, run: () => ({ history: 1 }) });
});

Deno.test("node() types: inputs that are known only when the program runs say nothing", () => {
  const inputs: string[] = ["a", "b"];
  const either: string | string[] | Record<string, string> | null = JSON.parse('["a", "b"]');

  node({ inputs, outputs: "c", run: (a: number, b: number) => a + b });
  node({ inputs: either, outputs: "c", run: (a: number, b: number) => a + b });
});

Deno.test("node() types: the function is called with what the compiler saw", () => {
  const made = node({ inputs: "a", outputs: "b", run: (value: number) => value + 1 });

  // @ts-expect-error: only the runner may call it
  assert.equal(made.run(1), 2);
});
