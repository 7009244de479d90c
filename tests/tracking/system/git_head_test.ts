import assert from "node:assert/strict";
import { readGitHead } from "../../../lib/tracking/system/git_head.ts";
import { capture } from "../../../tasks/process.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";

Deno.test("readGitHead() reads commit and branch as git itself writes them, from any folder below", async () => {
  await using dir = await tempDir();
  const commit = await makeRepository(dir);

  assert.deepEqual(readGitHead(dir.join("project")), { commit, branch: "main" });
});

Deno.test("readGitHead() finds a branch that git has packed", async () => {
  await using dir = await tempDir();
  const commit = await makeRepository(dir);
  await git(dir, "pack-refs", "--all");

  assert.deepEqual(readGitHead(dir.path), { commit, branch: "main" });
});

Deno.test("readGitHead() knows the branch of a linked worktree, and a branch with a slash", async () => {
  await using dir = await tempDir();
  const commit = await makeRepository(dir);
  await git(dir, "worktree", "add", "-q", "-b", "feature/x", dir.join("linked"));

  assert.deepEqual(readGitHead(dir.join("linked")), { commit, branch: "feature/x" });
  await git(dir, "pack-refs", "--all");
  assert.deepEqual(readGitHead(dir.join("linked")), { commit, branch: "feature/x" });
});

Deno.test("readGitHead() gives no branch when a commit is checked out, and no commit before the first", async () => {
  await using dir = await tempDir();
  await dir.write({ "detached/.git/HEAD": `${HASH}\n`, "fresh/.git/HEAD": "ref: refs/heads/main\n" });

  assert.deepEqual(readGitHead(dir.join("detached")), { commit: HASH, branch: undefined });
  assert.deepEqual(readGitHead(dir.join("fresh")), { commit: undefined, branch: "main" });
});

Deno.test("readGitHead() gives nothing outside of git, and for files that it does not understand", async () => {
  await using dir = await tempDir();
  await dir.write({
    "reftable/.git/HEAD": "ref: refs/heads/.invalid\n",
    "odd/.git/HEAD": "nonsense\n",
    "empty/.git/config": "",
    "lost/.git": "gitdir: /nowhere/at/all\n",
    "broken/.git/HEAD": "ref: refs/heads/main\n",
    "broken/.git/refs/heads/main": "nonsense\n",
  });

  for (const name of ["reftable", "odd", "empty", "lost"]) {
    assert.equal(readGitHead(dir.join(name)), undefined, name);
  }
  assert.deepEqual(readGitHead(dir.join("broken")), { commit: undefined, branch: "main" });
  assert.equal(readGitHead("/"), undefined);
});

async function makeRepository(dir: TempDir): Promise<string> {
  await dir.write({ "project/file.txt": "hello" });
  await git(dir, "init", "-q", "-b", "main");
  await git(dir, "add", ".");
  await git(dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "first");
  return (await git(dir, "rev-parse", "HEAD")).trim();
}

async function git(dir: TempDir, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture("git", args, { cwd: dir.path });
  assert.equal(code, 0, stderr);
  return stdout;
}
