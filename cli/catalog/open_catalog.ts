import type { OpenProjectOptions, Project, SourcePlace } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { guard, type GuardOptions } from "../guard.ts";
import { requireProject } from "../project_folder.ts";
import { captureConsole } from "../run/capture_console.ts";
import { readRequest } from "../run/read_request.ts";
import type { CatalogFlags, CheckFlags } from "./catalog_routes.ts";

/** What a command about the catalog works with. */
export interface OpenCatalog {
  /** The project. */
  readonly project: Project;
  /** Which pipelines and versions the flags choose. */
  readonly choice: {
    readonly pipelines?: readonly string[] | undefined;
    readonly loadVersions?: Readonly<Record<string, string>> | undefined;
    readonly loadVersionsAt?: SourcePlace | undefined;
  };
}

/** Open the project with the flags of `kedge catalog`, do something with it, and set the exit code. */
export async function withCatalog(
  context: CliContext,
  flags: CatalogFlags & Pick<CheckFlags, "pipelines" | "loadVersions">,
  action: (open: OpenCatalog) => Promise<number>,
  onProblems?: OpenProjectOptions["onProblems"],
): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  await guard(context, options, async () => {
    const { findProject, openProject, ...readers } = await import("../../mod.ts");
    const { env, params, confSource, ...choice } = flags;
    const asked = { env, params, confSource, pipelines: choice.pipelines, loadVersions: choice.loadVersions };
    const { open, run: { pipelines, loadVersions, loadVersionsAt } } = await readRequest(
      context,
      asked,
      readers,
    );
    const root = await requireProject(context, findProject, flags.project);
    options.root = root;
    // From before kedge.ts is loaded, as it may print too.
    const release = flags.json
      ? await captureConsole(context, (text) => context.stderr.write(text))
      : () => {};
    try {
      await using project = await openProject(root, { ...open, onProblems });
      return await action({ project, choice: { pipelines, loadVersions, loadVersionsAt } });
    } finally {
      release();
    }
  });
}
