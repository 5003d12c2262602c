import { featureIndex } from '../../journey/features.ts';
import { explain } from '../../language/explain.ts';
import { prepareProgram } from '../../language/program.ts';
import type { World } from '../../scenario/world.ts';
import type { Block } from '../../simulator/block.ts';
import type { LifeTick } from '../../simulator/life.ts';
import { explainRow, type Moment, type Step } from '../../simulator/watch.ts';
import { type RootedFormula, ruleFormulas, worldFormulas } from '../show/scenarioFormulas.ts';

/** A formula with its value for one customer in one tick. */
export type TracedFormula = {
  /** Where it stands in the scenario, such as `stages.active.exits.gone.logit`. */
  readonly path: string;
  readonly text: string;
  readonly unit: string;
  readonly value: number;
  /** Whether this tick asked for it: an exit from the stage held, the reach of a channel that was used. */
  readonly used: boolean;
  /** How it came about: what was read, then what was worked out, the value last. */
  readonly steps: readonly Step[];
};

/** A formula that has been worked out; whether it was used is known when the tick is over. */
export type FormulaValue = Omit<TracedFormula, 'used'> & Pick<RootedFormula, 'concerns'>;

/** Values of all formulas that are worked out at a moment, for one row. */
export function formulasAt(
  block: Block,
  row: number,
  moment: Moment | { readonly at: 'horizon' },
): FormulaValue[] {
  return worldFormulas(block.world)
    .filter(({ concerns }) => isAt(concerns, moment))
    .map((formula) => {
      const parts = formula.nodes.map((node) => explainRow(block, formula.graph, node, row));
      return valued(formula, parts);
    });
}

/** Values of the conditions of today's rules for a context, [d]. */
export function rulesAt(world: World, context: Float32Array): FormulaValue[] {
  return ruleFormulas(world).map((formula) => {
    const { graph, nodes } = formula;
    const columns = graph.leaves.map(({ source }) => {
      const name = source.kind === 'feature' ? source.name : '';
      return context.subarray(featureIndex(world.context.features, name));
    });
    const parts = nodes.map((node) => explain(prepareProgram(graph, [node]), columns, 0));
    return valued(formula, parts);
  });
}

/** The value of several conditions is whether all hold. */
function valued({ path, text, unit, concerns }: RootedFormula, parts: readonly Step[][]): FormulaValue {
  const values = parts.map((steps) => steps[steps.length - 1].value);
  const value = parts.length === 1 ? values[0] : Number(values.every((one) => one !== 0));
  return { path, text, unit, value, concerns, steps: parts.flat() };
}

function isAt(concerns: RootedFormula['concerns'], moment: Moment | { readonly at: 'horizon' }): boolean {
  switch (concerns.kind) {
    case 'signal':
      return moment.at === 'signal' && moment.signal === concerns.signal;
    case 'optOut':
    case 'next':
      return moment.at === 'after';
    case 'signalPay':
    case 'stagePay':
    case 'exit':
    case 'exitPay':
    case 'referrals':
      return moment.at === 'moved';
    case 'horizon':
      return moment.at === 'horizon';
    case 'arrivals':
      return false;
    default:
      return moment.at === 'before';
  }
}

/** Whether what happened in the tick asked for a formula, in a life that began with the tick `first`; conditions of today's rules, where those decide. */
export function isUsed(
  world: World,
  concerns: RootedFormula['concerns'],
  {
    lived,
    rulesDecide,
    first,
  }: { readonly lived: LifeTick; readonly rulesDecide: boolean; readonly first: number },
): boolean {
  const { sent, reached, stage, decision, signals, movesTo } = lived;
  const over = (channel: number) => sent !== null && world.actionChannel[sent] === channel;
  switch (concerns.kind) {
    case 'trait':
    case 'start':
      return lived.tick === first;
    case 'feature':
    case 'eligible':
      return decision !== null;
    case 'rule':
      return decision !== null && rulesDecide;
    case 'reach':
      return over(concerns.channel) && !world.stages[stage].terminal;
    case 'optOut':
      return reached && over(concerns.channel);
    case 'offer':
      return reached && sent !== null && world.actionIntervention[sent] === concerns.intervention;
    case 'signalPay':
      return signals.some(({ signal }) => signal === concerns.signal);
    case 'stagePay':
    case 'exit':
      return stage === concerns.stage;
    case 'exitPay':
      return stage === concerns.stage && movesTo === concerns.to;
    default:
      return true;
  }
}
