import { reasonOf } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import type { MlflowSettings } from "./mlflow_settings.ts";

/** Make what connects to a server. Files are read now, so that a new certificate is used from the next store on. */
export async function openTransport(
  { endpoint, transport }: MlflowSettings,
  { keepsConnections }: {
    /** Whether a connection is used again for the next request. */
    readonly keepsConnections: boolean;
  },
): Promise<Deno.HttpClient> {
  const { caCertificate, clientCertificate, proxy } = transport;
  const read = async (path: string, what: string): Promise<string> => {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      throw unusable(endpoint, `the file of ${what}, "${path}", cannot be read: ${reasonOf(error)}`, error);
    }
  };
  const ca = caCertificate === undefined
    ? undefined
    : await read(caCertificate, "certificates of authorities");
  const client = clientCertificate === undefined
    ? undefined
    : await read(clientCertificate, "the certificate of the client");
  if (proxy !== undefined && URL.parse(proxy) === null) {
    throw unusable(endpoint, "its proxy is no URL", undefined);
  }
  try {
    return Deno.createHttpClient({
      ...ca !== undefined && { caCerts: [ca] },
      // One file has both, as Python's libraries want it.
      ...client !== undefined && { cert: client, key: client },
      ...proxy !== undefined && { proxy: { url: proxy } },
      ...!keepsConnections && { poolMaxIdlePerHost: 0 },
    });
  } catch (error) {
    throw unusable(endpoint, `its certificates cannot be used: ${reasonOf(error)}`, error);
  }
}

function unusable(endpoint: string, reason: string, cause: unknown): TrackingError {
  return new TrackingError(`Cannot connect to "${endpoint}": ${reason}`, { endpoint }, { cause });
}
