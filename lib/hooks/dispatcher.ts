import { describeValue } from "../core/describe_value.ts";
import { isPlainObject } from "../core/json.ts";
import type { Hooks, NodeEvent, Wait } from "./hooks.ts";

/** Names of the events. */
export type HookName = Exclude<keyof Hooks, "name">;

/** What an event carries. */
export type HookEvent<Name extends HookName> = Parameters<NonNullable<Hooks[Name]>>[0];

/** New inputs of a node by name of the dataset. */
export type NewInputs = Readonly<Record<string, unknown>>;

/** Calls the hooks of one run: the object registered last first, each awaited before the next. */
export interface Dispatcher {
  /** Whether anybody listens, so that an event that nobody hears need not be made. */
  readonly hears: Readonly<Record<HookName, boolean>>;
  /** Call everybody who listens. There is nothing to wait for when it returns `undefined`. */
  emit<Name extends Exclude<HookName, "beforeNodeRun">>(name: Name, event: HookEvent<Name>): Wait;
  /** The same before a node runs; gives the inputs to replace. */
  beforeNodeRun(event: NodeEvent): NewInputs | undefined | Promise<NewInputs | undefined>;
  /** Tell everybody of a failure, also when some of them throw; gives what they threw. */
  emitError<Name extends "onNodeError" | "onPipelineError">(
    name: Name,
    event: HookEvent<Name>,
  ): Promise<readonly unknown[]>;
}

/** Make the dispatcher of some hooks. */
export function createDispatcher(hooks: readonly Hooks[]): Dispatcher {
  const handlers = listen(hooks);
  return {
    hears: Object.fromEntries(
      HOOK_NAMES.map((name) => [name, handlers[name].length > 0]),
    ) as Dispatcher["hears"],
    emit: (name, event) => callAll(handlers[name], event),
    beforeNodeRun: (event) => collectInputs(handlers.beforeNodeRun, event),
    emitError: (name, event) => callDespiteErrors(handlers[name], event),
  };
}

/** Every event once. */
const NAMES: Readonly<Record<HookName, true>> = {
  afterContextCreated: true,
  afterCatalogCreated: true,
  beforePipelineRun: true,
  beforeDatasetLoaded: true,
  afterDatasetLoaded: true,
  beforeNodeRun: true,
  afterNodeRun: true,
  beforeDatasetSaved: true,
  afterDatasetSaved: true,
  afterNodeDone: true,
  afterDatasetReleased: true,
  onNodeError: true,
  afterPipelineRun: true,
  onPipelineError: true,
};
const HOOK_NAMES = Object.keys(NAMES) as readonly HookName[];

interface Handler {
  readonly owner: Hooks;
  readonly call: (event: unknown) => unknown;
}

function listen(hooks: readonly Hooks[]): Readonly<Record<HookName, readonly Handler[]>> {
  const lists = HOOK_NAMES.map((name) => {
    const owners = hooks.filter((owner) => typeof owner[name] === "function").reverse();
    // The event that `emit` takes belongs to the name.
    return [name, owners.map((owner) => ({ owner, call: (owner[name] as Handler["call"]).bind(owner) }))];
  });
  return Object.fromEntries(lists) as Readonly<Record<HookName, readonly Handler[]>>;
}

function callAll(handlers: readonly Handler[], event: unknown): Wait {
  for (let i = 0; i < handlers.length; i++) {
    const result = handlers[i]!.call(event);
    if (isThenable(result)) return callRest(handlers, event, i + 1, result);
  }
}

async function callRest(
  handlers: readonly Handler[],
  event: unknown,
  next: number,
  pending: PromiseLike<unknown>,
): Promise<void> {
  await pending;
  for (let i = next; i < handlers.length; i++) await handlers[i]!.call(event);
}

async function callDespiteErrors(
  handlers: readonly Handler[],
  event: unknown,
): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  for (const handler of handlers) {
    try {
      await handler.call(event);
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}

interface Answer {
  readonly owner: Hooks;
  readonly value: unknown;
}

function collectInputs(
  handlers: readonly Handler[],
  event: NodeEvent,
): NewInputs | undefined | Promise<NewInputs | undefined> {
  let answers: Answer[] | undefined;
  for (let i = 0; i < handlers.length; i++) {
    const { owner, call } = handlers[i]!;
    const value = call(event);
    if (isThenable(value)) return collectRest(handlers, event, i, value, answers ?? []);
    if (value !== undefined) (answers ??= []).push({ owner, value });
  }
  return answers && mergeAnswers(answers);
}

async function collectRest(
  handlers: readonly Handler[],
  event: NodeEvent,
  first: number,
  pending: PromiseLike<unknown>,
  answers: Answer[],
): Promise<NewInputs | undefined> {
  answers.push({ owner: handlers[first]!.owner, value: await pending });
  for (const { owner, call } of handlers.slice(first + 1)) answers.push({ owner, value: await call(event) });
  return mergeAnswers(answers);
}

// Everybody has been told when an answer turns out to be wrong, as in Kedro.
function mergeAnswers(answers: readonly Answer[]): NewInputs | undefined {
  const given = answers.filter(({ value }) => value !== undefined && value !== null);
  if (given.length === 0) return undefined;
  return given.reduce((inputs, { owner, value }) => ({ ...inputs, ...checkAnswer(value, owner) }), {});
}

function checkAnswer(value: unknown, { name }: Hooks): object {
  if (isPlainObject(value)) return value;
  const whose = name === undefined ? "" : ` of hooks "${name}"`;
  throw new TypeError(
    `Hook beforeNodeRun()${whose} must return nothing or new inputs by dataset name: found ${
      describeValue(value)
    }`,
  );
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
