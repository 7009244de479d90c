import { ROOT } from "../../tasks/process.ts";

const MOD = new URL(`file://${ROOT}mod.ts`).href;

/** A module of `schemas` schemas and a chain of `nodes` typed nodes over them. `wrongAt` is a node, from 0, that returns the wrong type. */
export function typedNodesModule(nodes: number, schemas: number, wrongAt = -1): string {
  const fields = "id: z.number(), name: z.string(), kind: z.enum(['a', 'b']), at: z.date().nullable()";
  const names = Array.from({ length: schemas }, (_, at) => `table_${at}`);
  return `import { z } from "npm:zod@4.6.7";
import { typed } from "${MOD}";

const { node } = typed({
${names.map((name, at) => `  ${name}: z.array(z.object({ ${fields}, n${at}: z.number() })),`).join("\n")}
  "params:limit": z.number(),
  "params:mode": z.enum(["fast", "slow"]),
});

export const nodes = [
${Array.from({ length: nodes }, (_, at) => nodeText(at, schemas, at === wrongAt)).join("\n")}
];
`;
}

function nodeText(at: number, schemas: number, isWrong: boolean): string {
  const [a, b, c] = [0, 1, 2].map((step) => (2 * at + step) % schemas);
  const value = isWrong ? '"wrong"' : "limit";
  return `  node({ name: "node_${at}", inputs: ["table_${a}", "params:limit", "params:mode"], outputs: ["table_${b}", "table_${c}"] })(
    (rows, limit, mode) => [
      rows.map(({ n${a}, ...row }) => ({ ...row, n${b}: n${a} + ${value} })),
      rows.map(({ n${a}, ...row }) => ({ ...row, kind: mode === "fast" ? "a" : "b", n${c}: n${a} })),
    ],
  ),`;
}
