import assert from "node:assert/strict";
import { isTemporary, keyToPath, temporaryName } from "../../lib/stores/local_path.ts";

Deno.test("keyToPath() puts a key below the folder, on every system with its own separator", () => {
  assert.equal(keyToPath("/data", "a/b c/%41.txt", false), "/data/a/b c/%41.txt");
  assert.equal(keyToPath("/", "a", false), "/a");
  assert.equal(keyToPath("C:\\data", "a/b c/%41.txt", true), "C:\\data\\a\\b c\\%41.txt");
  assert.equal(keyToPath("C:\\", "a", true), "C:\\a");
  assert.equal(keyToPath("\\\\server\\share", "a/b", true), "\\\\server\\share\\a\\b");
});

Deno.test("keyToPath() takes a backslash and a colon for letters where they are letters", () => {
  for (const key of ["a\\b", "..\\a", "C:", "C:/a", "con", "a."]) {
    assert.equal(keyToPath("/data", key, false), `/data/${key}`);
  }
});

Deno.test("keyToPath() refuses keys that lead out of the folder", () => {
  for (const isWindows of [false, true]) {
    for (const key of ["..", "../a", "a/../../b", "/a", "a//b", "a/./b", "", "a\0b"]) {
      assert.throws(() => keyToPath("/data", key, isWindows), {
        name: "TypeError",
        message: /^Cannot use key /,
      });
    }
  }
});

Deno.test("keyToPath() refuses what Windows would take for another file, a drive or a device", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["..\\a", /does not allow "\\\\" in file names/],
    ["a/b\\..\\..\\c", /does not allow "\\\\"/],
    ["C:", /does not allow ":"/],
    ["C:/a", /does not allow ":"/],
    ["file.txt:stream", /does not allow ":"/],
    ["a?b", /does not allow "\?"/],
    ["a*b", /does not allow "\*"/],
    ['a"b', /does not allow "\\""/],
    ["a<b", /does not allow "<"/],
    ["a>b", /does not allow ">"/],
    ["a|b", /does not allow "\|"/],
    ["a\nb", /does not allow "\\n"/],
    ["a./b", /end with a dot or a space/],
    ["a /b", /end with a dot or a space/],
    ["...", /end with a dot or a space/],
    ["con", /keeps the name "con" for a device/],
    ["a/NUL", /keeps the name "NUL"/],
    ["aux.txt", /keeps the name "aux.txt"/],
    ["Com1.tar.gz", /keeps the name/],
    ["LPT9", /keeps the name/],
    ["com¹", /keeps the name/],
    ["conin$", /keeps the name/],
    ["nul .txt", /keeps the name/],
  ];

  for (const [key, message] of cases) {
    assert.throws(() => keyToPath("C:\\data", key, true), { name: "TypeError", message }, key);
  }
  for (const key of ["console", "com", "com10", "nulls.txt", "a con", ".nul", "auxiliary/prn-1"]) {
    assert.equal(keyToPath("C:\\", key, true), `C:\\${key.replace("/", "\\")}`);
  }
});

Deno.test("keyToPath() refuses the names of files that are being written", () => {
  const name = temporaryName();

  assert.ok(isTemporary(name));
  assert.notEqual(name, temporaryName());
  for (const key of [name, `a/${name}`, `${name}/a`]) {
    assert.throws(() => keyToPath("/data", key, false), {
      message: /is kept for files that are being written$/,
    });
  }
});
