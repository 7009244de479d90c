import { Unanswered } from "./failure.ts";

const PATIENCE = 3;

/**
 * What a server fails at, by an answer of 500, or does not allow. That may pass, so it is tried again; but one thing that it will never manage must
 * not keep it from all others. It stays noted, and is tried again the next time.
 */
export class Troubles {
  readonly #counts = new Map<string, number>();
  #reason: string | undefined;

  /** Why something was left out of this round. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Begin a round. */
  begin(): void {
    this.#reason = undefined;
  }

  /** Whether the server has failed at a thing so often that it is left out of this round. */
  isHopeless(thing: string, error: unknown): boolean {
    if (!(error instanceof Unanswered) || !error.isOwn) return false;
    const count = (this.#counts.get(thing) ?? 0) + 1;
    this.#counts.set(thing, count);
    if (count < PATIENCE) return false;
    this.#reason = error.message;
    return true;
  }
}
