import { checkActions } from './checks/actions.ts';
import { checkAddedTerms } from './checks/addedTerms.ts';
import { checkNames, checkOutcomeNames } from './checks/names.ts';
import { checkNumbers } from './checks/numbers.ts';
import { checkReferences } from './checks/references.ts';
import { checkStages } from './checks/stages.ts';
import { checkTimes } from './checks/times.ts';
import type { Finding } from './reading/finding.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario must keep beyond its format, errors and warnings alike. Formulas are checked where they are compiled. */
const checks = [
  checkNames,
  checkOutcomeNames,
  checkReferences,
  checkStages,
  checkAddedTerms,
  checkActions,
  checkTimes,
  checkNumbers,
] as const;

export function checkScenario(scenario: Scenario): Finding[] {
  return checks.flatMap((check) => check(scenario));
}
