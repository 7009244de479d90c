import type { RefusedChange, ReplicaStatus, TargetStatus } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatFacts } from "../format/block.ts";
import { formatNoun } from "../format/count.ts";
import { createStyle } from "../format/style.ts";
import { formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { projectCommand } from "../project_folder.ts";

const SHOWN = 20;

/** What else is told. */
export interface FormatReplicationOptions {
  /** Folder of the project. */
  readonly root: string;
  /** The server that the project copies to if no other is named. */
  readonly configured: string | undefined;
}

/** How far copying to a server has come, what waits and what was refused, and what to do about it. */
export function formatReplication(
  context: CliContext,
  { uri, runs, unfinished, reason, sent }: TargetStatus & {
    readonly reason: string | undefined;
    readonly sent?: number;
  },
  { root, configured }: FormatReplicationOptions,
): readonly string[] {
  const style = createStyle(context.stdout.isColoured);
  const width = context.stdout.size()?.columns ?? 80;
  const arrived = sent === undefined || sent === 0 ? "" : ` · ${formatNoun(sent, "value")} copied now`;
  if (unfinished.length === 0) {
    return [`${style.green("✓")} ${printable(uri)} has all of ${formatNoun(runs, "run")}${arrived}`];
  }
  const refused = unfinished.flatMap((replica) => replica.refused.map((change) => ({ ...change, replica })));
  const isRefusedOnly = unfinished.every((replica) => replica.waiting === 0 || isRefusedWhole(replica));
  const table = formatTable(
    [{ head: "what" }, { head: "name" }, { head: "waits", align: "right" }, {
      head: "refused",
      align: "right",
    }],
    unfinished.slice(0, SHOWN).map((replica) => [
      NAMES[replica.kind],
      printable(replica.name),
      String(replica.waiting),
      String(replica.refused.length),
    ]),
    { style, width },
  );
  const again = projectCommand(context, root, [
    "sync",
    ...(isRefusedOnly ? ["--retry"] : []),
    ...(isSameServer(uri, configured) ? [] : ["--to", uri]),
  ]);
  return [
    `${style.yellow("!")} ${printable(uri)} does not have all of ${formatNoun(runs, "run")} yet${arrived}`,
    ...table,
    ...(unfinished.length > SHOWN ? [style.dim(`  … ${unfinished.length - SHOWN} more`)] : []),
    ...formatFacts([
      { label: "why", items: reason === undefined ? [] : [printable(reason)] },
      {
        label: "refused",
        items: refused.map(({ kind, key, reason, replica }) =>
          `${printable(nameOf({ kind, key }, replica))}: ${printable(reason)}`
        ),
        separator: "\n",
      },
      { label: "go on", items: [again] },
    ], { style, width }),
  ];
}

// What belongs to it waits for it.
function isRefusedWhole({ kind, refused }: ReplicaStatus): boolean {
  return refused.some((change) => change.kind === kind && change.key === "");
}

function isSameServer(uri: string, configured: string | undefined): boolean {
  const url = URL.parse(configured ?? "");
  return url !== null && `${url.origin}${url.pathname.replace(/\/+$/, "")}` === uri;
}

function nameOf({ kind, key }: Pick<RefusedChange, "kind" | "key">, replica: ReplicaStatus): string {
  const whole = `${NAMES[replica.kind]} ${replica.name}`;
  return key === "" ? whole : `${kind} ${key} of ${whole}`;
}

const NAMES: Readonly<Record<ReplicaStatus["kind"], string>> = {
  experiment: "experiment",
  run: "run",
  model: "model",
  registered: "registered model",
  version: "version",
};
