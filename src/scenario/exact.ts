import { fromMoney, toMoney } from '../core/money.ts';
import { exp32 } from '../core/transcendental.ts';
import { actionMatches } from '../journey/actions.ts';
import type { Graph, Leaf } from '../language/graph.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import { type ExactState, type ExactWorld, whyNotExact } from './exactWorld.ts';
import type { Pay, World } from './world.ts';

export type { ExactSolution, ExactState, ExactWorld } from './exactWorld.ts';
export {
  actionValues,
  deterministic,
  evaluateExact,
  myopicActions,
  solveExact,
  startValue,
} from './solveExact.ts';

/** Throws RangeError naming what makes the world too rich to be solved. */
export function makeExactWorld(world: World): ExactWorld {
  const refusal = whyNotExact(world);
  if (refusal) throw new RangeError(`"${world.scenario.name}" cannot be solved exactly: ${refusal}`);
  const combinations = traitCombinations(world);
  const states = combinations.flatMap(({ traits }) => world.stages.map((_, stage) => ({ traits, stage })));
  const S = world.stages.length;
  const start = Float64Array.from(
    states,
    ({ stage }, s) => combinations[Math.floor(s / S)].share * world.start[stage],
  );
  const A = world.actions.actions.length;
  const reward = new Float64Array(states.length * A);
  const next = new Float64Array(states.length * A * S);
  for (let action = 0; action < A; action++) {
    const values = behaviourUnder(world, states, action);
    states.forEach(({ stage }, s) => {
      const here = (node: number) => values(node, s);
      reward[s * A + action] = expectedPay(world, here, stage, action);
      next.set(stageChances(world, here, stage), (s * A + action) * S);
    });
  }
  return { world, states, legal: legalActions(world, states), reward, next, start };
}

function traitCombinations(world: World): { traits: number[]; share: number }[] {
  let combinations = [{ traits: [] as number[], share: 1 }];
  for (const { distribution } of world.traits) {
    const shares =
      distribution.kind === 'oneOf'
        ? Object.values(distribution.shares)
        : distribution.kind === 'chance'
          ? [1 - distribution.p, distribution.p]
          : [1];
    combinations = combinations.flatMap(({ traits, share }) =>
      shares.map((part, level) => ({ traits: [...traits, level], share: share * part })),
    );
  }
  return combinations;
}

/** Value of a node in a state. */
type Values = (node: number, s: number) => number;
/** The same in one state. */
type Here = (node: number) => number;

/** Some nodes of a graph in all states, each leaf worked out by `leafValue`. */
function evaluateIn(
  graph: Graph,
  roots: Iterable<number>,
  states: readonly ExactState[],
  leafValue: (leaf: Leaf, state: ExactState) => number,
): Values {
  const nodes = [...new Set(roots)];
  const program = prepareProgram(graph, nodes);
  const workspace = makeWorkspace(program, states.length);
  const columns = graph.leaves.map((leaf) => Float32Array.from(states, (state) => leafValue(leaf, state)));
  runProgram(program, workspace, columns, null, states.length);
  const place = new Map(nodes.map((node, k) => [node, k]));
  return (node, s) => workspace.results[place.get(node)!][s];
}

function behaviourUnder(world: World, states: readonly ExactState[], action: number): Values {
  const exits = world.stages.flatMap((stage) => stage.exits);
  const pays = [...world.stages, ...exits, ...world.signals].flatMap((payer) => payer.pays);
  const nodes = [...pays, ...exits, ...world.signals].map(({ node }) => node);
  return evaluateIn(world.graph, nodes, states, ({ source }, state) => {
    if (source.kind !== 'now') return stateValue(world, source, state);
    const alive = !world.stages[state.stage].terminal;
    return alive && actionMatches(world.actions.actions[action], source.of) ? 1 : 0;
  });
}

/** A trait, or the stage: the seen one is the true one. */
function stateValue(world: World, source: Leaf['source'], { traits, stage }: ExactState): number {
  return source.kind === 'trait' ? traits[world.traits.findIndex(({ name }) => name === source.name)] : stage;
}

function legalActions(world: World, states: readonly ExactState[]): Uint8Array {
  const { graph, actions } = world.guardrails;
  const nodes = actions.flatMap(({ conditions }) => conditions.map(({ node }) => node));
  const holds = evaluateIn(graph, nodes, states, ({ source }, state) =>
    source.kind === 'consent' ? 1 : stateValue(world, source, state),
  );
  return Uint8Array.from(
    states.flatMap((_, s) =>
      actions.map(({ conditions }) => (conditions.every(({ node }) => holds(node, s) !== 0) ? 1 : 0)),
    ),
  );
}

/** Money as it is posted: rounded once. */
const posted = (amount: number) => fromMoney(toMoney(amount));

function expectedPay(world: World, here: Here, stage: number, action: number): number {
  const shape = world.stages[stage];
  if (shape.terminal) return 0;
  const { valueSign, clock } = world;
  const worth = (pays: readonly Pay[], scale: number) =>
    pays.reduce((sum, { outcome, node }) => sum + valueSign[outcome] * posted(here(node) * scale), 0);
  const contact = world.outcomes.findIndex(({ name }) => name === 'contact_cost');
  let total = valueSign[contact] * fromMoney(world.actionCost[action]) + worth(shape.pays, clock.tickDays);
  for (const { node, pays } of world.signals) total += Math.min(1, Math.max(0, here(node))) * worth(pays, 1);
  const conversion = world.outcomes.findIndex(({ name }) => name === 'conversion');
  const chances = exitChances(world, here, stage);
  shape.exits.forEach(({ to, pays }, k) => {
    const converted = world.stages[to].conversion ? valueSign[conversion] : 0;
    total += chances[k] * (worth(pays, 1) + converted);
  });
  return total;
}

function exitChances(world: World, here: Here, stage: number): number[] {
  const { exits, form } = world.stages[stage];
  const raw = exits.map((exit) => here(exit.node));
  if (form === 'logit') {
    const weights = raw.map((logit) => exp32(logit));
    const total = 1 + weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  }
  const total = raw.reduce((a, b) => a + b, 0);
  if (total === 0) return raw.map(() => 0);
  return raw.map((rate) => ((1 - exp32(-total * world.clock.tickDays)) * rate) / total);
}

function stageChances(world: World, here: Here, stage: number): Float64Array {
  const row = new Float64Array(world.stages.length);
  const chances = exitChances(world, here, stage);
  world.stages[stage].exits.forEach((exit, k) => {
    row[exit.to] += chances[k];
  });
  row[stage] += 1 - chances.reduce((a, b) => a + b, 0);
  return row;
}
