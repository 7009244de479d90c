import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { testStore } from "../../contract/store_contract.ts";
import { sharedS3, SKIPS_S3 } from "../../support/s3.ts";

const s3 = sharedS3();

if (!SKIPS_S3) {
  testStore("s3Store()", async () => {
    const store = s3Store(await s3().makeBucket(), s3().options);
    return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  });

  testStore("s3Store() below a prefix", async () => {
    const bucket = await s3().makeBucket();
    await using beside = s3Store(bucket, s3().options);
    for (const key of ["a b", "a b.txt", "a b/größ", "a b/größer/x"]) {
      await beside.write(key, new Uint8Array([1]));
    }
    const store = s3Store(`${bucket}/a b/größe/`, s3().options);
    return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  });
}
