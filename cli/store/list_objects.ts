import type { ObjectInfo, StoreTree } from "../../mod.ts";
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
    const rows: Listed[] = [];
    for await (const row of listLocation(location, flags.recursive ?? false)) {
      signal.throwIfAborted();
      rows.push(row);
    }
    if (flags.json) writeJson(this, { uri: uriOf(location), entries: rows.map(toJson) });
    else if (rows.length > 0) this.stdout.write(`${format(this, rows).join("\n")}\n`);
    else this.stdout.write(`  Nothing is in ${printable(shortPath(uriOf(location), this))}\n`);
    return EXIT.ok;
  });
}

interface Listed {
  /** Below the folder; with a slash at the end that of a folder in it. */
  readonly name: string;
  /** What is known of an object. */
  readonly info: ObjectInfo | undefined;
}

async function* listLocation(location: Found, isRecursive: boolean): AsyncIterable<Listed> {
  if (location.kind === "object") {
    yield { name: location.key.slice(location.key.lastIndexOf("/") + 1), info: location.info };
    return;
  }
  const { store, prefix } = location;
  if (!isRecursive) return yield* listTop({ store, prefix });
  for await (const info of store.list(prefix)) yield { name: info.key.slice(prefix.length), info };
}

// Folders are not looked into: there may be millions of objects.
async function* listTop(tree: StoreTree): AsyncIterable<Listed> {
  const { listFolder } = await import("../../mod.ts");
  for await (const entry of listFolder(tree)) {
    const [key, info] = entry.kind === "folder" ? [entry.prefix] : [entry.info.key, entry.info];
    yield { name: key.slice(tree.prefix.length), info };
  }
}

function toJson({ name, info }: Listed): Record<string, unknown> {
  if (info === undefined) return { name };
  return { name, size: info.size, modified: new Date(info.modified).toISOString() };
}

function format(context: CliContext, rows: readonly Listed[]): readonly string[] {
  const style = createStyle(context.stdout.isColoured);
  const now = context.now();
  const infos = rows.flatMap(({ info }) => info ?? []);
  const table = formatTable(
    [{ head: "size", align: "right" }, { head: "modified" }, { head: "name", maxWidth: Infinity }],
    rows.map(({ name, info }) => [
      info === undefined ? "–" : formatSize(info.size),
      info === undefined || info.modified === 0 ? "–" : formatRelativeTime(info.modified, now),
      printable(name),
    ]),
    { style },
  );
  const size = infos.reduce((sum, { size }) => sum + size, 0);
  const folders = rows.length - infos.length;
  const counts = [
    ...folders > 0 ? [formatNoun(folders, "folder")] : [],
    ...infos.length > 0 ? [formatNoun(infos.length, "object"), formatSize(size)] : [],
  ];
  return [...table, style.dim(`  ${counts.join(", ")}`)];
}
