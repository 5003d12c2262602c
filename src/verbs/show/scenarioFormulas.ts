import { featureIndex } from '../../journey/features.ts';
import { Legality } from '../../journey/records.ts';
import type { Graph, LeafSource } from '../../language/graph.ts';
import { operandsOf } from '../../language/operands.ts';
import type { RulesData } from '../../policies/rules.ts';
import { NEWCOMERS, termsOf } from '../../scenario/addedTerms.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';

/** A formula of a scenario with where it stands, what its number is, and what it reads. */
export type ScenarioFormula = {
  readonly path: string;
  readonly text: string;
  readonly unit: string;
  /** Names of the traits, state columns and signals that it reads, and `contacts` for what was sent or reached. */
  readonly reads: readonly string[];
};

/** A formula with its nodes in one of the world's graphs; of several, all must hold. */
export type RootedFormula = Omit<ScenarioFormula, 'reads'> & {
  readonly graph: Graph;
  readonly nodes: readonly number[];
  readonly concerns: Concern;
};

/** What a formula is asked for, by index in the world. */
export type Concern =
  | { readonly kind: 'trait' | 'start' | 'next' | 'feature' | 'eligible' | 'rule' | 'horizon' }
  | { readonly kind: 'arrivals' | 'referrals' }
  | { readonly kind: 'reach' | 'optOut'; readonly channel: number }
  | { readonly kind: 'offer'; readonly intervention: number }
  | { readonly kind: 'signal' | 'signalPay'; readonly signal: number }
  | { readonly kind: 'stagePay'; readonly stage: number }
  | { readonly kind: 'exit' | 'exitPay'; readonly stage: number; readonly to: number };

/** Every formula of a scenario with what it reads, in the order of a tick. */
export function formulasOf(world: World): ScenarioFormula[] {
  const written = worldFormulas(world).map(({ path, text, unit, graph, nodes }) => ({
    path,
    text,
    unit,
    reads: readsOf(graph, nodes),
  }));
  const rules = ruleFormulas(world).map(({ path, text, unit, graph, nodes }) => ({
    path,
    text,
    unit,
    reads: readsThroughContext(world, readsOf(graph, nodes)),
  }));
  return [...written, ...rules];
}

/** Every formula over what a simulator's columns hold, in the order of a tick. */
export function worldFormulas(world: World): RootedFormula[] {
  const { scenario } = world;
  return [
    ...traitFormulas(world),
    ...featureFormulas(world),
    ...eligibilityFormulas(world, scenario),
    ...channelFormulas(world, scenario),
    ...signalFormulas(world, scenario),
    ...stateFormulas(world, scenario),
    ...offerFormulas(world, scenario),
    ...stageFormulas(world, scenario),
    ...newcomerFormulas(world, scenario),
  ];
}

/** Conditions of today's rules: over the features of the context. */
export function ruleFormulas({ scenario, rules }: World): RootedFormula[] {
  const { graph, rules: frozen } = rules.data as RulesData;
  return scenario.today.flatMap(({ when }, r) => {
    const root = frozen[r]?.when ?? null;
    if (when === null || root === null) return [];
    const concerns = { kind: 'rule' } as const;
    return [{ path: `today[${r}].when`, text: when, unit: 'condition', graph, nodes: [root], concerns }];
  });
}

function readsThroughContext({ context }: World, features: readonly string[]): string[] {
  const columns = features.map((name) => featureIndex(context.features, name));
  return readsOf(
    context.graph,
    columns.map((column) => context.nodes[column]),
  );
}

const at = (
  { graph }: World,
  path: string,
  text: string,
  [unit, node, concerns]: readonly [string, number, Concern],
): RootedFormula => ({
  path,
  text,
  unit,
  graph,
  nodes: [node],
  concerns,
});

/** A logit or rate with the terms that are added to it. */
const withTerms = ({ scenario }: World, to: string, formula: string): string =>
  [formula, ...termsOf(scenario, to).map(([, term]) => term)].join(' + ');

function traitFormulas(world: World): RootedFormula[] {
  return world.traits.flatMap(({ name, distribution, node }) =>
    distribution.kind === 'formula' && node !== null
      ? [at(world, `population.traits.${name}`, distribution.formula, ['', node, { kind: 'trait' }])]
      : [],
  );
}

function featureFormulas({ context, scenario }: World): RootedFormula[] {
  const { graph, nodes, features } = context;
  return Object.entries(scenario.features).map(([name, text]) => {
    const k = features.features.findIndex((feature) => feature.name === name);
    return {
      path: `features.${name}`,
      text,
      unit: features.features[k].kind,
      graph,
      nodes: [nodes[k]],
      concerns: { kind: 'feature' },
    };
  });
}

function eligibilityFormulas({ guardrails, actions }: World, { interventions }: Scenario): RootedFormula[] {
  const { graph } = guardrails;
  return Object.entries(interventions).flatMap(([name, { eligible }]) => {
    if (eligible === null) return [];
    const conditions = guardrails.actions.flatMap(({ conditions: own }, a) =>
      actions.actions[a].intervention === name
        ? own.filter(({ reason }) => reason === Legality.eligibility)
        : [],
    );
    const nodes = conditions.map(({ node }) => node);
    return [
      {
        path: `interventions.${name}.eligible`,
        text: eligible,
        unit: 'condition',
        graph,
        nodes,
        concerns: { kind: 'eligible' },
      },
    ];
  });
}

