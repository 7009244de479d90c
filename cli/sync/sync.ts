import type { ReplicationTarget, ServerSettings, SyncNews, SyncReport, TargetStatus } from "../../mod.ts";
import { commandPrefix } from "../command_prefix.ts";
import type { CliContext } from "../context.ts";
import { EXIT, writeJson } from "../guard.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { type Runs, withRuns } from "../runs/open_runs.ts";
import { tellUnreadable } from "../tell_unreadable.ts";
import { UsageError } from "../usage_error.ts";
import { formatReplication, type FormatReplicationOptions } from "./format_replication.ts";
import type { SyncFlags } from "./sync_command.ts";

/** `kedge sync`. */
export async function syncRuns(this: CliContext, flags: SyncFlags, ...references: string[]): Promise<void> {
  await withRuns(this, flags, async (runs) => {
    if (flags.status && (flags.watch || flags.retry || references.length > 0)) {
      throw new UsageError("--status copies nothing: leave --watch, --retry and the runs away");
    }
    return flags.status ? await showStatus(this, flags, runs) : await copy(this, flags, { runs, references });
  });
}

async function showStatus(context: CliContext, flags: SyncFlags, { store, root }: Runs): Promise<number> {
  const targets = await store.describeReplication();
  if (flags.json) writeJson(context, { targets });
  else if (targets.length === 0) context.stdout.write(`  No run has been copied to a server, or shall be\n`);
  else {
    const configured = await findServer(context, flags, root).catch(() => undefined);
    const told = targets.map((target) => ({ ...target, reason: target.problem }));
    print(context, told, { root, configured: configured?.uri });
  }
  return EXIT.ok;
}

async function copy(
  context: CliContext,
  flags: SyncFlags,
  { runs, references }: { readonly runs: Runs; readonly references: readonly string[] },
): Promise<number> {
  const { resolveRun } = await import("../../mod.ts");
  const runIds: string[] = [];
  for (const reference of references) runIds.push((await resolveRun(runs.store, reference)).info.runId);
  return await copyToServer(context, flags, { runs, runIds });
}

/** Copy runs to the server that flags name or the project has, tell what became of it, and give the exit code. */
export async function copyToServer(
  context: CliContext,
  flags: SyncFlags,
  { runs: { store, root }, runIds }: { readonly runs: Runs; readonly runIds: readonly string[] },
): Promise<number> {
  const { syncRuns } = await import("../../mod.ts");
  const target = await findTarget(context, flags, root);
  const options = { root, configured: flags.to === undefined ? target.uri : undefined };
  const stop = new AbortController();
  const forget = context.onInterrupt(() => stop.abort());
  if (flags.watch) {
    tell(
      context,
      `Copying to ${printable(withoutLogin(target.uri))} what is recorded from now on: Ctrl-C ends it`,
    );
  }
  let report: SyncReport;
  try {
    report = await syncRuns(store, {
      ...target,
      runs: runIds,
      retry: flags.retry,
      watch: flags.watch,
      onNews: (news) => tell(context, ...describeNews(context, news, options)),
      signal: stop.signal,
    });
  } finally {
    forget();
  }
  if (flags.json) writeJson(context, report);
  else print(context, [report], options);
  return report.reason === undefined && report.unfinished.length === 0 ? EXIT.ok : EXIT.failed;
}

function describeNews(
  context: CliContext,
  news: SyncNews,
  options: FormatReplicationOptions,
): readonly string[] {
  const style = createStyle(context.stderr.isColoured);
  switch (news.kind) {
    case "complete":
      return formatReplication(context, news.status, options);
    case "failing":
      return [
        `${style.yellow("!")} ${printable(news.reason)}: what is recorded waits until the server answers`,
      ];
    case "answering":
      return [`${style.green("✓")} the server answers again`];
    default:
      return news satisfies never;
  }
}

// On standard error: the result comes at the end.
function tell({ stderr }: CliContext, ...lines: readonly string[]): void {
  stderr.write(`${lines.join("\n")}\n`);
}

async function findTarget(
  context: CliContext,
  flags: SyncFlags,
  root: string,
): Promise<ReplicationTarget & { readonly home: string | undefined }> {
  const home = context.env("HOME");
  const server = await findServer(context, flags, root);
  const uri = server?.uri;
  if (flags.to !== undefined && !isServer(flags.to)) {
    throw new UsageError(`Cannot copy to "${withoutLogin(flags.to)}": it must be an http or https URL`);
  }
  if (uri === undefined || !isServer(uri)) {
    throw new UsageError(
      `There is no server to copy to: set server.mlflow_tracking_uri in conf/base/mlflow.yml, or MLFLOW_TRACKING_URI, to its ` +
        `address, or give it: ${commandPrefix(context)} sync --to http://HOST:5000`,
    );
  }
  const variables = Object.fromEntries(
    Object.entries(server?.variables ?? {}).map(([name, value]) => [name, String(value.reveal())]),
  );
  return { uri, variables, home };
}

function isServer(uri: string): boolean {
  return /^https?:/i.test(uri);
}

function withoutLogin(uri: string): string {
  return uri.replace(/\/\/[^/@]*@/, "//***@");
}

async function findServer(
  context: CliContext,
  flags: SyncFlags,
  root: string,
): Promise<ServerSettings | undefined> {
  const { readServer } = await import("../../mod.ts");
  const get = (name: string): string | undefined => context.env(name);
  const onUnreadable = tellUnreadable(context);
  return await readServer(root, { uri: flags.to, env: flags.env, variables: { get }, onUnreadable });
}

function print(
  context: CliContext,
  targets: readonly (TargetStatus & { readonly reason: string | undefined; readonly sent?: number })[],
  options: FormatReplicationOptions,
): void {
  const lines = targets.flatMap((target) => formatReplication(context, target, options));
  context.stdout.write(`${lines.join("\n")}\n`);
}
