import type { OutcomeKind } from '../journey/records.ts';
import { type GraphBuilder, makeGraphBuilder } from '../language/builder.ts';
import { type Lower, type Lowers, makeAddTerms, makeLower, makePays } from './behaviourFormulas.ts';
import { compileArrivals, compileReferrals } from './compileNewcomers.ts';
import { compileStages } from './compileStages.ts';
import type { Lowering } from './lower.ts';
import { scopeFor, scopeKinds, type Vocabulary } from './scopes.ts';
import { orderSignals } from './signalOrder.ts';
import { traitDraws } from './traitDraws.ts';
import type { World, WorldChannel, WorldIntervention, WorldSignal, WorldTrait } from './world.ts';

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
  | 'arrivals'
  | 'referrals'
>;

/** How customers behave: every hidden formula of the scenario in one graph. */
export function compileBehaviour(
  words: Vocabulary,
  lowering: Lowering,
  outcomes: readonly OutcomeKind[],
): Behaviour {
  const builder = makeGraphBuilder();
  const { terminalValue } = words.scenario;
  const traits = compileTraits(words, lowering, builder);
  const lower = makeLower(words, lowering, builder);
  const lowers = { lower, pays: makePays(lower, outcomes), addTerms: makeAddTerms(words, lower, builder) };
  const signals = compileSignals(words, lowers);
  const parts = {
    traits,
    signals,
    states: compileStates(words, lower),
    channels: compileChannels(words, lower),
    interventions: compileOffers(words, lower),
    stages: compileStages(words, lowers),
    arrivals: compileArrivals(words, lowering),
    referrals: compileReferrals(words, lowers),
    terminalValue:
      terminalValue === null ? null : lower(terminalValue, ['terminalValue'], scopeKinds.before, 'real'),
  };
  const graph = builder.graph();
  return { ...parts, graph, signalOrder: orderSignals(signals, graph, lowering) };
}

/** Traits in the file's order; a formula reads those above it. */
function compileTraits(words: Vocabulary, lowering: Lowering, builder: GraphBuilder): WorldTrait[] {
  const { traits } = words.scenario.population;
  const draws = traitDraws(words.scenario.population);
  const names = Object.keys(traits);
  return names.map((name, k): WorldTrait => {
    const { seen, unit: _, ...distribution } = traits[name];
    let node: number | null = null;
    if (distribution.kind === 'formula') {
      const scope = scopeFor(words, scopeKinds.origin, names.slice(0, k));
      const path = ['population', 'traits', name, 'formula'];
      node = lowering.formula(distribution.formula, path, scope, { builder, want: 'any' });
      words.traitTypes.set(name, builder.type(node) ?? 'real');
    }
    const type = words.traitTypes.get(name) ?? 'real';
    return { name, seen, type, distribution, node, draw: draws.get(name) ?? null };
  });
}

function compileSignals({ scenario }: Vocabulary, { lower, pays, addTerms }: Lowers): WorldSignal[] {
  return Object.entries(scenario.signals).map(([name, { form, rate, pays: amounts }]) => {
    const want = form === 'chance' ? 'probability' : 'nonNegative';
    const rated = lower(rate, ['signals', name, form], scopeKinds.after, want);
    const node = form === 'perDay' ? addTerms(rated, `signals.${name}`) : rated;
    return { name, form, node, pays: pays(amounts, ['signals', name, 'pays']) };
  });
}

function compileStates({ scenario }: Vocabulary, lower: Lower): World['states'] {
  return Object.entries(scenario.state).map(([name, { start, next }]) => ({
    name,
    start: lower(start, ['state', name, 'start'], scopeKinds.origin, 'real'),
    next: lower(next, ['state', name, 'next'], scopeKinds.next, 'real'),
  }));
}

/** A send knows nothing of its tick; whoever it reached opts out at the end of it, knowing all that happened. */
function compileChannels({ scenario }: Vocabulary, lower: Lower): WorldChannel[] {
  return Object.entries(scenario.channels).map(([name, { reach, optOut, consent }]) => {
    const path = ['channels', name];
    return {
      name,
      reach: lower(reach, [...path, 'reach'], scopeKinds.before, 'probability'),
      optOut: optOut === null ? null : lower(optOut, [...path, 'optOut'], scopeKinds.after, 'probability'),
      consent,
    };
  });
}

function compileOffers({ scenario }: Vocabulary, lower: Lower): WorldIntervention[] {
  const signals = Object.keys(scenario.signals);
  const stages = Object.keys(scenario.stages);
  return Object.entries(scenario.interventions).map(([name, { offer }]): WorldIntervention => {
    if (offer === null) return { name, offer: null };
    const path = ['interventions', name, 'offer'];
    const { redeemed } = offer;
    const [chance, event] = redeemed.kind === 'chance' ? [redeemed.chance, null] : [null, redeemed.event];
    return {
      name,
      offer: {
        cost: lower(offer.cost, [...path, 'cost'], scopeKinds.before, 'nonNegative'),
        ticks: Math.round(offer.withinDays / scenario.clock.tickDays),
        chance: chance === null ? null : lower(chance, [...path, 'chance'], scopeKinds.before, 'probability'),
        onSignal: event === null ? -1 : signals.indexOf(event),
        onStage: event === null ? -1 : stages.indexOf(event),
      },
    };
  });
}