function channelFormulas(world: World, { channels }: Scenario): RootedFormula[] {
  return world.channels.flatMap(({ name, reach, optOut }, channel) => {
    const { reach: reachText, optOut: optOutText } = channels[name];
    const out = [
      at(world, `channels.${name}.reach`, reachText, [
        'probability a send',
        reach,
        { kind: 'reach', channel },
      ]),
    ];
    if (optOut !== null && optOutText !== null)
      out.push(
        at(world, `channels.${name}.optOut`, optOutText, [
          'probability a contact',
          optOut,
          { kind: 'optOut', channel },
        ]),
      );
    return out;
  });
}

function signalFormulas(world: World, { signals, currency }: Scenario): RootedFormula[] {
  return world.signals.flatMap(({ name, form, node, pays }, signal) => {
    const unit = form === 'perDay' ? 'events a day' : 'probability a tick';
    return [
      at(world, `signals.${name}.${form}`, withTerms(world, `signals.${name}`, signals[name].rate), [
        unit,
        node,
        { kind: 'signal', signal },
      ]),
      ...pays.map(({ outcome, node: paid }) => {
        const { name: of } = world.outcomes[outcome];
        return at(world, `signals.${name}.pays.${of}`, signals[name].pays[of], [
          currency,
          paid,
          { kind: 'signalPay', signal },
        ]);
      }),
    ];
  });
}

function stateFormulas(world: World, { state }: Scenario): RootedFormula[] {
  return world.states.flatMap(({ name, start, next }) => [
    at(world, `state.${name}.start`, state[name].start, ['at the start', start, { kind: 'start' }]),
    at(world, `state.${name}.next`, state[name].next, ["after the tick's signals", next, { kind: 'next' }]),
  ]);
}

function offerFormulas(world: World, { interventions, currency }: Scenario): RootedFormula[] {
  return world.interventions.flatMap(({ name, offer }, intervention) => {
    const concerns = { kind: 'offer', intervention } as const;
    const text = interventions[name].offer;
    if (offer === null || text === null) return [];
    const cost = at(world, `interventions.${name}.offer.cost`, text.cost, [currency, offer.cost, concerns]);
    if (offer.chance === null || text.redeemed.kind !== 'chance') return [cost];
    const { chance } = text.redeemed;
    return [
      cost,
      at(world, `interventions.${name}.offer.chance`, chance, ['probability', offer.chance, concerns]),
    ];
  });
}

function stageFormulas(world: World, { stages, currency, terminalValue }: Scenario): RootedFormula[] {
  const rooted = world.stages.flatMap(({ name, pays, exits, form }, stage) => {
    const text = stages[name];
    const perDay = pays.map(({ outcome, node }) => {
      const { name: of } = world.outcomes[outcome];
      return at(world, `stages.${name}.pays.${of}`, text.pays[of], [
        `${currency} a day`,
        node,
        { kind: 'stagePay', stage },
      ]);
    });
    const unit = form === 'logit' ? 'log-odds against staying, a tick' : 'rate a day';
    const leaving = exits.flatMap(({ to, node, pays: once }) => {
      const target = world.stages[to].name;
      const path = `stages.${name}.exits.${target}`;
      return [
        at(world, `${path}.${form}`, withTerms(world, path, text.exits[target].formula), [
          unit,
          node,
          { kind: 'exit', stage, to },
        ]),
        ...once.map(({ outcome, node: paid }) => {
          const { name: of } = world.outcomes[outcome];
          return at(world, `${path}.pays.${of}`, text.exits[target].pays[of], [
            currency,
            paid,
            { kind: 'exitPay', stage, to },
          ]);
        }),
      ];
    });
    return [...perDay, ...leaving];
  });
  if (world.terminalValue === null || terminalValue === null) return rooted;
  return [
    ...rooted,
    at(world, 'terminalValue', terminalValue, [currency, world.terminalValue, { kind: 'horizon' }]),
  ];
}

function newcomerFormulas(world: World, { population }: Scenario): RootedFormula[] {
  const { arrivals, referrals } = world;
  const written = (section: 'arrivals' | 'referrals') =>
    [
      `population.${section}.perDay`,
      withTerms(world, NEWCOMERS[section], population[section]?.perDay ?? ''),
    ] as const;
  const later =
    arrivals === null
      ? []
      : [
          {
            ...at(world, ...written('arrivals'), ['customers a day', arrivals.node, { kind: 'arrivals' }]),
            graph: arrivals.graph,
          },
        ];
  if (referrals === null) return later;
  const unit = 'referrals a customer and day';
  return [...later, at(world, ...written('referrals'), [unit, referrals.node, { kind: 'referrals' }])];
}

function readsOf(graph: Graph, roots: readonly number[]): string[] {
  const seen = new Set<number>();
  const names = new Set<string>();
  const visit = (index: number) => {
    if (seen.has(index)) return;
    seen.add(index);
    const node = graph.nodes[index];
    if (node.op === 'leaf') names.add(columnOf(graph.leaves[node.leaf].source));
    else operandsOf(node).forEach(visit);
  };
  roots.forEach(visit);
  return [...names].filter((name) => name !== '');
}

function columnOf(source: LeafSource): string {
  if (source.kind === 'trait' || source.kind === 'state' || source.kind === 'feature') return source.name;
  if ('view' in source && 'of' in source) return source.view === 'signal' ? source.of : 'contacts';
  return source.kind === 'stage' || source.kind === 'inStage' ? 'stage' : '';
}
