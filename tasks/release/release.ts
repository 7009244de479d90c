import { capture } from "../process.ts";
import { releaseChangelog, unreleasedEntries } from "./changelog.ts";

/** What a release is made of. */
export interface ReleaseOptions {
  /** Folder of the clone. */
  readonly root: string;
  /** The version to release: `0.2.0`. */
  readonly version: string;
  /** The day: `2026-11-24`. */
  readonly date: string;
  /** Check everything and change nothing. */
  readonly dryRun: boolean;
  /** Run the tests of the clone; resolves to whether all of them passed. The test of the public surface is one of them. */
  readonly test: () => Promise<boolean>;
  /** Check types, format and documents of the clone once the version is set; resolves to whether all is well. */
  readonly check: () => Promise<boolean>;
  /** Told what happens. */
  readonly say: (line: string) => void;
}

/** Check the clone, set its version, write the changelog, commit and tag. Throws when a check fails. */
export async function release(options: ReleaseOptions): Promise<void> {
  const { root, version, date, dryRun, test, check, say } = options;
  const current = await readVersion(root);
  if (!isAtLeast(version, current)) {
    throw new Error(`Cannot release "${version}": it must be X.Y.Z, and not below ${current}`);
  }
  if (await git(root, "status", "--porcelain") !== "") {
    throw new Error("Cannot release: there are uncommitted changes");
  }
  if (await git(root, "tag", "--list", `v${version}`) !== "") {
    throw new Error(`Cannot release: tag v${version} exists`);
  }
  const changelog = await Deno.readTextFile(`${root}/CHANGELOG.md`);
  const entries = unreleasedEntries(changelog);
  if (entries === "") throw new Error('Cannot release: CHANGELOG.md has nothing under "Unreleased"');
  if (!await test()) throw new Error("Cannot release: the tests fail");

  const files = await filesWithVersion(root, current);
  say(`${current} -> ${version} in ${files.length} files`);
  say(entries);
  if (dryRun) return say("Nothing was changed, as this is a dry run");

  for (const file of files) {
    const text = await Deno.readTextFile(`${root}/${file}`);
    await Deno.writeTextFile(`${root}/${file}`, setVersion(text, current, version));
  }
  await Deno.writeTextFile(`${root}/CHANGELOG.md`, releaseChangelog(changelog, version, date));
  if (!await check()) {
    throw new Error("Cannot release: `deno task ok` fails with the new version, see `git diff`");
  }
  await git(root, "commit", "--quiet", "--all", "--message", `chore: release ${version}`);
  await git(
    root,
    "tag",
    "--annotate",
    "--cleanup=whitespace",
    `v${version}`,
    "--message",
    `Kedge ${version}\n\n${entries}`,
  );
  say(`Committed and tagged v${version}; publish it with: git push --follow-tags`);
}

/** `text` with the version set wherever it is written: in the constant and in the public URL. */
export function setVersion(text: string, from: string, to: string): string {
  return text.replaceAll(`kedge@${from}`, `kedge@${to}`)
    .replaceAll(`VERSION: string = "${from}"`, `VERSION: string = "${to}"`);
}

async function readVersion(root: string): Promise<string> {
  const text = await Deno.readTextFile(`${root}/lib/core/version.ts`);
  const version = /VERSION: string = "([^"]+)"/.exec(text)?.[1];
  if (version === undefined) throw new Error("Cannot release: lib/core/version.ts holds no version");
  return version;
}

async function filesWithVersion(root: string, version: string): Promise<string[]> {
  const tracked = (await git(root, "ls-files", "-z")).split("\0").filter((file) => file !== "");
  const found: string[] = [];
  for (const file of tracked) {
    // Older entries of the changelog speak of the versions they were written for.
    if (file === "CHANGELOG.md" || !/\.(ts|md|json|ya?ml|txt|ipynb)$/.test(file)) continue;
    const text = await Deno.readTextFile(`${root}/${file}`);
    if (setVersion(text, version, "") !== text) found.push(file);
  }
  return found;
}

// The version of the clone itself may be released when it has no tag yet: the first one is.
function isAtLeast(version: string, current: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const [wanted = [], had = []] = [version, current].map((text) => text.split(".").map(Number));
  const differing = wanted.findIndex((part, index) => part !== had[index]);
  return differing < 0 || (wanted[differing] ?? 0) > (had[differing] ?? 0);
}

async function git(root: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await capture("git", args, { cwd: root });
  if (code !== 0) throw new Error(`Cannot release: git ${args[0]} failed: ${stderr.trim()}`);
  return stdout.trim();
}
