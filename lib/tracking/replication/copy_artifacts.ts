import { readArtifact } from "../embedded/artifacts.ts";
import { type CopyContext, send } from "./copy_context.ts";
import { readHere } from "./read_here.ts";
import type { RemoteRun } from "./remote_run.ts";

/** Copy the artifacts of a run, one after another and never as a whole in memory. */
export async function copyArtifacts(context: CopyContext, { replica, row, uri }: RemoteRun): Promise<void> {
  const { outbox, server, places } = context;
  for (const change of outbox.changes(replica, "artifact", -1)) {
    const { key: path } = change;
    await send(context, change, async () => {
      const content = await readHere(() =>
        readArtifact(outbox.database, places, { runId: row.run_id, path })
      );
      await server.upload(uri, path, content);
    });
  }
}
