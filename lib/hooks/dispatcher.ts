import type { Hooks, NodeEvent, Wait } from "./hooks.ts";

/** Names of the events. */
export type HookName = Exclude<keyof Hooks, "name">;

/** What an event carries. */
export type HookEvent<Name extends HookName> = Parameters<NonNullable<Hooks[Name]>>[0];

/** Calls the hooks of one run. */
export interface Dispatcher {
  /** Whether anybody listens, so that an event that nobody hears need not be made. */
  hears(name: HookName): boolean;
  /** Call everybody who listens, one after another. There is nothing to wait for when it returns `undefined`. */
  emit<Name extends Exclude<HookName, "beforeNodeRun">>(name: Name, event: HookEvent<Name>): Wait;
  /** Tell everybody of a failure, also when some of them throw; gives what they threw. */
  emitError<Name extends "onNodeError" | "onPipelineError">(
    name: Name,
    event: HookEvent<Name>,
  ): Promise<readonly unknown[]>;
  /** The same before a node runs; gives the inputs to replace, by name of the dataset. */
  beforeNodeRun(event: NodeEvent): NewInputs | undefined | Promise<NewInputs | undefined>;
}

type NewInputs = Readonly<Record<string, unknown>>;
type Handler = { readonly owner: Hooks; readonly call: (event: unknown) => unknown };

/** Make the dispatcher of some hooks: the object registered last is called first, and each is awaited before the next. */
export function createDispatcher(hooks: readonly Hooks[]): Dispatcher {
  const handlers = new Map<HookName, readonly Handler[]>();
  const listen = (name: HookName): readonly Handler[] => {
    const known = handlers.get(name);
    if (known !== undefined) return known;
    const found = hooks.filter((owner) => typeof owner[name] === "function").reverse().map((owner) => ({
      owner,
      // The event belongs to the name: `emit` sees to it.
      call: (owner[name] as (event: unknown) => unknown).bind(owner),
    }));
    handlers.set(name, found);
    return found;
  };
  return {
    hears: (name) => listen(name).length > 0,
    emit: (name, event) => callAll(listen(name), event),
    emitError: (name, event) => callAllDespiteErrors(listen(name), event),
    beforeNodeRun: (event) => collectInputs(listen("beforeNodeRun"), event),
  };
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

async function callAllDespiteErrors(
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

function collectInputs(
  handlers: readonly Handler[],
  event: NodeEvent,
): NewInputs | undefined | Promise<NewInputs | undefined> {
  let inputs: NewInputs | undefined;
  for (let i = 0; i < handlers.length; i++) {
    const result = handlers[i]!.call(event);
    if (isThenable(result)) return collectRest(handlers, event, i, result, inputs);
    inputs = withResult(inputs, result, handlers[i]!.owner);
  }
  return inputs;
}

async function collectRest(
  handlers: readonly Handler[],
  event: NodeEvent,
  first: number,
  pending: PromiseLike<unknown>,
  before: NewInputs | undefined,
): Promise<NewInputs | undefined> {
  let inputs = withResult(before, await pending, handlers[first]!.owner);
  for (let i = first + 1; i < handlers.length; i++) {
    inputs = withResult(inputs, await handlers[i]!.call(event), handlers[i]!.owner);
  }
  return inputs;
}

function withResult(inputs: NewInputs | undefined, result: unknown, owner: Hooks): NewInputs | undefined {
  if (result === undefined || result === null) return inputs;
  if (typeof result !== "object" || Array.isArray(result)) {
    const whose = owner.name === undefined ? "" : ` of hooks "${owner.name}"`;
    throw new TypeError(
      `Hook beforeNodeRun()${whose} must return nothing or new inputs by dataset name: current value is ${
        Array.isArray(result) ? "a list" : typeof result
      }`,
    );
  }
  return inputs === undefined ? result as NewInputs : { ...inputs, ...result };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
