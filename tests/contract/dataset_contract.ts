import assert from "node:assert/strict";
import { secret } from "../../lib/core/secret.ts";
import type { Dataset } from "../../lib/datasets/dataset.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { FAULTS, faultStore } from "../support/fault_store.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

/** What the contract needs to know of a dataset type. */
export interface DatasetCase {
  /** The type. */
  readonly type: DatasetType;
  /** Fields of the entry, beside the `filepath` of files. @default {none} */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Values that come back as they are. */
  readonly values: readonly [unknown, unknown, ...unknown[]];
}

/** What the contract needs to know of a dataset type that keeps a file. */
export interface FileDatasetCase extends DatasetCase {
  /** A value that cannot be saved, which shows at once or after much has been written. */
  readonly unsavable: readonly [() => unknown, ...(() => unknown)[]];
  /** Bytes that are not of the format, if any bytes are not, and the line they are wrong on, if it has lines. */
  readonly broken?: { readonly text: string | Uint8Array; readonly line?: number };
}

const SAVE_VERSION = "2026-01-02T03.04.05.678Z";

/** What every dataset type keeps to. */
export function testDatasetType({ type, fields = {}, values }: DatasetCase): void {
  const name = type.type;
  const create = (store: Store) => createDataset(type, fields, store);
  const [value, other] = values;

  Deno.test(`${name}: load() gives what was saved last`, async () => {
    const dataset = create(memoryStore());

    for (const saved of values) {
      await dataset.save(saved);
      assert.deepEqual(await dataset.load(), saved);
    }
  });

  Deno.test(`${name}: what is saved, loaded and changed stays as it was saved`, async () => {
    const dataset = create(memoryStore());
    const saved = structuredClone(value);
    await dataset.save(saved);

    damage(saved);
    damage(await dataset.load());

    assert.deepEqual(await dataset.load(), value);
  });

  Deno.test(`${name}: exists() tells whether something was saved, and load() fails before`, async () => {
    const dataset = create(memoryStore());

    assert.equal(await dataset.exists(), false);
    await assert.rejects(dataset.load());
    await dataset.save(other);
    assert.equal(await dataset.exists(), true);
  });

  Deno.test(`${name}: describe() is plain data with the type, and without credentials`, () => {
    const description = create(memoryStore()).describe();

    assert.equal(description.type, name);
    assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
    assert.doesNotMatch(JSON.stringify(description), /hunter2/);
  });

  Deno.test(`${name}: optionsSchema() is a JSON schema that knows no other fields`, () => {
    const schema = type.optionsSchema?.();

    assert.equal(schema?.type, "object");
    assert.equal(schema?.additionalProperties, false);
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
  });

  Deno.test(`${name}: an unknown field is an issue with a path`, () => {
    const parsed = type.parseOptions({ ...fields, coppy_mode: 1 });

    assert.ok("issues" in parsed);
    const [issue] = parsed.issues.filter(({ code }) => code === "options.unknown_key");
    assert.deepEqual(issue?.path, ["coppy_mode"]);
  });
}

