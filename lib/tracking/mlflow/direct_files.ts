import { remoteResolver } from "../../stores/remote_resolver.ts";
import type { Body, ReadOptions, StoreKey } from "../../stores/store.ts";
import { locateArtifacts } from "../artifact_location.ts";
import { hashBody } from "../sha256.ts";
import type { MlflowConnection } from "./connection.ts";
import { told } from "../told.ts";
import type { ArtifactOwner, ServedFile } from "./artifacts.ts";

/** Files of runs and models that lie in S3: they are read and written there, as MLflow's own clients do. */
export interface DirectFiles {
  /** Store a file. */
  write(path: string, content: Body): Promise<ServedFile & { readonly sha256: string }>;
  /** Every file below a folder, in order of their paths. */
  list(folder: string): Promise<readonly ServedFile[]>;
  /** Bytes of a file. */
  read(path: string, range?: ReadOptions): Promise<ReadableStream<Uint8Array>>;
}

/** Makes what reaches the files of owners whose `artifact_uri` is in S3; `undefined` for others. Those of a bucket share a store. */
export function directFiles(
  connection: Pick<MlflowConnection, "keep">,
): (owner: ArtifactOwner) => DirectFiles | undefined {
  const resolve = connection.keep(remoteResolver());
  return ({ name, artifactUri }) => {
    if (!/^s3:/i.test(artifactUri)) return undefined;
    return filesAt(locateArtifacts(artifactUri, resolve), name);
  };
}

function filesAt({ store, key }: StoreKey, name: string): DirectFiles {
  const prefix = key === "" ? "" : `${key}/`;
  return {
    async write(path, content) {
      const { body, digest } = await hashBody(content);
      const { size } = await told(
        `Cannot store file "${path}" of ${name}`,
        () => store.write(prefix + path, body),
      );
      return { path, size, sha256: await digest() };
    },
    list: (folder) =>
      told(`Cannot list the files of ${name}`, async () => {
        const infos = await Array.fromAsync(store.list(folder === "" ? prefix : `${prefix}${folder}/`));
        return infos.map(({ key, size }) => ({ path: key.slice(prefix.length), size }));
      }),
    read: (path, range) =>
      told(`Cannot read file "${path}" of ${name}`, () => store.read(prefix + path, range)),
  };
}
