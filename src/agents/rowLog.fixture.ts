import { appendRow } from '../journey/appendRow.ts';
import { logFromBlocks, makeBlock } from '../journey/blocks.ts';
import { type FeatureSchema, makeFeatureSchema } from '../journey/features.ts';
import {
  decisionLayout,
  EndingCode,
  endingLayout,
  type JourneyLog,
  outcomeLayout,
} from '../journey/records.ts';
import { smallSchema } from '../journey/smallSchema.ts';
import type { AgentProblem, OptionValues } from './agent.ts';

export type LogRow = {
  readonly customer?: number;
  readonly tick?: number;
  readonly x: readonly number[];
  readonly action: number;
  readonly reward: number;
  /** Probabilities of the actions; uniform by default. */
  readonly q?: readonly number[];
  readonly legality?: readonly number[];
};
export type LogEnd = {
  readonly customer: number;
  readonly tick: number;
  readonly left: boolean;
  readonly x: readonly number[];
};

/** A problem over features named a, b and so on, all real; actions none and act; a window of one tick. */
export function rowProblem(
  more: Partial<AgentProblem> & { readonly features?: FeatureSchema } = {},
): AgentProblem {
  const features = more.features ?? makeFeatureSchema([{ name: 'a', kind: 'real' }]);
  const { actions } = smallSchema({ ticks: 1, actions: ['none', 'act'] });
  return {
    spec: { actions, features },
    reward: {
      name: 'r',
      of: [{ outcome: 'margin', sign: 1 }],
      windowTicks: 1,
      discountPerTick: 1,
      bound: null,
    },
    discountPerTick: 0.5,
    ...more,
  };
}

/** A log of the rows, in order; each pays its reward at its tick. Customers without an end are cut off. */
export function rowLog(
  { spec }: AgentProblem,
  rows: readonly LogRow[],
  ends: readonly LogEnd[] = [],
): JourneyLog {
  const names = spec.actions.actions.map(({ name }) => name);
  const schema = smallSchema({ ticks: 100, features: spec.features, actions: names });
  const block = makeBlock(schema, { decisions: rows.length, outcomes: rows.length, endings: ends.length });
  const probabilities = new Float32Array(rows.length * names.length);
  const d = spec.features.features.length;
  rows.forEach(({ customer = 0, tick = 0, x, action, reward, q, legality }, i) => {
    const owner = customer || i + 1;
    const row = q ?? names.map(() => 1 / names.length);
    probabilities.set(row, i * names.length);
    block.decisions.context.set(x, i * d);
    block.decisions.legality!.set(legality ?? names.map(() => 0), i * names.length);
    appendRow(block.decisions, decisionLayout, {
      customer: owner,
      tick,
      proposed: action,
      propensity: row[action],
    });
    appendRow(block.outcomes, outcomeLayout, { customer: owner, tick, ticks: 1, name: 0, value: reward });
  });
  ends.forEach(({ customer, tick, left, x }, i) => {
    block.endings.context.set(x, i * d);
    appendRow(block.endings, endingLayout, {
      customer,
      tick,
      code: left ? EndingCode.left : EndingCode.horizon,
    });
  });
  return logFromBlocks(schema, [{ ...block, decisions: { ...block.decisions, probabilities } }]);
}

/** The defaults of an agent's options with others in their place. */
export function optionValues(
  { options }: { readonly options: { readonly [name: string]: { readonly default: number } } },
  given: OptionValues = {},
): OptionValues {
  const defaults = Object.entries(options).map(([name, option]) => [name, option.default] as const);
  return { ...Object.fromEntries(defaults), ...given };
}
