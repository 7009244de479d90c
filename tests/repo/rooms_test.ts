import assert from "node:assert/strict";
import { importProblem, ROOMS } from "../../tasks/lint/rooms.ts";
import { readModuleGraph } from "./module_graph.ts";

Deno.test("every import of the library and the command line is in the table of rooms", async () => {
  const graph = await readModuleGraph();

  const problems = [...graph].flatMap(([from, { code, dynamic, types }]) =>
    [...code, ...dynamic, ...types].flatMap((to) => importProblem(from, to) ?? []).map((problem) =>
      `${from}: ${problem}`
    )
  );

  assert.deepEqual(problems, []);
});

Deno.test("the table of rooms names only rooms of lower rank", () => {
  const names = Object.keys(ROOMS);

  const problems = Object.entries(ROOMS).flatMap(([room, allowed]) =>
    allowed.filter((other) => !names.slice(0, names.indexOf(room)).includes(other)).map((other) =>
      `${room} -> ${other}`
    )
  );

  assert.deepEqual(problems, []);
});

Deno.test("no values go round in a circle of imports", async () => {
  const graph = await readModuleGraph();

  assert.deepEqual(findCycle(new Map([...graph].map(([path, { code }]) => [path, code]))), []);
});

/** The first circle of `edges` found, as its names in order; empty when there is none. */
function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const next of edges.get(name) ?? []) {
      const cycle = visit(next, [...path, name]);
      if (cycle.length > 0) return cycle;
    }
    done.add(name);
    return [];
  };
  for (const name of edges.keys()) {
    const cycle = visit(name, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
