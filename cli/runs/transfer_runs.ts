import { basename, dirname } from "node:path";
import type { ExportRunsOptions, Run } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { printable } from "../format/text.ts";
import { EXIT, guard, writeJson } from "../guard.ts";
import { projectCommand, resolveSource } from "../project_folder.ts";
import { UsageError } from "../usage_error.ts";
import type { ExportFlags, ImportFlags } from "./data_routes.ts";
import { type AnyRuns, variablesOf, withAnyRuns, withRuns } from "./open_runs.ts";

const FORMATS = ["json", "csv", "archive"] as const;
const SHOWN = 10;

/** `kedge runs export`. */
export async function exportCommand(
  this: CliContext,
  flags: ExportFlags,
  ...references: string[]
): Promise<void> {
  if (flags.to !== undefined) return await exportTo.call(this, flags, references);
  await withAnyRuns(this, flags, async (runs) => {
    const format = parseFormat(flags);
    if (references.length > 0 && flags.filter !== undefined) {
      throw new UsageError("Name runs, or give --filter, not both");
    }
    const chosen = await choose(runs, references, flags.filter);
    const { exportRuns } = await import("../../mod.ts");
    const bytes = await exportRuns(runs.store, chosen, { format });
    if (flags.output === undefined) {
      this.stdout.write(await new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).text());
      return EXIT.ok;
    }
    const file = await writeOutput(resolveSource(this, flags.output), bytes);
    if (flags.json) writeJson(this, { runs: chosen.map(({ info }) => info.runId), format, file });
    else this.stdout.write(`  wrote ${formatNoun(chosen.length, "run")} to ${printable(flags.output)}\n`);
    return EXIT.ok;
  });
}

// To a server they go as `kedge sync` copies them: with their models, and what is there already stays as it is.
async function exportTo(this: CliContext, flags: ExportFlags, references: readonly string[]): Promise<void> {
  for (const name of ["format", "output", "store"] as const) {
    if (flags[name] === undefined) continue;
    return await guard(this, { json: flags.json }, () => {
      throw new UsageError(`--to copies runs of the project to a server: leave out --${name}`);
    });
  }
  await withRuns(this, flags, async (runs) => {
    const chosen = await choose(runs, references, flags.filter);
    const { copyToServer } = await import("../sync/sync.ts");
    return await copyToServer(this, { to: flags.to, json: flags.json }, {
      runs,
      runIds: chosen.map(({ info }) => info.runId),
    });
  });
}

/** `kedge runs import`. */
export async function importCommand(this: CliContext, flags: ImportFlags, path = ""): Promise<void> {
  await withRuns(this, flags, async ({ store, root }) => {
    const { importRuns } = await import("../../mod.ts");
    const isUrl = /^https?:/i.test(path);
    const report = await importRuns(store, resolveSource(this, path), {
      experiment: flags.experiment,
      filter: flags.filter,
      from: flags.from?.split(",").map((name) => name.trim()),
      ...isUrl && { server: { variable: await variablesOf(this, path, root) } },
    });
    if (flags.json) {
      writeJson(this, report);
      return EXIT.ok;
    }
    const { kind, imported, known, artifacts, models, notes } = report;
    const names = imported.slice(0, SHOWN).map(({ runName }) => printable(runName)).join(", ");
    const lines = [
      `  imported ${formatNoun(imported.length, "run")} and ${
        formatNoun(artifacts, "artifact")
      } from ${kind}${imported.length === 0 ? "" : `: ${names}${imported.length > SHOWN ? ", …" : ""}`}`,
      ...(models === 0 ? [] : [`  with them: ${formatNoun(models, "model")} and versions of models`]),
      ...(known.length === 0 ? [] : [`  here already: ${formatNoun(known.length, "run")}`]),
      ...notes.map((note) => `  ${printable(note)}`),
      ...(imported.length === 0 ? [] : [`  look: ${projectCommand(this, root, ["runs", "list"])}`]),
    ];
    this.stdout.write(`${lines.join("\n")}\n`);
    return EXIT.ok;
  });
}

function parseFormat({ output, format = formatOf(output), json }: ExportFlags): ExportRunsOptions["format"] {
  const found = FORMATS.find((known) => known === format);
  if (found === undefined) {
    throw new UsageError(`Flag --format must be one of ${FORMATS.join(", ")}: found "${format}"`);
  }
  if (found === "archive" && output === undefined) {
    throw new UsageError("An archive needs a file: give --output FILE");
  }
  if (found === "csv" && output === undefined && json) {
    throw new UsageError("CSV is no JSON: leave out --json, or give --output FILE");
  }
  return found;
}

// As the name of the file says, for those who do not say it twice.
function formatOf(output: string = ""): (typeof FORMATS)[number] {
  if (/\.(tar\.gz|tgz)$/i.test(output)) return "archive";
  return /\.csv$/i.test(output) ? "csv" : "json";
}

async function choose(
  { store }: AnyRuns,
  references: readonly string[],
  filter: string | undefined,
): Promise<readonly Run[]> {
  const { resolveRun } = await import("../../mod.ts");
  if (references.length > 0) {
    const found: Run[] = [];
    for (const reference of references) found.push(await resolveRun(store, reference));
    return found;
  }
  const found: Run[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.searchRuns({ filter, pageToken });
    found.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

// A file, or an object in S3; gives the name that is told.
async function writeOutput(place: string, bytes: ReadableStream<Uint8Array>): Promise<string> {
  const { createLocator, localStore } = await import("../../mod.ts");
  if (!/^[a-z][a-z0-9+.-]+:/i.test(place)) {
    // Somebody may read the file while it is written, or stop it: it is there when it is whole.
    await localStore(dirname(place)).write(basename(place), bytes);
    return place;
  }
  await using locate = createLocator();
  const found = await locate(place).catch((error) => {
    throw error instanceof TypeError || error instanceof RangeError ? new UsageError(error.message) : error;
  });
  if (found.kind === "folder") throw new UsageError(`"${place}" is a folder: name a file in it`);
  const { store, key } = found.kind === "object" ? found : found.place;
  await store.write(key, bytes);
  return store.uri(key);
}
