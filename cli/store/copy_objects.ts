import type { CopyReport, StoreKey, StoreLocation, StoreTree, TransferEvent } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { formatDuration } from "../format/duration.ts";
import { formatSize } from "../format/size.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { shortPath } from "../short_path.ts";
import { UsageError } from "../usage_error.ts";
import type { CopyFlags } from "./store_routes.ts";
import { openTransferProgress } from "./transfer_progress.ts";
import {
  asUsage,
  findPlace,
  type Found,
  needsRecursive,
  nothingAt,
  uriOf,
  withStores,
} from "./with_stores.ts";

/** `kedge store cp`. */
export async function copyObjects(this: CliContext, flags: CopyFlags, from = "", to = ""): Promise<void> {
  await withStores(this, flags, async (stores) => {
    const { locate, interrupts: { signal } } = stores;
    const { update } = flags;
    const concurrency = parseConcurrency(flags.concurrency);
    const source = await findPlace(this, stores, from);
    checkSource(this, source, flags);
    const target = findTarget(source, await locate(to), to);
    const progress = openTransferProgress(this);
    const omitted: string[] = [];
    const onEvent = (event: TransferEvent): void => {
      if (event.kind === "omitted") omitted.push(event.name);
      else progress.onEvent(event);
    };
    const options: Options = { update, concurrency, signal, onEvent };
    try {
      const report = await asUsage(() => copy(source, target, options));
      progress.close();
      if (omitted.length > 0) this.stderr.write(`${describeOmitted(omitted)}\n`);
      if (source.kind === "folder" && report.copied + report.skipped === 0) throw nothingAt(this, source);
      const facts = { from: uriOf(source), to: target.uri, ...report };
      if (flags.json) writeJson(this, { ...facts, ...(omitted.length > 0 ? { omitted } : {}) });
      else this.stdout.write(`${describe(this, facts, progress.elapsed())}\n`);
      return EXIT.ok;
    } catch (error) {
      progress.close();
      if (progress.done() > 0) {
        const done = `copied or there already: ${progress.done()} of ${
          formatNoun(progress.total(), "object")
        }`;
        this.stderr.write(`  ${done}; the same command with --update goes on\n`);
      }
      throw error;
    } finally {
      progress.close();
    }
  });
}

interface Options {
  readonly update: boolean | undefined;
  readonly concurrency: number | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: TransferEvent) => void;
}

interface Target {
  /** Where an object goes. */
  readonly place: StoreKey | undefined;
  /** Where all of a folder goes. */
  readonly folder: StoreTree;
  /** How messages call it. */
  readonly uri: string;
}

async function copy(source: Found, { place, folder }: Target, options: Options): Promise<CopyReport> {
  const { copyObject, copyTree } = await import("../../mod.ts");
  return source.kind === "object" && place !== undefined
    ? await copyObject(source, place, options)
    : await copyTree(source as StoreTree, folder, options);
}

function checkSource(context: CliContext, source: Found, { recursive = false }: CopyFlags): void {
  if (source.kind === "folder" && !recursive) throw needsRecursive(context, source, "copy");
  if (source.kind === "object" && recursive) {
    throw new UsageError(`"${shortPath(uriOf(source), context)}" is no folder: leave out --recursive`);
  }
}

// An object goes into a folder under its own name; what is in a folder goes into a folder.
function findTarget(source: Found, target: StoreLocation, typed: string): Target {
  if (source.kind === "folder") {
    if (target.kind === "object") {
      throw new UsageError(`"${typed}" is no folder: a folder is copied into one`);
    }
    const folder = target.kind === "folder" ? target : target.folder;
    return { place: undefined, folder, uri: uriOf(target) };
  }
  const isFolder = target.kind === "folder" || (target.kind === "nothing" && /[/\\]$/.test(typed));
  if (!isFolder) {
    const place = target.kind === "object" ? target : target.place;
    return { place, folder: { store: place.store, prefix: "" }, uri: uriOf(target) };
  }
  const folder = target.kind === "folder" ? target : target.folder;
  const place = {
    store: folder.store,
    key: folder.prefix + source.key.slice(source.key.lastIndexOf("/") + 1),
  };
  return { place, folder, uri: place.store.uri(place.key) };
}

const NAMED = 5;

function describeOmitted(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  const named = names.slice(0, NAMED).map((name) => `"${printable(name)}"`).join(", ") + more;
  return `! not copied: ${named}: links to folders or to nothing, special files and keys with empty, "." or ".." segments`;
}

function describe(
  context: CliContext,
  { copied, skipped, bytes, to }: CopyReport & { readonly to: string },
  took: number,
): string {
  const name = printable(shortPath(to, context));
  const kept = skipped === 0 ? "" : `${formatNoun(skipped, "object")} there already`;
  if (copied === 0) return `  nothing to copy to ${name}: ${kept}`;
  const speed = took >= 100 ? `, ${formatSize(bytes / took * 1000)}/s` : "";
  const what = `${formatNoun(copied, "object")}, ${formatSize(bytes)}`;
  return `  copied ${what} to ${name} in ${formatDuration(took)}${speed}${kept === "" ? "" : ` · ${kept}`}`;
}

function parseConcurrency(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`Flag --concurrency must be a whole number from 1 on: found "${text}"`);
}
