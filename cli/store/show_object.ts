import type { ObjectInfo, StoreTree } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatCount } from "../format/count.ts";
import { formatTime } from "../format/relative_time.ts";
import { formatSize } from "../format/size.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { shortPath } from "../short_path.ts";
import type { StoreFlags } from "./store_routes.ts";
import { findPlace, nothingAt, uriOf, withStores } from "./with_stores.ts";

/** `kedge store stat`. */
export async function showObject(this: CliContext, flags: StoreFlags, place = ""): Promise<void> {
  await withStores(this, flags, async (stores) => {
    const location = await findPlace(this, stores, place);
    const uri = uriOf(location);
    const facts = location.kind === "object"
      ? location.info
      : await addUp(location, stores.interrupts.signal);
    if ("objects" in facts && facts.objects === 0) throw nothingAt(this, location);
    if (flags.json) writeJson(this, toJson(uri, facts));
    else this.stdout.write(`${format(this, uri, facts).join("\n")}\n`);
    return EXIT.ok;
  });
}

interface FolderFacts {
  readonly objects: number;
  readonly size: number;
  readonly modified: number;
}

async function addUp(
  { store, prefix }: StoreTree,
  signal: AbortSignal,
): Promise<FolderFacts> {
  const facts = { objects: 0, size: 0, modified: 0 };
  for await (const { size, modified } of store.list(prefix)) {
    signal.throwIfAborted();
    facts.objects += 1;
    facts.size += size;
    facts.modified = Math.max(facts.modified, modified);
  }
  return facts;
}

function toJson(uri: string, facts: ObjectInfo | FolderFacts): Record<string, unknown> {
  const { modified, ...rest } = facts;
  return { uri, ...rest, modified: new Date(modified).toISOString() };
}

function format(context: CliContext, uri: string, facts: ObjectInfo | FolderFacts): readonly string[] {
  const style = createStyle(context.stdout.isColoured);
  const { size, modified } = facts;
  const bytes = `${formatSize(size)}${size < 1000 ? "" : style.dim(` (${size} bytes)`)}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["objects", "objects" in facts ? formatCount(facts.objects) : undefined],
    ["size", bytes],
    ["modified", modified === 0 ? undefined : formatTime(modified)],
    ["sha256", "key" in facts ? facts.sha256 : undefined],
    ["etag", "key" in facts ? facts.etag : undefined],
    ["version", "key" in facts ? facts.version : undefined],
  ];
  return [
    style.bold(printable(shortPath(uri, context))),
    ...rows.flatMap(([name, value]) => value === undefined ? [] : [`  ${name.padEnd(8)}  ${value}`]),
  ];
}
