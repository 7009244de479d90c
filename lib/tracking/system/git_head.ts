import { dirname, isAbsolute, join, resolve } from "node:path";

/** What a folder under git is at. */
export interface GitHead {
  /** Hash of the commit; `undefined` before the first one. */
  readonly commit: string | undefined;
  /** Name of the branch; `undefined` when none is checked out. */
  readonly branch: string | undefined;
}

const HASH = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Read from the files of git what a folder is at, without starting git; `undefined` when it is not under git, or when the
 * files may not be read.
 */
export function readGitHead(directory: string): GitHead | undefined {
  const git = findGitFolder(resolve(directory));
  const head = git && readText(join(git, "HEAD"))?.trim();
  if (git === undefined || head === undefined) return undefined;
  if (HASH.test(head)) return { commit: head, branch: undefined };
  const ref = /^ref: (refs\/.+)$/.exec(head)?.[1];
  // Where git keeps its references in another format, this name stands in for all of them.
  if (ref === undefined || ref === "refs/heads/.invalid") return undefined;
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
  return { commit: readRef(git, ref), branch };
}

function findGitFolder(start: string): string | undefined {
  for (let folder = start;; folder = dirname(folder)) {
    const git = join(folder, ".git");
    const kind = kindOf(git);
    if (kind === "folder") return git;
    // In a linked worktree or a submodule it is a file that says where the folder is.
    const target = kind === "file" ? /^gitdir: (.+)$/m.exec(readText(git) ?? "")?.[1] : undefined;
    if (target !== undefined) return isAbsolute(target) ? target : join(folder, target);
    if (folder === dirname(folder)) return undefined;
  }
}

function readRef(git: string, ref: string): string | undefined {
  // Branches of a linked worktree are kept with those of the main one.
  const shared = readText(join(git, "commondir"))?.trim();
  const folders = shared === undefined ? [git] : [git, resolve(git, shared)];
  for (const folder of folders) {
    const hash = readText(join(folder, ...ref.split("/")))?.trim() ?? packedRef(folder, ref);
    if (hash !== undefined && HASH.test(hash)) return hash;
  }
  return undefined;
}

function packedRef(folder: string, ref: string): string | undefined {
  const line = readText(join(folder, "packed-refs"))?.split("\n").find((line) => line.endsWith(` ${ref}`));
  return line?.split(" ")[0];
}

function kindOf(path: string): "file" | "folder" | undefined {
  if (!mayRead(path)) return undefined;
  try {
    return Deno.statSync(path).isDirectory ? "folder" : "file";
  } catch {
    return undefined;
  }
}

// Whatever is wrong with the files of git, it is no reason not to run.
function readText(path: string): string | undefined {
  if (!mayRead(path)) return undefined;
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

// Asked first, as reading without permission would prompt.
function mayRead(path: string): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}
