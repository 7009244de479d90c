import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { stackOf } from "./thrown.ts";

// In the cache of Deno, or in node_modules.
const PACKAGE = /\/(npm\/[^/]+\/(@[^/]+\/)?[^/]+\/\d+\.\d+\.\d+[^/]*|node_modules)\//;

// A project may import another version than the one that runs it.
const OTHER_KEDGE = /\/kedge@[^/]+\/(lib|cli)\//;

/** Where user code ends and other code begins. */
export interface FrameOptions {
  /** Folder of the project, to write paths below it. */
  readonly root: string | undefined;
  /** Base URL of Kedge, whose own frames are left out. @default {the one of this module} */
  readonly kedge?: string | undefined;
  /** Whether frames of others are better than none. @default {true} */
  readonly allowOthers?: boolean | undefined;
  /** At most so many. @default {6} */
  readonly limit?: number | undefined;
}

/**
 * The frames of a stack that are the user's own: `at trainForest (pipelines/train.ts:41:22)`. Without any, the first
 * frames there are, so that an error is never without a place.
 */
export function userFrames(error: unknown, options: FrameOptions): string[] {
  return framesOf(stackOf(error) ?? "", options);
}

/** Whether an error was thrown in the project, by a hook or while it was loaded, and not in Kedge. */
export function isThrownByUser(error: unknown, root: string | undefined): error is Error {
  if (!(error instanceof Error) || root === undefined) return false;
  const [first] = parseFrames(stackOf(error) ?? "").flatMap((frame) => urlOf(frame) ?? []);
  return first !== undefined && isBelow(first, root);
}

/** As {@linkcode userFrames}, of the text of a stack. */
export function framesOf(stack: string, options: FrameOptions): string[] {
  const { root, kedge = new URL("../", import.meta.url).href, allowOthers = true, limit = 6 } = options;
  const frames = parseFrames(stack);
  const isUsers = (frame: string) => {
    const url = urlOf(frame);
    if (url === undefined || PACKAGE.test(url)) return false;
    return isBelow(url, root) || !(url.startsWith(kedge) || OTHER_KEDGE.test(url));
  };
  const users = frames.filter(isUsers);
  return (users.length > 0 || !allowOthers ? users : frames.slice(0, 3)).slice(0, limit).map((frame) =>
    shorten(frame, root)
  );
}

function parseFrames(stack: string): string[] {
  return stack.split("\n").map((line) => line.trim()).filter((line) => /^at .*:\d+:\d+\)?$/.test(line));
}

function urlOf(frame: string): string | undefined {
  return /\(?((?:file|https?):[^\s()]*):\d+:\d+\)?$/.exec(frame)?.[1];
}

function shorten(frame: string, root: string | undefined): string {
  return frame.replace(/file:\/\/[^\s()]*?(?=:\d+:\d+\)?$)/, (url) => {
    const path = toPath(url);
    return path !== undefined && isBelow(url, root) ? relative(root ?? "", path) : path ?? url;
  });
}

function isBelow(url: string, root: string | undefined): boolean {
  const path = url.startsWith("file:") ? toPath(url) : undefined;
  return root !== undefined && path !== undefined && !relative(root, path).startsWith("..");
}

function toPath(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined; // not a path on this machine
  }
}
