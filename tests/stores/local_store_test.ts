import { localStore } from "../../lib/stores/local_store.ts";
import { testStore } from "../contract/store_contract.ts";
import { tempDir } from "../support/temp_dir.ts";

testStore("localStore()", async () => {
  const dir = await tempDir();
  return { store: localStore(dir.join("data")), [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
});
