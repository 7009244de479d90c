import assert from "node:assert/strict";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { keysOf, textOf } from "../../support/store_content.ts";
import { sendCommand, testWithS3 } from "../../support/s3.ts";
import { bytesOf, leftoversOf, withFaultyS3 } from "./faulty_s3.ts";

testWithS3("s3Store() takes keys of up to 1,024 bytes, its prefix counted", async () => {
  await using s3 = await withFaultyS3();
  await using below = s3Store(`${s3.store.root}folder/`, { ...s3.options, endpoint: s3.proxy.url });
  const longest = `${"ü".repeat(500)}/${"x".repeat(23)}`;
  const longestBelow = longest.slice(0, -"folder/".length);

  await s3.store.write(longest, bytesOf("whole"));
  await below.write(longestBelow, bytesOf("below"));

  assert.equal(await textOf(s3.store, longest), "whole");
  assert.equal(await textOf(s3.store, `folder/${longestBelow}`), "below");
  s3.proxy.clear();
  const tooLong = { name: "TypeError", message: /at most 1024 bytes: it has 1025$/ };
  await assert.rejects(() => s3.store.write(`${longest}y`, bytesOf("x")), tooLong);
  await assert.rejects(() => below.read(`${longestBelow}y`), tooLong);
  assert.deepEqual(s3.proxy.requests, []);
});

testWithS3(
  "s3Store() keeps keys apart that differ by case, by encoding, or by how letters are composed",
  async () => {
    await using s3 = await withFaultyS3();
    const keys = [
      "key",
      "Key",
      "KEY",
      "a%20b",
      "a b",
      "a+b",
      "a%2Bb",
      "%2e%2e/x",
      "%252e",
      "é",
      "é",
      "a/b",
      "a%2Fb",
    ];

    for (const key of keys) await s3.store.write(key, bytesOf(`content of ${key}`));

    for (const key of keys) assert.equal(await textOf(s3.store, key), `content of ${key}`);
    assert.deepEqual(new Set(await keysOf(s3.store)), new Set(keys));
  },
);

testWithS3("s3Store() lists keys of signs that XML has no way to write", async () => {
  await using s3 = await withFaultyS3();
  const keys = ["a\x01b", "line\nbreak", "tab\t", "\x7f"];

  for (const key of keys) await s3.store.write(`folder/${key}`, bytesOf(key));
  for (const key of keys) await s3.store.copy(`folder/${key}`, `copy/${key}`);

  assert.deepEqual(new Set(await keysOf(s3.store, "copy/")), new Set(keys.map((key) => `copy/${key}`)));
  for (const key of keys) assert.equal(await textOf(s3.store, `copy/${key}`), key);
});

testWithS3("s3Store() sends no segment that leads elsewhere, encoded or not", async () => {
  await using s3 = await withFaultyS3();
  const outside = ["..", ".", "a/../b", "a/./b", "../a", "a/..", "./a", "a//b", "/a", "a/"];

  for (const key of outside) {
    for (
      const act of [
        () => s3.store.read(key),
        () => s3.store.write(key, bytesOf("x")),
        () => s3.store.write(key, bytesOf("x"), { ifAbsent: true }),
        () => s3.store.stat(key),
        () => s3.store.delete(key),
        () => s3.store.copy(key, "a"),
        () => s3.store.copy("a", key),
      ]
    ) await assert.rejects(act, /^TypeError: Cannot use key/);
  }
  assert.deepEqual(s3.proxy.requests, []);

  // An encoded segment is a name like any other: it is encoded once more.
  for (const key of ["%2e%2e/x", "a/%2E%2e/b", "..%2fx", "a/.%2e/b"]) {
    await s3.store.write(key, bytesOf("x"));
    await s3.store.write(`${key}.new`, bytesOf("x"), { ifAbsent: true });
    await s3.store.copy(key, `${key}.copy`);
    await s3.store.stat(key);
    assert.equal(await textOf(s3.store, key), "x");
    await s3.store.delete(key);
  }
  for (const { path } of s3.proxy.requests) assert.doesNotMatch(path, /\/(?:\.|%2e){1,2}(?:\/|\?|$)/i);
});

testWithS3("s3Store() lists no marks of folders and nothing else that is no key", async () => {
  await using s3 = await withFaultyS3();
  const Bucket = new URL(s3.store.root).host;
  for (const Key of ["folder/", "a//b", "a/./b", "good", "folder/good"]) {
    await sendCommand("PutObject", { Bucket, Key, Body: "x" }, s3.options);
  }

  assert.deepEqual(await keysOf(s3.store), ["folder/good", "good"]);
  assert.deepEqual(await leftoversOf(s3.store), []);
});
