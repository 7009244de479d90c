import type { Store } from "../../lib/stores/store.ts";
import { testBytes } from "./store_bytes.ts";
import { testChecks } from "./store_checks.ts";
import { testKeys } from "./store_keys.ts";
import { testWrites } from "./store_writes.ts";

/** An empty store, and what must be cleaned up after it. */
export interface StoreUnderTest extends AsyncDisposable {
  /** The store. */
  readonly store: Store;
}

/** Define a test that gets an empty store. */
export type StoreTest = (sentence: string, body: (store: Store) => void | Promise<void>) => void;

/** Check that what `open` makes is a store. */
export function testStore(name: string, open: () => Promise<StoreUnderTest>): void {
  const test: StoreTest = (sentence, body) => {
    Deno.test(`${name} ${sentence}`, async () => {
      await using opened = await open();
      await body(opened.store);
    });
  };
  testBytes(test);
  testKeys(test);
  testWrites(test);
  testChecks(test);
}
