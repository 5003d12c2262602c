import { purposeOf } from '../core/luck.ts';
import { TERMINAL_VALUE } from '../journey/rewards.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { World } from '../scenario/world.ts';

/** Hashes of the names of draws, and of what the outcomes that every world has come from. */
export type Purposes = {
  readonly signals: readonly number[];
  readonly stages: readonly number[];
  readonly referrals: number;
  readonly reach: readonly number[];
  readonly optOut: readonly number[];
  /** Whether an offer is redeemed at all, and on which of its days. */
  readonly redeem: readonly number[];
  readonly redeemDay: readonly number[];
  readonly contactCost: number;
  readonly offerCost: readonly number[];
  readonly optedOut: number;
  readonly conversion: number;
  readonly terminalValue: number;
};

export function makePurposes({ signals, stages, channels, interventions }: World): Purposes {
  const named = (list: readonly { readonly name: string }[], draw: (name: string) => string) =>
    list.map(({ name }) => purposeOf(draw(name)));
  return {
    signals: named(signals, drawNames.signal),
    stages: named(stages, drawNames.stage),
    referrals: purposeOf(drawNames.referrals),
    reach: named(channels, drawNames.reach),
    optOut: named(channels, drawNames.optOut),
    redeem: named(interventions, drawNames.redeem),
    redeemDay: named(interventions, drawNames.redeemDay),
    contactCost: purposeOf('contact_cost'),
    offerCost: named(interventions, (name) => `offer_cost/${name}`),
    optedOut: purposeOf('opt_out'),
    conversion: purposeOf('conversion'),
    terminalValue: purposeOf(TERMINAL_VALUE),
  };
}
