import type { JsonObject, JsonValue } from "../../core/json.ts";

/** A server that things are copied to, as far as copying needs it. It repeats nothing by itself. */
export interface Server {
  /** Its address, without a password. */
  readonly endpoint: string;
  /**
   * Ask something: `POST`, `runs/create`. Gives the answer.
   *
   * @throws {TrackingError} With the status, when the server answered something else.
   */
  ask(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body: ServerBody): Promise<JsonObject>;
  /** Store a file below a root of artifacts that the server named. */
  upload(root: string, path: string, file: SentFile): Promise<void>;
}

/** A file that is sent. */
export interface SentFile {
  /** Its size in bytes. */
  readonly size: number;
  /** Its bytes, as often as they are asked for. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** What goes with a question: JSON as data, or written already. */
export type ServerBody = Readonly<Record<string, JsonValue | undefined>> | Uint8Array;
