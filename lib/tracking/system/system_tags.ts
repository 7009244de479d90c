import { relative } from "node:path";
import { getBuiltinModule } from "node:process";
import { fileURLToPath } from "node:url";
import { environVariable } from "../../core/environ.ts";
import type { Mask } from "../../core/mask.ts";
import { VERSION } from "../../core/version.ts";
import { MAX_TAG_LENGTH } from "../limits.ts";
import { GIT_BRANCH_TAG, GIT_COMMIT_TAG, USER_TAG } from "../tag_names.ts";
import { describeCommand, redact } from "./command_line.ts";
import { readGitHead } from "./git_head.ts";

/** What a run is told about where it comes from. */
export interface SystemTagsOptions {
  /** Folder of the project. */
  readonly directory: string;
  /** The command that started it, word by word. @default {the main module and its arguments} */
  readonly command?: readonly string[] | undefined;
  /** What it runs, shown as its source. @default {the main module} */
  readonly source?: string | undefined;
  /** Patterns of names whose values are not shown, beside the usual ones. */
  readonly redact?: readonly string[] | undefined;
  /** Hides secrets in the command. @default {as names say} */
  readonly mask?: Mask | undefined;
}

/** Tags by which MLflow and Kedge show where a run comes from. What may not be read is left out. */
export function systemTags(options: SystemTagsOptions): Readonly<Record<string, string>> {
  const { directory, redact: names, mask = (word) => word } = options;
  const main = mainModule(directory);
  const { command = [main, ...Deno.args], source = main } = options;
  const head = readGitHead(directory);
  const tags: Readonly<Record<string, string | undefined>> = {
    [USER_TAG]: userName(),
    "mlflow.source.name": redact(source, names),
    "mlflow.source.type": "LOCAL",
    [GIT_COMMIT_TAG]: head?.commit,
    [GIT_BRANCH_TAG]: head?.branch,
    "kedge.version": VERSION,
    "kedge.deno": Deno.version.deno,
    "kedge.command": describeCommand(command.map(mask), names),
  };
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value.slice(0, MAX_TAG_LENGTH)]]
    ),
  );
}

// Services and containers have an account, and no variable that names it.
function userName(): string | undefined {
  const told = environVariable("USER") ?? environVariable("LOGNAME") ?? environVariable("USERNAME");
  if (told !== undefined || Deno.permissions.querySync({ name: "sys" }).state !== "granted") return told;
  try {
    return getBuiltinModule("node:os").userInfo().username;
  } catch {
    return undefined; // a number without a name
  }
}

// As one would type it: a file inside the project by its relative path, everything else whole.
function mainModule(directory: string): string {
  if (!Deno.mainModule.startsWith("file:")) return Deno.mainModule;
  const path = fileURLToPath(Deno.mainModule);
  const inside = relative(directory, path);
  return inside.startsWith("..") ? path : inside;
}
