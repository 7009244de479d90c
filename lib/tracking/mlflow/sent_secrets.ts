import type { Mask } from "../../core/mask.ts";

/** Hides what requests let themselves in by: a server, or what stands before it, may say it again when it refuses. */
export class SentSecrets {
  readonly #texts = new Set<string>();

  /** Note the headers of a request. */
  add(headers: Headers): void {
    const [scheme = "", sent = ""] = headers.get("authorization")?.split(" ", 2) ?? [];
    if (sent.length < LEAST_LENGTH) return;
    this.#texts.add(sent);
    if (scheme !== "Basic") return;
    const login = new TextDecoder().decode(Uint8Array.fromBase64(sent));
    const password = login.slice(login.indexOf(":") + 1);
    if (password.length >= LEAST_LENGTH) this.#texts.add(password);
  }

  /** A text without them. */
  readonly mask: Mask = (text) =>
    [...this.#texts].reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

// Shorter ones would be found in other words.
const LEAST_LENGTH = 4;
