import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { tempDir } from "../support/temp_dir.ts";
import { testTrackingStore } from "./tracking_store_contract.ts";

testTrackingStore("openEmbeddedStore()", async () => {
  const dir = await tempDir();
  const store = openEmbeddedStore(dir.path);
  return {
    store,
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
});
