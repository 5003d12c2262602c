import { issue } from '../core/issue.ts';
import type { OutcomeKind } from '../journey/records.ts';
import { type GraphBuilder, makeGraphBuilder } from '../language/builder.ts';
import type { Graph } from '../language/graph.ts';
import { neededNodes } from '../language/program.ts';
import type { Lowering, Path } from './lower.ts';
import type { Formula, Named } from './scenario.ts';
import { type ScopeKind, scopeFor, scopeKinds, type Vocabulary } from './scopes.ts';
import type { Pay, World, WorldIntervention, WorldSignal, WorldStage, WorldTrait } from './world.ts';

type Behaviour = Pick<
  World,
  | 'graph'
  | 'traits'
  | 'states'
  | 'signals'
  | 'signalOrder'
  | 'channels'
  | 'interventions'
  | 'stages'
  | 'terminalValue'
>;

/** What lowers one formula of a kind at a path. */
type Lower = (
  text: Formula,
  path: Path,
  kind: ScopeKind,
  want: Parameters<Lowering['formula']>[3]['want'],
) => number;

/** How customers behave: every hidden formula of the scenario in one graph. */
export function compileBehaviour(
  words: Vocabulary,
  lowering: Lowering,
  outcomes: readonly OutcomeKind[],
): Behaviour {
  const builder = makeGraphBuilder();
  const { scenario } = words;
  const traits = compileTraits(words, lowering, builder);
  const scopes = new Map<ScopeKind, ReturnType<typeof scopeFor>>();
  const lower: Lower = (text, path, kind, want) => {
    let scope = scopes.get(kind);
    if (!scope) {
      scope = scopeFor(words, kind);
      scopes.set(kind, scope);
    }
    return lowering.formula(text, path, scope, { builder, want });
  };
  const pays = (amounts: Named<Formula>, path: Path): Pay[] =>
    Object.entries(amounts).map(([name, text]) => ({
      outcome: outcomes.findIndex((outcome) => outcome.name === name),
      node: lower(text, [...path, name], scopeKinds.after, 'real'),
    }));
  const signals = Object.entries(scenario.signals).map(([name, signal]): WorldSignal => {
    const want = signal.form === 'chance' ? 'probability' : 'nonNegative';
    return {
      name,
      form: signal.form,
      node: lower(signal.rate, ['signals', name, signal.form], scopeKinds.after, want),
      pays: pays(signal.pays, ['signals', name, 'pays']),
    };
  });
  const states = Object.entries(scenario.state).map(([name, column]) => ({
    name,
    start: lower(column.start, ['state', name, 'start'], scopeKinds.origin, 'real'),
    next: lower(column.next, ['state', name, 'next'], scopeKinds.next, 'real'),
  }));
  const channels = Object.entries(scenario.channels).map(([name, channel]) => ({
    name,
    reach: lower(channel.reach, ['channels', name, 'reach'], scopeKinds.before, 'probability'),
    optOut:
      channel.optOut === null
        ? null
        : lower(channel.optOut, ['channels', name, 'optOut'], scopeKinds.before, 'probability'),
    consent: channel.consent,
  }));
  const interventions = compileOffers(words, lower);
  const stages = compileStages(words, lower, pays);
  const terminalValue =
    scenario.terminalValue === null
      ? null
      : lower(scenario.terminalValue, ['terminalValue'], scopeKinds.after, 'real');
  const graph = builder.graph();
  const signalOrder = orderSignals(signals, graph, lowering);
  return { graph, traits, states, signals, signalOrder, channels, interventions, stages, terminalValue };
}

/** Traits in the file's order; a formula reads those above it. */
function compileTraits(words: Vocabulary, lowering: Lowering, builder: GraphBuilder): WorldTrait[] {
  const { traits } = words.scenario.population;
  const names = Object.keys(traits);
  return names.map((name, k): WorldTrait => {
    const { seen, unit: _, ...distribution } = traits[name];
    let node: number | null = null;
    if (distribution.kind === 'formula') {
      const scope = scopeFor(words, scopeKinds.origin, { traits: names.slice(0, k) });
      const path = ['population', 'traits', name, 'formula'];
      node = lowering.formula(distribution.formula, path, scope, { builder, want: 'any' });
      words.traitTypes.set(name, builder.type(node) ?? 'real');
    }
    return { name, seen, type: words.traitTypes.get(name) ?? 'real', distribution, node };
  });
}

