import type { ObjectInfo } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { formatRelativeTime } from "../format/relative_time.ts";
import { formatSize } from "../format/size.ts";
import { createStyle } from "../format/style.ts";
import { formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { shortPath } from "../short_path.ts";
import type { TreeFlags } from "./store_routes.ts";
import { findPlace, type Found, uriOf, withStores } from "./with_stores.ts";

/** `kedge store ls`. */
export async function listObjects(this: CliContext, flags: TreeFlags, place = ""): Promise<void> {
  await withStores(this, flags, async (stores) => {
    const { signal } = stores.interrupts;
    const location = await findPlace(this, stores, place);
    const rows = new Map<string, Listed>();
    for await (const [name, info] of listLocation(location, flags.recursive ?? false)) {
      signal.throwIfAborted();
      rows.set(name, add(rows.get(name), info));
    }
    if (flags.json) writeJson(this, { uri: uriOf(location), entries: toJson(rows) });
    else if (rows.size > 0) this.stdout.write(`${format(this, rows).join("\n")}\n`);
    else this.stdout.write(`  Nothing is in ${printable(shortPath(uriOf(location), this))}\n`);
    return EXIT.ok;
  });
}

interface Listed {
  readonly objects: number;
  readonly size: number;
  readonly modified: number;
}

// Names below the folder: all of a folder inside of it comes under the name of that folder.
async function* listLocation(
  location: Found,
  isRecursive: boolean,
): AsyncIterable<readonly [name: string, info: ObjectInfo]> {
  if (location.kind === "object") {
    yield [location.key.slice(location.key.lastIndexOf("/") + 1), location.info];
    return;
  }
  for await (const info of location.store.list(location.prefix)) {
    const name = info.key.slice(location.prefix.length);
    yield [isRecursive ? name : /^[^/]*\/?/.exec(name)?.[0] ?? name, info];
  }
}

function add(listed: Listed | undefined, { size, modified }: ObjectInfo): Listed {
  return {
    objects: (listed?.objects ?? 0) + 1,
    size: (listed?.size ?? 0) + size,
    modified: Math.max(listed?.modified ?? 0, modified),
  };
}

function toJson(rows: ReadonlyMap<string, Listed>): readonly Record<string, unknown>[] {
  return [...rows].map(([name, { objects, size, modified }]) => ({
    name,
    ...(name.endsWith("/") ? { objects } : {}),
    size,
    modified: new Date(modified).toISOString(),
  }));
}

function format(context: CliContext, rows: ReadonlyMap<string, Listed>): readonly string[] {
  const style = createStyle(context.stdout.isColoured);
  const now = context.now();
  const total = [...rows.values()].reduce((sum, { size }) => sum + size, 0);
  const objects = [...rows.values()].reduce((sum, { objects }) => sum + objects, 0);
  const table = formatTable(
    [{ head: "size", align: "right" }, { head: "modified" }, { head: "name", maxWidth: Infinity }],
    [...rows].map(([name, { objects, size, modified }]) => [
      formatSize(size),
      modified === 0 ? "–" : formatRelativeTime(modified, now),
      printable(name) + (name.endsWith("/") ? `  ${formatNoun(objects, "object")}` : ""),
    ]),
    { style },
  );
  return [...table, style.dim(`  ${formatNoun(objects, "object")}, ${formatSize(total)}`)];
}
