/** The answer of git, which may take a while in a large repository. */
export interface GitStatus {
  /** Whether tracked files differ from the commit; `undefined` when git could not tell. */
  readonly isDirty: Promise<boolean | undefined>;
  /** Stop waiting. */
  cancel(): void;
}

/** Ask git whether tracked files differ from the commit. Never prompts: without permission to run git it is not asked. */
export function askGitStatus(directory: string): GitStatus | undefined {
  if (Deno.permissions.querySync({ name: "run", command: "git" }).state !== "granted") return undefined;
  const args = [
    "--no-optional-locks",
    // A repository may name a program to be run here.
    "-c",
    "core.fsmonitor=false",
    "status",
    "--porcelain",
    "--untracked-files=no",
    "--ignore-submodules=dirty",
  ];
  try {
    const command = new Deno.Command("git", {
      args,
      cwd: directory,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    });
    const child = command.spawn();
    return {
      isDirty: child.output().then(({ success, stdout }) => success ? stdout.length > 0 : undefined),
      cancel: () => stop(child),
    };
  } catch {
    // There is no git on this machine.
    return undefined;
  }
}

function stop(child: Deno.ChildProcess): void {
  try {
    child.kill();
  } catch {
    // It has ended meanwhile.
  }
}
