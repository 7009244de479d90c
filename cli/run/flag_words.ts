import type { RunWord } from "../../mod.ts";
import type { RunFlags } from "./run_command.ts";

/** What flags say about the run, as a run file would. Of a list flag that is given again the last one counts. */
export function flagWords(flags: RunFlags): RunWord[] {
  const { params, runTag, noTrack, config: _config, json: _json, project: _project, ...others } = flags;
  const words = Object.entries(others).map(([name, value]): RunWord => ({
    key: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value: Array.isArray(value) ? value.at(-1) : value,
    name: flagName(name),
  }));
  return [
    ...words,
    { key: "params", value: params?.join(","), name: "--params" },
    { key: "run_tags", value: runTag, name: "--run-tag" },
    { key: "track", value: noTrack && false, name: "--no-track" },
  ].filter(({ value }) => value !== undefined);
}

/** Flags that are given more than once where only the last one counts, as they are typed. */
export function repeatedFlags({ params: _params, runTag: _runTag, ...flags }: RunFlags): string[] {
  return Object.entries(flags).filter(([, value]) => Array.isArray(value) && value.length > 1)
    .map(([name]) => flagName(name));
}

/** Flags as Kedro's short ones are typed: of two letters, which stricli does not know. */
export function expandShortFlags(args: readonly string[]): readonly string[] {
  if (args[0] !== "run") return args;
  return args.map((arg) => Object.hasOwn(SHORT_FLAGS, arg) ? SHORT_FLAGS[arg]! : arg);
}

const SHORT_FLAGS: Readonly<Record<string, string>> = { "-lv": "--load-versions", "-ns": "--namespaces" };

function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
