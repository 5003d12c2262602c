import type { Finding, Path } from '../reading/finding.ts';
import { inRange, type Range, ranges, wantedOf } from '../reading/leaves.ts';
import type { Formula, Scenario } from '../scenario.ts';

/** Formulas that are plain numbers are held to the range of what they stand for; the others show it when they run. */
export function checkNumbers(scenario: Scenario): Finding[] {
  return [
    ...channelNumbers(scenario),
    ...signalNumbers(scenario),
    ...offerNumbers(scenario),
    ...exitNumbers(scenario),
    ...newcomerNumbers(scenario),
  ];
}

function plain(formula: Formula | null, range: Range, path: Path): Finding[] {
  if (formula === null || !/^-?[\d.]+$/.test(formula) || inRange(Number(formula), range)) return [];
  return [{ code: 'scenario/range', path, message: `got ${formula}, wanted ${wantedOf(range)}` }];
}

function channelNumbers({ channels }: Scenario): Finding[] {
  return Object.entries(channels).flatMap(([name, { reach, optOut }]) => [
    ...plain(reach, ranges.share, ['channels', name, 'reach']),
    ...plain(optOut, ranges.share, ['channels', name, 'optOut']),
  ]);
}

function signalNumbers({ signals }: Scenario): Finding[] {
  return Object.entries(signals).flatMap(([name, { form, rate }]) =>
    plain(rate, form === 'chance' ? ranges.share : ranges.amount, ['signals', name, form]),
  );
}

function offerNumbers({ interventions }: Scenario): Finding[] {
  return Object.entries(interventions).flatMap(([name, { offer }]) => {
    if (offer === null) return [];
    const path = ['interventions', name, 'offer'];
    const { redeemed } = offer;
    const chance = redeemed.kind === 'chance' ? redeemed.chance : null;
    return [
      ...plain(offer.cost, ranges.amount, [...path, 'cost']),
      ...plain(chance, ranges.share, [...path, 'chance']),
    ];
  });
}

function exitNumbers({ stages }: Scenario): Finding[] {
  return Object.entries(stages).flatMap(([name, { form, exits }]) =>
    Object.entries(exits).flatMap(([to, { formula }]) =>
      form === 'perDay' ? plain(formula, ranges.amount, ['stages', name, 'exits', to, 'perDay']) : [],
    ),
  );
}

function newcomerNumbers({ population: { arrivals, referrals } }: Scenario): Finding[] {
  const rate = (of: { readonly perDay: Formula } | undefined, section: string) =>
    plain(of?.perDay ?? null, ranges.amount, ['population', section, 'perDay']);
  return [...rate(arrivals, 'arrivals'), ...rate(referrals, 'referrals')];
}
