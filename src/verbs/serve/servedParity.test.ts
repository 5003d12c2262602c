import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeCalendar, makeZone } from '../../core/calendar.ts';
import { unwrap } from '../../core/issue.ts';
import { hex64 } from '../../core/luck.ts';
import { levelsOf } from '../../language/types.ts';
import { openPolicy, uniformBody } from '../../policies/index.ts';
import { makeBundle } from '../../policies/makeBundle.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { World } from '../../scenario/world.ts';
import type { RequestField } from '../../serving/index.ts';
import { makeMemoryLog, makeMemoryStore, openBundle } from '../../serving/index.ts';
import { makePreparer } from '../../serving/prepare.ts';
import { makeWallClock } from '../../serving/wallClock.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { observe } from '../../simulator/observe.ts';
import { resetBlock } from '../../simulator/reset.ts';
import { makeStepRoom, tickUnder } from '../../simulator/step.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { rootKey } from '../seed.ts';
import { partsOfWorld } from './export.ts';
import { columnsOfLeaves } from './leafSamples.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** The example, and every scenario of the library. */
const scenarios = [
  'src/scenario/example.yaml',
  ...readdirSync(at('scenarios'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `scenarios/${name}`),
];

/** A leaf's lane as the JSON that a caller would send. */
function told({ leaf, group }: RequestField, lane: number): number | string | boolean {
  const levels = levelsOf(leaf.type);
  if (levels !== null) return levels[lane];
  return leaf.type === 'bool' && group !== null ? lane === 1 : lane;
}

type JsonRequest = { [name: string]: unknown };

function requestOf(fields: readonly RequestField[], lanes: readonly number[], customer: string): JsonRequest {
  const request: JsonRequest = { customer };
  for (const field of fields) {
    const value = told(field, lanes[field.column]);
    if (field.group === null) request[field.name] = value;
    else request[field.group] = { ...(request[field.group] as JsonRequest), [field.name]: value };
  }
  return JSON.parse(JSON.stringify(request));
}

/** A bundle of the uniform policy for a world, opened, and the server's side of it. */
async function servedWorld(world: World) {
  const body = uniformBody(world.spec);
  const agent = { kind: 'uniform', version: 1, title: 'Uniform', options: {} };
  const parts = partsOfWorld(world, body, { name: 'uniform', agent, seeds: { root: '1' } });
  const bundle = unwrap(await openBundle(await makeBundle(parts)));
  const store = makeMemoryStore();
  const wall = makeWallClock(makeZone(world.clock.zone));
  const clock = { now: 0 };
  const preparer = makePreparer({ bundle, store, log: makeMemoryLog(), now: () => clock.now, wall });
  return { policy: openPolicy(body, world.spec), store, clock, ...preparer };
}

it.each(scenarios)(
  'a customer of %s has the same context, mask and holdout in simulator and service',
  async (name) => {
    const { scenario: read, source } = unwrap(await loadScenario(at(name)));
    const guardrails = { ...read.guardrails, holdout: 0.2 };
    const world = unwrap(await compileWorld({ scenario: { ...read, guardrails }, source }));
    const { policy, store, clock, reader, prepare } = await servedWorld(world);
    const calendar = makeCalendar(world.clock);
    const block = makeBlock(world, 40, 'interpreter');
    const room = makeStepRoom(block);
    const columns = columnsOfLeaves(block, reader.leaves);
    const [d, A] = [world.spec.features.features.length, world.actions.actions.length];
    resetBlock(block, streamsOf(rootKey(7), 'evaluation'), { from: 100, count: 40 });
    let compared = 0;
    let sent = 0;
    while (block.tick < 150) {
      clock.now = calendar.timeOf(block.tick);
      const seen = observe(block, room.observation);
      const people = Array.from(seen.rows, (row, i) => {
        const lanes = columns.map((column) => column?.[block.slots.of[row]] ?? Number.NaN);
        const customer = hex64(block.idLow[row], block.idHigh[row]);
        const request = requestOf(reader.fields, lanes, customer);
        const { batch, heldOut } = prepare(request);
        expect(batch.context).toEqual(seen.batch.context.slice(i * d, (i + 1) * d));
        expect(batch.legality).toEqual((seen.batch.legality as Uint8Array).slice(i * A, (i + 1) * A));
        expect(Number(heldOut)).toBe(block.heldOut[row]);
        compared++;
        return { customer, stage: request.stage as string };
      });
      tickUnder(block, { policy }, null, room);
      people.forEach(({ customer, stage }, i) => {
        const action = world.actions.actions[room.admissions.executed[i]].name;
        const contact = action === 'none' ? null : action;
        if (contact !== null) sent++;
        store.note({ customer, time: clock.now, stage, stageSince: Number.NaN, consent: {}, contact });
      });
    }
    expect(compared).toBeGreaterThan(500);
    expect(sent).toBeGreaterThan(100);
  },
);
