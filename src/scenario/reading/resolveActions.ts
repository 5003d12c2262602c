import type { Arbitration, Capacity, Channel, Intervention, Named, Offer, Signal } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import type { Path } from './finding.ts';
import { ranges } from './leaves.ts';
import {
  daysAt,
  formulaAt,
  listOf,
  mapNamed,
  type NumberInput,
  numberAt,
  onlyKey,
  type Resolving,
} from './resolving.ts';

type InterventionInput = ScenarioInput['interventions'][string];
type OfferInput = NonNullable<InterventionInput['offer']>;
type CapacityInput = NonNullable<ScenarioInput['channels'][string]['capacity']>;

export function resolveSignals(to: Resolving, input: ScenarioInput): Named<Signal> {
  return mapNamed(input.signals, ['signals'], (signal, path) => {
    const form = onlyKey(to, signal, ['perDay', 'chance'], path) ?? 'perDay';
    const rate = formulaAt(to, signal[form] ?? 0, [...path, form]);
    return { form, rate, pays: resolvePays(to, signal.pays, [...path, 'pays']) };
  });
}

export function resolvePays(
  to: Resolving,
  input: { readonly [outcome: string]: NumberInput } | undefined,
  path: Path,
) {
  return mapNamed(input, path, (amount, at) => formulaAt(to, amount, at));
}

export function resolveChannels(to: Resolving, input: ScenarioInput): Named<Channel> {
  return mapNamed(input.channels, ['channels'], ({ reach, cost, optOut, consent, capacity }, path) => ({
    reach: formulaAt(to, reach ?? 1, [...path, 'reach']),
    cost: numberAt(to, cost ?? 0, [...path, 'cost'], ranges.amount),
    optOut: optOut === undefined ? null : formulaAt(to, optOut, [...path, 'optOut']),
    consent: numberAt(to, consent ?? 1, [...path, 'consent'], ranges.share),
    capacity: capacity === undefined ? null : resolveCapacity(to, capacity, [...path, 'capacity']),
  }));
}

function resolveCapacity(to: Resolving, { amount, per, arbitrate }: CapacityInput, path: Path): Capacity {
  return {
    amount: numberAt(to, amount, [...path, 'amount'], ranges.amount),
    perDays: daysAt(to, per, [...path, 'per']),
    arbitrate: resolveArbitration(arbitrate),
  };
}

/** `random` where the file says nothing; a word that is none of the three laws is a formula. */
export function resolveArbitration(input: CapacityInput['arbitrate']): Arbitration {
  if (input === undefined) return { kind: 'random' };
  if (typeof input === 'object') return { kind: 'policy', fallback: input.fallback };
  if (input === 'random' || input === 'priority') return { kind: input };
  return input === 'policy'
    ? { kind: 'policy', fallback: 'random' }
    : { kind: 'formula', formula: input.trim() };
}

export function resolveInterventions(to: Resolving, input: ScenarioInput): Named<Intervention> {
  return mapNamed(input.interventions, ['interventions'], (intervention, path) => {
    const { channels, eligible, cooldown, cost, offer, priority, description } = intervention;
    return {
      channels: listOf<string>(channels),
      in: listOf<string>(intervention.in),
      eligible: eligible === undefined ? null : formulaAt(to, eligible, [...path, 'eligible']),
      cooldownDays: cooldown === undefined ? null : daysAt(to, cooldown, [...path, 'cooldown']),
      cost: numberAt(to, cost ?? 0, [...path, 'cost'], ranges.amount),
      offer: offer === undefined ? null : resolveOffer(to, offer, [...path, 'offer']),
      priority: numberAt(to, priority ?? 0, [...path, 'priority'], ranges.any),
      description: description ?? '',
    };
  });
}

function resolveOffer(to: Resolving, input: OfferInput, path: Path): Offer {
  const kind = onlyKey(to, input, ['chance', 'on'], path) ?? 'chance';
  return {
    cost: formulaAt(to, input.cost, [...path, 'cost']),
    withinDays: daysAt(to, input.within, [...path, 'within']),
    redeemed:
      kind === 'on'
        ? { kind, event: input.on! }
        : { kind, chance: formulaAt(to, input.chance ?? 0, [...path, 'chance']) },
  };
}