/** What every dataset type that keeps a file keeps to. */
export function testFileDatasetType(given: FileDatasetCase): void {
  const { type, values: [value, other], unsavable, broken } = given;
  const fields = { filepath: "data/x", ...given.fields };
  const name = type.type;
  const create = (dir: TempDir) => createDataset(type, fields, localStore(dir.path));
  testDatasetType({ ...given, fields });

  Deno.test(`${name}: another instance loads what one saved`, async () => {
    await using dir = await tempDir();
    await create(dir).save(value);

    assert.deepEqual(await create(dir).load(), value);
    assert.deepEqual(create(dir).traits, { ephemeral: false });
    assert.deepEqual(createDataset(type, fields, memoryStore()).traits, { ephemeral: true });
  });

  Deno.test(`${name}: a missing file is named with its path`, async () => {
    await using dir = await tempDir();

    await assert.rejects(create(dir).load(), {
      name: "StoreError",
      kind: "missing",
      message: `Cannot read "${dir.join("data", "x")}": it does not exist`,
    });
  });

  unsavable.forEach((make, index) => {
    Deno.test(`${name}: a value that cannot be saved leaves the old file alone (${index + 1})`, async () => {
      await using dir = await tempDir();
      const dataset = create(dir);
      await dataset.save(value);

      await assert.rejects(dataset.save(make()));

      assert.deepEqual(await dataset.load(), value);
      assert.deepEqual(await namesIn(dir.join("data")), ["x"]);
    });
  });

  Deno.test(`${name}: a full disk, or one that may not be written, leaves the old file alone`, async () => {
    await using dir = await tempDir();
    await create(dir).save(value);

    for (const fault of [FAULTS.fullDisk, FAULTS.readOnlyDisk, FAULTS.deniedWrite]) {
      const dataset = createDataset(type, fields, faultStore(localStore(dir.path), [fault]));

      await assert.rejects(dataset.save(other), { name: "StoreError", kind: fault.kind });
    }

    assert.deepEqual(await create(dir).load(), value);
    assert.deepEqual(await namesIn(dir.join("data")), ["x"]);
  });

  Deno.test(`${name}: exists() throws for a file that may not be read, so that it is found before a run`, async () => {
    const store = memoryStore();
    await createDataset(type, fields, store).save(value);
    const dataset = createDataset(type, fields, faultStore(store, [FAULTS.deniedRead]));

    await assert.rejects(dataset.exists(), { name: "StoreError", kind: "denied" });
  });

  Deno.test(`${name}: a connection that is cut while it is read is an error, not a short value`, async () => {
    const store = memoryStore();
    await createDataset(type, fields, store).save(value);
    const dataset = createDataset(type, fields, faultStore(store, [FAULTS.cutStream]));

    await assert.rejects(dataset.load(), { name: "StoreError", kind: "unavailable" });
  });

  Deno.test(`${name}: an aborted transfer does nothing and throws the reason`, async () => {
    await using dir = await tempDir();
    const dataset = create(dir);
    await dataset.save(value);
    const signal = AbortSignal.abort(new Error("Enough"));

    await assert.rejects(dataset.save(other, { signal }), { message: "Enough" });
    await assert.rejects(dataset.load({ signal }), { message: "Enough" });

    assert.deepEqual(await dataset.load(), value);
    assert.deepEqual(await namesIn(dir.join("data")), ["x"]);
  });

  Deno.test(
    `${name}: bytes that are not of the format are an error with the file, and the line if it has lines`,
    {
      // Anything is bytes.
      ignore: broken === undefined,
    },
    async () => {
      await using dir = await tempDir();
      const bytes = typeof broken!.text === "string" ? new TextEncoder().encode(broken!.text) : broken!.text;
      await localStore(dir.path).write("data/x", bytes);

      await assert.rejects(create(dir).load(), (error: Error & { uri?: string }) => {
        assert.equal(error.name, "DatasetError");
        const line = broken!.line === undefined ? "" : `:${broken!.line}`;
        assert.ok(error.message.startsWith(`Cannot read "data/x${line}": `), error.message);
        assert.ok(error.uri?.endsWith("/data/x"));
        return true;
      });
    },
  );

  Deno.test(`${name}: versioned saves into a folder of versions and loads from it`, async () => {
    await using dir = await tempDir();
    const dataset = createDataset(type, { ...fields, versioned: true }, localStore(dir.path));

    assert.equal(await dataset.exists(), false);
    await dataset.save(value);

    assert.deepEqual(await dataset.load(), value);
    assert.equal((await Deno.stat(dir.join("data", "x", SAVE_VERSION, "x"))).isFile, true);
  });
}

function createDataset(type: DatasetType, fields: Readonly<Record<string, unknown>>, store: Store): Dataset {
  const parsed = type.parseOptions(fields);
  assert.ok("value" in parsed, JSON.stringify(parsed));
  return type.create(parsed.value, {
    name: "data",
    resolve: (key) => ({ store, key }),
    create: ({ type: inner, ...options }) => {
      const found = BUILTIN_TYPES.find(({ type }) => type === inner);
      return createDataset(found ?? assert.fail(`No type is named ${inner}`), options, store);
    },
    saveVersion: SAVE_VERSION,
    credentials: { password: secret("hunter2") },
  });
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
}

function damage(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(255);
  else if (Array.isArray(value)) value.splice(0, value.length, "damaged");
  else if (typeof value === "object" && value !== null) Object.assign(value, { damaged: true });
}
