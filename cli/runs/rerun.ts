import type { Difference } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { EXIT, guard, type GuardOptions, writeJson } from "../guard.ts";
import { requireProject } from "../project_folder.ts";
import { runPrepared } from "../run/run.ts";
import type { RerunFlags } from "./data_routes.ts";

/** `kedge runs rerun`. */
export async function rerun(this: CliContext, flags: RerunFlags, reference = ""): Promise<void> {
  if (flags.dryRun) return await tell(this, flags, reference);
  await runPrepared(this, flags, async (findRoot) => {
    const root = await findRoot();
    const { openRerun, openEmbeddedStore, resolveRun } = await import("../../mod.ts");
    await using store = openEmbeddedStore(root);
    const { project, options, differences } = await openRerun(
      root,
      store,
      await resolveRun(store, reference),
    );
    this.stderr.write(`${formatDifferences(differences, this).join("\n")}\n`);
    return { project, choice: options };
  });
}

async function tell(context: CliContext, flags: RerunFlags, reference: string): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  await guard(context, options, async () => {
    const { findProject, openRerun, openEmbeddedStore, resolveRun } = await import("../../mod.ts");
    const root = options.root = await requireProject(context, findProject, flags.project);
    await using store = openEmbeddedStore(root);
    await using again = await openRerun(root, store, await resolveRun(store, reference));
    if (flags.json) writeJson(context, { differences: again.differences });
    else context.stdout.write(`${formatDifferences(again.differences, context).join("\n")}\n`);
    return EXIT.ok;
  });
}

function formatDifferences(differences: readonly Difference[], context: CliContext): readonly string[] {
  if (differences.length === 0) return ["  Nothing differs from then"];
  const style = createStyle(context.stdout.isColoured);
  return formatTable(
    [{ head: "differs" }, { head: "where", maxWidth: 60 }, { head: "then" }, { head: "now" }],
    differences.map(({ what, path, then, now }) => [
      what,
      printable(path),
      then === undefined ? "–" : printable(then),
      now === undefined ? "–" : printable(now),
    ]),
    { style, width: context.stdout.size()?.columns, keepsColumns: true },
  );
}
