import type { CliContext } from "./context.ts";

/**
 * How this command line is started by whoever reads its messages: `deno task kedge`, `kedge`, or the whole `deno run`.
 * Every command that is printed begins with it, so that it can be pasted.
 */
export function commandPrefix(context: CliContext): string {
  return commandWords(context).map(quote).join(" ");
}

/**
 * The words of {@linkcode commandPrefix}, before a shell needs them quoted.
 *
 * The `kedge` tasks say their own name in `KEDGE_COMMAND`. Outside of a task, a `kedge` on the PATH counts when it starts
 * this very module, as the script does that `deno install -g` writes.
 */
export function commandWords(context: CliContext): readonly string[] {
  if (context.startedBy !== undefined) return context.startedBy;
  const task = context.env("KEDGE_COMMAND");
  if (task !== undefined) return withNpx(task.split(" "), context);
  if (isInstalled(context)) return ["kedge"];
  return withNpx(["deno", "run", "-A", mainModuleAsTyped(context)], context);
}

/** As {@linkcode commandPrefix}, for somebody who goes on in a new project, which has a task of its own. */
export function commandInNewProject(context: CliContext): string {
  return context.env("KEDGE_COMMAND") === undefined && isInstalled(context)
    ? "kedge"
    : withNpx(["deno", "task", "kedge"], context).join(" ");
}

/** A command to paste: the prefix and arguments, quoted where a shell needs it. */
export function formatCommand(prefix: string, args: readonly string[]): string {
  return [prefix, ...args.map(quote)].join(" ");
}

// Somebody who typed `npx -y deno` may have no `deno` to type.
function withNpx(words: readonly string[], { execPath }: CliContext): readonly string[] {
  const isNpx = words[0] === "deno" && /[\\/]_npx[\\/]/.test(execPath);
  return isNpx ? ["npx", "-y", `deno@${Deno.version.deno}`, ...words.slice(1)] : words;
}

function isInstalled({ env, mainModule }: CliContext): boolean {
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const names = Deno.build.os === "windows" ? ["kedge.cmd", "kedge"] : ["kedge"];
  for (const folder of (env("PATH") ?? "").split(separator)) {
    for (const name of names) {
      const script = readSmallText(`${folder}/${name}`);
      if (script !== undefined) return script.includes(mainModule);
    }
  }
  return false;
}

function readSmallText(path: string): string | undefined {
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile ? size < 4096 ? Deno.readTextFileSync(path) : "" : undefined;
  } catch {
    return undefined; // not there or not to be read, as for whoever types the name
  }
}

function mainModuleAsTyped({ mainModule, cwd }: CliContext): string {
  if (!mainModule.startsWith("file:")) return mainModule;
  const path = decodeURIComponent(new URL(mainModule).pathname);
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

function quote(text: string): string {
  // A command stays on its line, whatever a name holds.
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x1f\x7f]/.test(text)) return `$'${escapeControls(text)}'`;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

// As bash, zsh and ksh read it between `$'` and `'`.
function escapeControls(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replace(
    // deno-lint-ignore no-control-regex
    /[\x00-\x1f\x7f]/g,
    (char) => char === "\n" ? "\\n" : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
