import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { drawWord, uniform24 } from '../../core/luck.ts';
import { makeProposals, propose } from '../../policies/draw.ts';
import { fitEncoding } from '../../policies/fitEncoding.ts';
import {
  constantBody,
  type Law,
  linearBody,
  openPolicy,
  tableBody,
  uniformBody,
} from '../../policies/index.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import type { RulesData } from '../../policies/rules.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { World } from '../../scenario/world.ts';
import type { Block } from '../block.ts';
import { makeBlock } from '../makeBlock.ts';
import { observe } from '../observe.ts';
import { resetBlock } from '../reset.ts';
import { makeStepRoom, type StepRoom, tickUnder } from '../step.ts';
import { streamsOf } from '../streams.ts';

const folder = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const CUSTOMERS = 50;
const greedy = (epsilon: number): Law => ({ kind: 'greedy', epsilon });

/** A hash of three numbers as a number from -1 to 1. */
const noise = (a: number, b: number, c: number) => 2 * uniform24(drawWord([7, 8], a, b, c, 9)) - 1;

/** Calls back at every tick of some lives under the uniform policy. */
function live(world: World, at: (block: Block, room: StepRoom) => void): void {
  const block = makeBlock(world, CUSTOMERS);
  const room = makeStepRoom(block);
  const policy = openPolicy(uniformBody(world.spec), world.spec);
  resetBlock(block, streamsOf([3, 4], 'evaluation', 0), { from: 40, count: CUSTOMERS });
  while (block.tick < Math.min(45, world.clock.ticks) && block.n > 0) {
    at(block, room);
    tickUnder(block, { policy }, null, room);
  }
}

function contextsOf(world: World): Float32Array {
  const contexts: number[] = [];
  live(world, (block, room) => contexts.push(...observe(block, room.observation).batch.context));
  return Float32Array.from(contexts);
}

function bodiesOf(world: World): { readonly [name: string]: PolicyBody } {
  const { spec, rules } = world;
  const { features } = spec.features;
  const actions = spec.actions.actions;
  const contexts = contextsOf(world);
  const encoding = fitEncoding(spec.features, contexts, contexts.length / features.length, { knots: 2 });
  const products = Uint16Array.of(1, 2, 3, encoding.width - 1);
  const wider = { ...encoding, width: encoding.width + 2, products };
  const theta = (k: number) =>
    Float32Array.from({ length: actions.length * k }, (_, i) => noise(i, k, 0) * Number(i % 3 > 0));
  const linear = (of: typeof encoding, epsilon: number) =>
    linearBody(spec, { encoding: of, theta: theta(of.width), factor: null, law: greedy(epsilon) });
  const column = (feature: number) =>
    [...new Set(contexts.filter((_, i) => i % features.length === feature))].sort((a, b) => a - b);
  const bins = features.slice(0, 3).map(({ levels }, feature) => {
    const values = column(feature);
    const edges = levels ? [] : [...new Set([values[0], values[values.length >> 1]])];
    return { feature, count: levels?.length ?? edges.length + 1, edges: Float32Array.from(edges) };
  });
  const cells = bins.reduce((n, { count }) => n * count, 1);
  const values = Float32Array.from({ length: cells * actions.length }, (_, i) => noise(i, 1, 1));
  const data = { bins: { inputs: features.length, features: bins }, values, spreads: null };
  const exploring = { ...rules, data: { ...(rules.data as RulesData), law: greedy(0.3) } };
  return {
    rules,
    exploring,
    uniform: uniformBody(spec),
    none: constantBody(spec, 'none', 0.2),
    last: constantBody(spec, actions[actions.length - 1].name),
    greedyLinear: linear(encoding, 0),
    exploringLinear: linear(wider, 0.1),
    table: tableBody(spec, { ...data, law: greedy(0) }),
    exploringTable: tableBody(spec, { ...data, law: greedy(1 / 3) }),
  };
}

describe.each(files)('a policy compiled for scenarios/%s', (file) => {
  it('decides to the bit as it does by itself, and says the same of it', async () => {
    const world = unwrap(await compileWorld(unwrap(await loadScenario(folder + file))));
    const A = world.actions.actions.length;
    const mine = makeProposals(CUSTOMERS, A);
    const its = makeProposals(CUSTOMERS, A);
    for (const [name, body] of Object.entries(bodiesOf(world))) {
      const policy = openPolicy(body, world.spec);
      let decisions = 0;
      live(world, (block, room) => {
        const decider = block.backend.decider(block, policy, Number.POSITIVE_INFINITY);
        const { batch } = observe(block, room.observation);
        const { n } = batch;
        propose(policy, batch, mine);
        const seen = {
          context: batch.context.slice(),
          legality: batch.legality?.slice(),
          ids: batch.ids.slice(),
        };
        room.observation.context.fill(-1);
        decider?.(block, room.observation, its, { n, record: false });
        expect({ name, proposed: its.proposed.subarray(0, n) }).toEqual({
          name,
          proposed: mine.proposed.subarray(0, n),
        });
        expect(its.propensity.subarray(0, n)).toEqual(mine.propensity.subarray(0, n));
        decider?.(block, room.observation, its, { n, record: true });
        expect(its.proposed.subarray(0, n)).toEqual(mine.proposed.subarray(0, n));
        expect(its.probabilities.subarray(0, n * A)).toEqual(mine.probabilities.subarray(0, n * A));
        expect({ ...seen }).toEqual({ context: batch.context, legality: batch.legality, ids: batch.ids });
        decisions += n;
      });
      expect(decisions).toBeGreaterThan(100);
    }
  });

  it('is left to itself where its law draws, and where there is little to decide', async () => {
    const world = unwrap(await compileWorld(unwrap(await loadScenario(folder + file))));
    const block = makeBlock(world, 4);
    const uniform = openPolicy(uniformBody(world.spec), world.spec);
    expect(block.backend.decider(block, uniform, 10)).toBeNull();
    const { body, ...written } = uniform;
    expect(body?.kind).toBe('uniform');
    expect(block.backend.decider(block, written, 1e9)).toBeNull();
  });
});
