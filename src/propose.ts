import { errorBody, statusOf } from './model/error-table.ts';
import { PROCESSED_BYTES } from './model/budget.ts';
import { idOf, randomOf } from './model/random.ts';
import { JSON_HEADERS } from './answer.ts';
import type { StoredResult } from './idempotency/store.ts';
import { rememberedScenario } from './scenario-choice.ts';
import { simulate } from './simulators/simulate.ts';
import { emit, turnWhenDue } from './events.ts';
import type { NewEvent, NewObject } from './simulators/simulator.ts';
import type { Visit } from './visit.ts';

/** A request that has passed every check and may be processed. */
export interface Task {
  readonly kind: 'task';
  readonly params: unknown;
  /** Equal for equal parameters on one endpoint, and for no others. */
  readonly fingerprint: string;
  /** The scenario that the request asks for itself. */
  readonly scenario: string | undefined;
}

/** What processing would do. Nothing has happened yet: a `during` fault can throw it away. */
export interface Proposal {
  readonly result: StoredResult;
  /** Makes the objects readable and counts the work; called once, together with storing the result. */
  commit(now: number): void;
}

/**
 * Runs the simulator. Its random stream is a function of (seed, endpoint, parameters, scenario); its ids of the API key
 * too, and of how many times that key has had exactly these parameters processed (endpoints.md, "Deterministic").
 */
export function propose(visit: Visit, task: Task): Proposal {
  const { core, world, route, endpoint } = visit.parts;
  const { seed, fixtures, asyncLatency } = core.settings;
  const remembered = task.scenario === undefined ? rememberedScenario(core, world, route.path) : undefined;
  const scenario = task.scenario ?? remembered?.scenario;
  const repeats = world.processed.get(task.fingerprint) ?? 0;
  const stream = `${seed}\n${endpoint}\n${scenario ?? ''}\n`;
  const identity = `${seed}\n${world.apiKey}\n${endpoint}\n${task.fingerprint}\n${repeats}\n`;
  const simulation = simulate(route.operationId, {
    params: task.params,
    random: randomOf(stream + task.fingerprint),
    randomFor: (text) => randomOf(stream + text),
    now: visit.now(),
    id: (prefix, nth = 0) => idOf(prefix, `${identity}${prefix}\n${nth}`),
    scenario,
    fixtures,
    settings: { asyncLatency },
  });
  const count = (): void => {
    if (repeats === 0) core.budget.bytes += PROCESSED_BYTES;
    world.processed.set(task.fingerprint, repeats + 1);
    if (remembered !== undefined) remembered.rule.used++;
  };
  if (simulation.kind === 'refused') {
    const body = errorBody(simulation.error, visit.requestId);
    return { result: result(statusOf(simulation.error), body, visit.requestId), commit: count };
  }
  const body = JSON.stringify(simulation.body);
  return {
    result: result(simulation.status, body, visit.requestId),
    commit: (now) => {
      count();
      for (const object of simulation.objects)
        put(visit, object, object.body === simulation.body ? body : undefined, now);
      for (const event of simulation.events ?? [])
        tell(visit, event, event.body === simulation.body ? body : undefined, now);
    },
  };
}

/** @param body the text of the answer when it is the object itself: the stored record and the object share it */
function put(visit: Visit, object: NewObject, body: string | undefined, now: number): void {
  const { collection, facets, id, later, state } = object;
  const { core, world } = visit.parts;
  if (later !== undefined) turnWhenDue(core, world, collection, id, later.at);
  world.objects.put({
    collection,
    id,
    createdAt: now,
    body: body ?? JSON.stringify(object.body),
    facets,
    later: later && { at: later.at, body: JSON.stringify(later.body), facets: later.facets, event: later.event },
    state,
  });
}

function tell(visit: Visit, event: NewEvent, body: string | undefined, at: number): void {
  const { core, world } = visit.parts;
  const { type, webhookUrl } = event;
  if (world.webhooks.size === 0 && webhookUrl === undefined) return;
  emit(core, world, { type, name: event.body.id, at, data: body ?? JSON.stringify(event.body), webhookUrl });
}

function result(status: number, body: string, requestId: string): StoredResult {
  return { status, headers: JSON_HEADERS, body, requestId };
}
