import type { RunFlags } from "../../cli/run/run_command.ts";
import { runCommand } from "../../cli/run/run_command.ts";
import { readRequest } from "../../cli/run/read_request.ts";
import { usageText } from "../../cli/usage_text.ts";
import { buildApplication, run as runApplication } from "../../lib/deps/stricli.ts";
import { parseParams } from "../../lib/config/params_option.ts";
import { parseLoadVersions } from "../../lib/project/load_versions_option.ts";
import { parseNames } from "../../lib/project/run_names.ts";
import { parseRunRequest, readRunFile, type RunRequest } from "../../lib/project/run_request.ts";
import { fakeCli } from "../support/fake_cli.ts";
import { tempDir } from "../support/temp_dir.ts";

interface ParamsInput {
  readonly option: "params" | "load_versions" | "nodes" | "list" | "config";
  readonly text: string;
  readonly argv: readonly string[];
  readonly config_text?: string;
}

/** Run one case of params_cli.json. */
export function run(input: unknown): unknown {
  const { option, text, argv, config_text } = input as ParamsInput;
  switch (option) {
    case "params":
      return parseParams(text);
    case "load_versions":
      return parseLoadVersions(text);
    case "nodes":
    case "list":
      return parseNames(text);
    case "config":
      return readCommandLine(argv, config_text);
  }
}

async function readCommandLine(argv: readonly string[], configText: string | undefined): Promise<unknown> {
  await using dir = await tempDir();
  if (configText !== undefined) await dir.write({ "run.yml": configText });
  const { context } = fakeCli({ cwd: dir.path });
  const problems: unknown[] = [];
  const text = usageText((message, error) => problems.push(error ?? new Error(message)));
  let flags: RunFlags = {};
  const command = runCommand("kedge", () => Promise.resolve((given: RunFlags) => void (flags = given)));
  const app = buildApplication(command, {
    name: "kedge",
    scanner: { caseStyle: "allow-kebab-for-camel" },
    localization: { text },
  });
  await runApplication(app, argv, context);
  if (problems.length > 0) throw problems[0];
  return describe(await readRequest(context, flags, { parseRunRequest, readRunFile }));
}

const RUNNERS = { sequential: "SequentialRunner", concurrent: "ThreadRunner" } as const;

// As the recorded session and run were described: what is empty is left out.
function describe({ open, run }: RunRequest): unknown {
  const { filter = {} } = run;
  return {
    session: withoutEmpty({ env: open.env, conf_source: open.confSource, runtime_params: open.params }),
    run: withoutEmpty({
      tags: filter.tags,
      runner: RUNNERS[run.runner ?? "sequential"],
      node_names: filter.nodeNames,
      from_nodes: filter.fromNodes,
      to_nodes: filter.toNodes,
      from_inputs: filter.fromInputs,
      to_outputs: filter.toOutputs,
      load_versions: run.loadVersions,
      pipeline_names: run.pipelines,
      namespaces: filter.nodeNamespaces,
      only_missing_outputs: run.onlyMissingOutputs,
    }),
  };
}

function withoutEmpty(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
