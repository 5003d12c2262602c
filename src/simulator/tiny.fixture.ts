import { unwrap } from '../core/issue.ts';
import type { Key } from '../core/luck.ts';
import type { JourneyBlock } from '../journey/records.ts';
import { makeProposals } from '../policies/draw.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { World } from '../scenario/world.ts';
import { type Block, isOver } from './block.ts';
import type { LogLevel } from './journal.ts';
import { makeBlock } from './makeBlock.ts';
import { makeJournal } from './makeJournal.ts';
import { type Observation, observe } from './observe.ts';
import { resetBlock } from './reset.ts';
import { makeStepRoom, step } from './step.ts';
import { streamsOf } from './streams.ts';
import { worldSchema } from './worldSchema.ts';

/** Sections of a scenario in which nothing happens, for those that a test does not write. */
const QUIET: { readonly [section: string]: string } = {
  nextmove: '1',
  name: 'Tiny',
  clock: '{ start: "2025-01-06", tick: 1d, horizon: 20d }',
  currency: 'EUR',
  decide: '[every 1d]',
  population: '{ size: 4 }',
  channels: '{ email: {} }',
  interventions: '{ hello: { channels: [email], in: [here] } }',
  stages: '{ here: {} }',
  reward: '{ of: [-contact_cost], window: 5d }',
};

/** A scenario of the given sections; it begins on a Monday, has ticks of a day, and everybody is asked every day. */
export function tinyScenario(sections: string): string {
  const written = new Set([...sections.matchAll(/^(\w+):/gm)].map(([, name]) => name));
  const rest = Object.entries(QUIET).filter(([name]) => !written.has(name));
  return `${rest.map(([name, text]) => `${name}: ${text}\n`).join('')}${sections}`;
}

export async function tinyWorld(sections: string, options: { oracle?: boolean } = {}): Promise<World> {
  return unwrap(await compileWorld(unwrap(parseScenario(tinyScenario(sections), 'tiny.yaml')), options));
}

/** Legality code by action name of one row of an observation. */
export function legalityOf(world: World, seen: Observation, row: number): { [action: string]: number } {
  const A = world.actions.actions.length;
  const at = seen.rows.indexOf(row);
  return Object.fromEntries(
    world.actions.actions.map(({ name }, a) => [name, seen.batch.legality![at * A + a]]),
  );
}

export type Play = {
  readonly customers?: number;
  readonly key?: Key;
  readonly ticks?: number;
  readonly level?: LogLevel;
  /** Name of the action of a row that is due; it is proposed where legal, `none` elsewhere. */
  readonly act?: (tick: number, row: number, seen: Observation) => string;
  /** Looks at every tick once it is observed, and once it is over. */
  readonly before?: (block: Block, seen: Observation) => void;
  readonly after?: (block: Block) => void;
};

export type Played = { readonly block: Block; readonly records: JourneyBlock };

/** Lives through a world under scripted actions, each proposed with probability 1. */
export function play(world: World, options: Play = {}): Played {
  const { customers = 1, key = [1, 2], ticks = world.clock.ticks, act = () => 'none' } = options;
  const block = makeBlock(world, customers);
  const room = makeStepRoom(block);
  const journal = makeJournal(block, worldSchema(world, 'scripted'), options.level ?? 'full');
  resetBlock(block, streamsOf(key, 'evaluation'), { from: 0, count: customers });
  const A = world.actions.actions.length;
  while (block.tick < ticks && !isOver(block)) {
    const seen = observe(block, room.observation);
    options.before?.(block, seen);
    const proposals = makeProposals(seen.batch.n, A);
    for (let i = 0; i < seen.batch.n; i++) {
      const name = act(block.tick, seen.rows[i], seen);
      const wanted = world.actions.actions.findIndex((action) => action.name === name);
      const action = seen.batch.legality![i * A + wanted] === 0 ? wanted : 0;
      proposals.proposed[i] = action;
      proposals.propensity[i] = proposals.probabilities[i * A + action] = 1;
    }
    step(block, { seen, proposals, scores: null }, journal, room);
    options.after?.(block);
  }
  return { block, records: journal.take() };
}

/** Values of a column of the block by row. */
export function byRow({ slots, size }: Block, column: Float32Array): number[] {
  return Array.from({ length: size }, (_, row) => column[slots.of[row]]);
}

/** Outcomes as text, `name value @tick` and `x ticks` where recurring, in order. */
export function outcomesOf(world: World, { records: { outcomes } }: Played, customer = 0): string[] {
  const rows = Array.from({ length: outcomes.n }, (_, i) => i);
  return rows
    .filter((i) => outcomes.customer[i] === BigInt(customer))
    .map((i) => {
      const ticks = outcomes.ticks[i] > 1 ? ` x${outcomes.ticks[i]}` : '';
      return `${world.outcomes[outcomes.name[i]].name} ${outcomes.value[i]} @${outcomes.tick[i]}${ticks}`;
    });
}
