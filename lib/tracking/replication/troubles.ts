import { Unanswered } from "./failure.ts";

const PATIENCE = 3;
// So many more in one round are no trouble with single things.
const MOST = 50;

/**
 * Things that a server fails at, by an answer of 500, or that it does not allow. They are left out of the round, so that they
 * keep no other thing waiting, and tried again; what fails again and again stays noted until the next time.
 */
export class Troubles {
  readonly #counts = new Map<string, number>();
  #reason: string | undefined;
  #passing: Unanswered | undefined;
  #fresh = 0;

  /** Why something was left out that has failed again and again. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Why something was left out that may go well when it is tried again. */
  get passing(): Unanswered | undefined {
    return this.#passing;
  }

  /** Begin a round. */
  begin(): void {
    this.#reason = this.#passing = undefined;
    this.#fresh = 0;
  }

  /** Whether to leave a thing out of this round. Everything else is no trouble with this one thing. */
  leavesOut(thing: string, error: unknown): boolean {
    if (!(error instanceof Unanswered) || !error.isOwn) return false;
    const count = (this.#counts.get(thing) ?? 0) + 1;
    this.#counts.set(thing, count);
    if (count >= PATIENCE) {
      this.#reason = error.message;
      return true;
    }
    this.#passing = error;
    return ++this.#fresh <= MOST;
  }
}
