import type { RunReplication } from "../../mod.ts";
import { formatNoun } from "../format/count.ts";
import { printable } from "../format/text.ts";

/** How far copying to the server has come: `https://mlflow.example has all of it`. */
export function formatCopy(replication: RunReplication | undefined): readonly string[] {
  if (replication === undefined) return [];
  const { uri, unfinished, problem, isRequired } = replication;
  const refused = unfinished.reduce((sum, part) => sum + part.refused.length, 0);
  const waiting = unfinished.reduce((sum, part) => sum + part.waiting, 0);
  return [
    waiting === 0 && refused === 0 ? `${printable(uri)} has all of it` : printable(uri),
    ...(waiting > 0
      ? [
        `${formatNoun(waiting, "value")} wait${waiting === 1 ? "s" : ""}${
          problem === undefined ? "" : ": " + printable(problem)
        }`,
      ]
      : []),
    ...(refused > 0 ? [`${formatNoun(refused, "value")} refused`] : []),
    ...(isRequired && waiting + refused > 0 ? ["this counts as failed: tracking.on_error is fail"] : []),
  ];
}
