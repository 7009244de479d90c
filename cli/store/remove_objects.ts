import type { CliContext } from "../context.ts";
import { commandPrefix, formatCommand } from "../command_prefix.ts";
import { formatNoun } from "../format/count.ts";
import { formatSize } from "../format/size.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { shortPath } from "../short_path.ts";
import type { RemoveFlags } from "./store_routes.ts";
import { openTransferProgress } from "./transfer_progress.ts";
import { findPlace, type Found, needsRecursive, nothingAt, uriOf, withStores } from "./with_stores.ts";

/** `kedge store rm`. */
export async function removeObjects(this: CliContext, flags: RemoveFlags, place = ""): Promise<void> {
  await withStores(this, flags, async (stores) => {
    const { recursive = false, yes = false } = flags;
    const location = await findPlace(this, stores, place);
    const isRemoved = location.kind === "object" || yes;
    if (location.kind === "folder" && !recursive) throw needsRecursive(this, location, "remove");
    const report = isRemoved
      ? await remove(this, location, stores.interrupts.signal)
      : await addUp(location, stores.interrupts.signal);
    if (report.objects === 0) throw nothingAt(this, location);
    const uri = uriOf(location);
    if (flags.json) writeJson(this, { uri, ...report, isRemoved });
    else this.stdout.write(`${describe(this, { uri, place, ...report, isRemoved }).join("\n")}\n`);
    return EXIT.ok;
  });
}

interface Removed {
  readonly objects: number;
  readonly bytes: number;
}

async function remove(context: CliContext, location: Found, signal: AbortSignal): Promise<Removed> {
  const { removeTree } = await import("../../mod.ts");
  if (location.kind === "object") {
    await location.store.delete(location.key);
    return { objects: 1, bytes: location.info.size };
  }
  const progress = openTransferProgress(context);
  try {
    return await removeTree(location, { signal, onEvent: progress.onEvent });
  } finally {
    progress.close();
  }
}

async function addUp(location: Found, signal: AbortSignal): Promise<Removed> {
  const sum = { objects: 0, bytes: 0 };
  if (location.kind === "object") return sum;
  for await (const { size } of location.store.list(location.prefix)) {
    signal.throwIfAborted();
    sum.objects += 1;
    sum.bytes += size;
  }
  return sum;
}

function describe(
  context: CliContext,
  { uri, place, objects, bytes, isRemoved }: Removed & {
    readonly uri: string;
    readonly place: string;
    readonly isRemoved: boolean;
  },
): readonly string[] {
  const what = `${formatNoun(objects, "object")}, ${formatSize(bytes)}`;
  const name = printable(shortPath(uri, context));
  if (isRemoved) return [`  removed ${what}: ${name}`];
  const again = formatCommand(commandPrefix(context), ["store", "rm", "--recursive", place, "--yes"]);
  return [`  would remove ${what}: ${name}`, `  to do it: ${again}`];
}
