import type { Leftover, StoreTree } from "../../mod.ts";
import { commandPrefix, formatCommand } from "../command_prefix.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { formatRelativeTime } from "../format/relative_time.ts";
import { formatSize } from "../format/size.ts";
import { createStyle } from "../format/style.ts";
import { formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { parseAge } from "../parse_age.ts";
import { shortPath } from "../short_path.ts";
import { UsageError } from "../usage_error.ts";
import type { CollectFlags } from "./store_routes.ts";
import { type Stores, uriOf, withStores } from "./with_stores.ts";

const SHOWN = 20;
const DEFAULT_AGE = "1d";

/** `kedge store gc`. */
export async function collectLeftovers(this: CliContext, flags: CollectFlags, place = ""): Promise<void> {
  await withStores(this, flags, async (stores) => {
    const { olderThan = DEFAULT_AGE, yes: isRemoved = false } = flags;
    const before = this.now() - parseAge(olderThan);
    const { findLeftovers, removeLeftovers } = await import("../../mod.ts");
    const tree = await findTree(this, stores, place);
    const { signal } = stores.interrupts;
    const work = isRemoved ? removeLeftovers : findLeftovers;
    const found = await work(tree, { before, signal });
    const uri = `${tree.store.root}${tree.prefix}`;
    const facts = { uri, place, found, olderThan, isRemoved };
    if (flags.json) writeJson(this, toJson(facts));
    else this.stdout.write(`${describe(this, facts).join("\n")}\n`);
    return EXIT.ok;
  });
}

async function findTree(context: CliContext, { locate }: Stores, place: string): Promise<StoreTree> {
  const location = await locate(place);
  const name = shortPath(uriOf(location), context);
  if (location.kind === "object") throw new UsageError(`"${name}" is an object: name a folder or a bucket`);
  // Uploads that were cut off may be all that is left of a folder.
  const tree = location.kind === "folder" ? location : location.folder;
  if (tree.store.leftovers !== undefined) return tree;
  throw new UsageError(`Nothing can be left at "${name}": it is for reading only`);
}

interface Facts {
  readonly uri: string;
  readonly place: string;
  readonly found: readonly Leftover[];
  readonly olderThan: string;
  readonly isRemoved: boolean;
}

function toJson({ uri, found, isRemoved }: Facts): Record<string, unknown> {
  const leftovers = found.map(({ id, key, begun, size }) => ({
    id,
    key,
    begun: new Date(begun).toISOString(),
    ...(size === undefined ? {} : { size }),
  }));
  return { uri, leftovers, isRemoved };
}

function describe(
  context: CliContext,
  { uri, place, found, olderThan, isRemoved }: Facts,
): readonly string[] {
  const name = printable(shortPath(uri, context));
  if (found.length === 0) {
    return [`  Nothing is left at ${name} of what was begun more than ${olderThan} ago`];
  }
  const style = createStyle(context.stdout.isColoured);
  const table = formatTable(
    [{ head: "begun" }, { head: "size", align: "right" }, { head: "key", maxWidth: Infinity }],
    found.slice(0, SHOWN).map(({ begun, size, key }) => [
      formatRelativeTime(begun, context.now()),
      size === undefined ? "–" : formatSize(size),
      printable(key),
    ]),
    { style },
  );
  const bytes = found.reduce((sum, { size = 0 }) => sum + size, 0);
  const what = `${formatNoun(found.length, "leftover")}${bytes === 0 ? "" : `, ${formatSize(bytes)}`}`;
  const args = [
    "store",
    "gc",
    place,
    ...(olderThan === DEFAULT_AGE ? [] : ["--older-than", olderThan]),
    "--yes",
  ];
  const again = formatCommand(commandPrefix(context), args);
  return [
    ...table,
    ...(found.length > SHOWN ? [style.dim(`  … ${found.length - SHOWN} more`)] : []),
    ...(isRemoved ? [`  removed ${what}`] : [`  would remove ${what}`, `  to do it: ${again}`]),
  ];
}
