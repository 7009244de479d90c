import type { ProxyFault } from "./fault.ts";
import type { Piece } from "./wire.ts";

/** Where a body goes. */
export interface DamageOptions {
  /** What goes wrong. */
  readonly fault: ProxyFault | undefined;
  /** Sends bytes to the client. */
  send(bytes: Uint8Array): Promise<void>;
  /** Resolved when the client has left. */
  readonly gone: Promise<void>;
}

/** Pass on the body of an answer, with its fault. @returns Whether all of it was sent. */
export async function damage(
  body: AsyncIterable<Piece>,
  { fault, send, gone }: DamageOptions,
): Promise<boolean> {
  const end = fault?.kind === "cut" || fault?.kind === "stall" ? fault.after : Infinity;
  let at = 0;
  for await (const { bytes, isData } of body) {
    if (!isData) {
      await send(bytes);
      continue;
    }
    if (at + bytes.length > end) {
      await send(bytes.subarray(0, end - at));
      if (fault?.kind === "stall") await gone;
      return false;
    }
    if (fault?.kind === "corrupt" && fault.of === "answer") flipBit(bytes, fault.at - at);
    at += bytes.length;
    if (fault?.kind === "slow") await sendSlowly(bytes, fault.bytesPerSecond, { fault, send, gone });
    else await send(bytes);
  }
  return true;
}

/** Flip the lowest bit of one of these bytes, if it is among them. */
export function flipBit(bytes: Uint8Array, index: number): void {
  const byte = bytes[index];
  if (byte !== undefined) bytes[index] = byte ^ 1;
}

async function sendSlowly(
  bytes: Uint8Array,
  bytesPerSecond: number,
  { send, gone }: DamageOptions,
): Promise<void> {
  const step = Math.max(1, Math.ceil(bytesPerSecond * STEP_MS / 1000));
  for (let at = 0; at < bytes.length; at += step) {
    await send(bytes.subarray(at, at + step));
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, STEP_MS);
    await Promise.race([promise, gone]);
    clearTimeout(timer);
  }
}

const STEP_MS = 20;
