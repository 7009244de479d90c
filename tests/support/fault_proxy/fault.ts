/** What goes wrong with one request, as the client and the server see it. */
export type ProxyFault =
  /**
   * The connection is reset before an answer. Without `after` the server never hears of the request; with it, the
   * server gets so many bytes of the body before its connection breaks too.
   */
  | { readonly kind: "reset"; readonly after?: number | undefined }
  /** The server gets the request, does it and answers; the client sees a reset instead of the answer. */
  | { readonly kind: "lose-answer" }
  /** The answer ends after so many bytes of its body, as if it were whole. */
  | { readonly kind: "cut"; readonly after: number }
  /** So many bytes of the answer's body come, and then nothing, while the connection stays. */
  | { readonly kind: "stall"; readonly after: number }
  /** The server never hears of it, nobody answers, and the connection stays. */
  | { readonly kind: "hang" }
  /** The server never hears of it; this is the answer. */
  | {
    readonly kind: "status";
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body?: string | undefined;
  }
  /** The lowest bit of one byte of a body is flipped on its way. */
  | { readonly kind: "corrupt"; readonly at: number; readonly of: "request" | "answer" }
  /** The answer's body comes at this speed. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** The request waits until then, and goes on without a fault. */
  | { readonly kind: "hold"; readonly until: Promise<unknown> };

/** What S3 answers to a client that asks too often. */
export const SLOW_DOWN: ProxyFault = {
  kind: "status",
  status: 503,
  headers: { "content-type": "application/xml" },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>',
};
