import { didYouMean } from '../../core/issue.ts';
import { targetsOf } from '../addedTerms.ts';
import { describeValue, type Finding } from '../reading/finding.ts';
import type { Scenario } from '../scenario.ts';

/** Terms are added to something that is there and takes them. */
export function checkAddedTerms(scenario: Scenario): Finding[] {
  const targets = targetsOf(scenario);
  return Object.entries(scenario.add)
    .filter(([, { to }]) => !targets.includes(to))
    .map(([name, { to }]) => ({ path: ['add', name, 'to'], ...flawOf(scenario, to, targets) }));
}

function flawOf({ signals }: Scenario, to: string, targets: readonly string[]): Omit<Finding, 'path'> {
  const [section, name = ''] = to.split('.');
  if (section === 'signals' && Object.hasOwn(signals, name) && to === `signals.${name}`) {
    const message = `got the signal \`${name}\`, which has a \`chance\`, wanted one with a rate, \`perDay\``;
    const hint = `Write \`perDay\` for \`${name}\`, or put the term into its formula: a sum need not stay between 0 and 1.`;
    return { code: 'scenario/conflict', message, hint };
  }
  return {
    code: 'scenario/unknown-name',
    message: `got ${describeValue(to)}, wanted ${section === 'population' ? '`population.arrivals` or `population.referrals` of a population that has them' : '`stages.STAGE.exits.EXIT` or `signals.SIGNAL`'}`,
    hint: didYouMean(to, targets),
    refersTo: to.split('.'),
  };
}
