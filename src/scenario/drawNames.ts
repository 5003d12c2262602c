import { purposeOf } from '../core/luck.ts';

/**
 * Names of a world's draws: their hash is the last word of the counter, so a draw keeps its luck whatever else is
 * added, taken away or moved. Those of a person's beginning are drawn with the population's key, the others with that
 * of luck; `redeem` and traits of mixtures need two words, which are named apart.
 */
export const drawNames = {
  trait: (name: string) => `trait/${name}`,
  consent: (channel: string) => `consent/${channel}`,
  /** The row of a file that a customer is drawn from. */
  row: 'population/row',
  startStage: 'start/stage',
  /** How many come in a tick: of no customer, with the population's key. */
  arrivals: 'population/arrivals',
  /** How many others a customer brings. */
  referrals: 'population/referrals',
  phase: 'decide/phase',
  signal: (name: string) => `signal/${name}`,
  stage: (name: string) => `stage/${name}`,
  reach: (channel: string) => `reach/${channel}`,
  optOut: (channel: string) => `optOut/${channel}`,
  redeem: (intervention: string) => `redeem/${intervention}#0`,
  redeemDay: (intervention: string) => `redeem/${intervention}#1`,
  arbitrate: (ledger: string) => `arbitrate/${ledger}`,
  tie: 'arbitrate/tie',
} as const;

type Parts = {
  readonly traits: Iterable<string>;
  readonly channels: Iterable<string>;
  readonly signals: Iterable<string>;
  readonly stages: Iterable<string>;
  readonly interventions: Iterable<string>;
  readonly ledgers: Iterable<string>;
};

/** Every draw that a world with these names can make. */
export function drawsOf({ traits, channels, signals, stages, interventions, ledgers }: Parts): string[] {
  const { row, startStage, arrivals, referrals, phase, tie, ...named } = drawNames;
  return [
    row,
    startStage,
    arrivals,
    referrals,
    phase,
    tie,
    ...Array.from(traits, named.trait),
    ...Array.from(signals, named.signal),
    ...Array.from(stages, named.stage),
    ...Array.from(channels, (name) => [named.consent(name), named.reach(name), named.optOut(name)]).flat(),
    ...Array.from(interventions, (name) => [named.redeem(name), named.redeemDay(name)]).flat(),
    ...Array.from(ledgers, named.arbitrate),
  ];
}

/** Pairs of draws whose names have one hash: they would share their luck. */
export function collidingDraws(names: readonly string[]): [string, string][] {
  const byPurpose = new Map<number, string>();
  return names.flatMap((name): [string, string][] => {
    const purpose = purposeOf(name);
    const other = byPurpose.get(purpose);
    if (other !== undefined && other !== name) return [[other, name]];
    byPurpose.set(purpose, name);
    return [];
  });
}