function compileOffers({ scenario }: Vocabulary, lower: Lower): WorldIntervention[] {
  const signals = Object.keys(scenario.signals);
  const stages = Object.keys(scenario.stages);
  return Object.entries(scenario.interventions).map(([name, { offer }]): WorldIntervention => {
    if (offer === null) return { name, offer: null };
    const path = ['interventions', name, 'offer'];
    const { redeemed } = offer;
    return {
      name,
      offer: {
        cost: lower(offer.cost, [...path, 'cost'], scopeKinds.before, 'nonNegative'),
        ticks: Math.round(offer.withinDays / scenario.clock.tickDays),
        chance:
          redeemed.kind === 'chance'
            ? lower(redeemed.chance, [...path, 'chance'], scopeKinds.before, 'probability')
            : null,
        onSignal: redeemed.kind === 'on' ? signals.indexOf(redeemed.event) : -1,
        onStage: redeemed.kind === 'on' ? stages.indexOf(redeemed.event) : -1,
      },
    };
  });
}

function compileStages(
  { scenario }: Vocabulary,
  lower: Lower,
  pays: (amounts: Named<Formula>, path: Path) => Pay[],
): WorldStage[] {
  const names = Object.keys(scenario.stages);
  const everyExit = Object.values(scenario.stages).flatMap((stage) => Object.entries(stage.exits));
  return names.map((name): WorldStage => {
    const stage = scenario.stages[name];
    const path = ['stages', name];
    const form = stage.form ?? 'logit';
    const exits = Object.entries(stage.exits)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([to, exit]) => ({
        to: names.indexOf(to),
        node: lower(
          exit.formula,
          [...path, 'exits', to, form],
          scopeKinds.after,
          form === 'perDay' ? 'nonNegative' : 'real',
        ),
        loss: exit.loss,
        pays: pays(exit.pays, [...path, 'exits', to, 'pays']),
      }));
    const seenAfter =
      stage.seenAfterDays === null ? null : Math.round(stage.seenAfterDays / scenario.clock.tickDays);
    return {
      name,
      terminal: stage.terminal,
      seenAfter: stage.terminal && stage.seenAs === null ? (seenAfter ?? 0) : seenAfter,
      conversion: stage.conversion,
      lost: stage.terminal && everyExit.some(([to, exit]) => to === name && exit.loss),
      pays: Object.entries(stage.pays).map(
        ([outcome, text]) => pays({ [outcome]: text }, [...path, 'pays'])[0],
      ),
      form: stage.form,
      exits,
    };
  });
}

/** Signals that a formula's nodes read. */
function signalsRead(graph: Graph, root: number): string[] {
  return neededNodes(graph, [root]).flatMap((index) => {
    const node = graph.nodes[index];
    if (node.op !== 'leaf') return [];
    const { source } = graph.leaves[node.leaf];
    return 'of' in source && source.view === 'signal' && source.kind !== 'lag' ? [source.of] : [];
  });
}

/** Each signal after those that it reads, else in the file's order; a cycle within one tick is an issue. */
function orderSignals(signals: readonly WorldSignal[], graph: Graph, lowering: Lowering): number[] {
  const names = signals.map((signal) => signal.name);
  const reads = signals.map((signal) =>
    (graph.nodes.length === 0 ? [] : signalsRead(graph, signal.node)).map((name) => names.indexOf(name)),
  );
  const order: number[] = [];
  const state = new Uint8Array(signals.length);
  const visit = (k: number, trail: readonly string[]): void => {
    if (state[k] === 2) return;
    if (state[k] === 1) {
      const cycle = [...trail.slice(trail.indexOf(names[k])), names[k]].join(' -> ');
      lowering.issues.push(
        issue('scenario/signal-cycle', `signals read one another within one tick: ${cycle}`, {
          at: { path: `signals.${names[k]}` },
          hint: 'read an earlier day, such as lag(x, 1d), or carry it in a state column',
        }),
      );
      return;
    }
    state[k] = 1;
    for (const other of reads[k]) visit(other, [...trail, names[k]]);
    state[k] = 2;
    order.push(k);
  };
  for (let k = 0; k < signals.length; k++) visit(k, []);
  return order;
}
