import { TERMINAL_VALUE } from '../../journey/rewards.ts';
import { FUNCTION_NAMES } from '../../language/parse/functions.ts';
import type { Finding, Path } from '../reading/finding.ts';
import { NAME } from '../reading/leaves.ts';
import type { Scenario } from '../scenario.ts';

/** Words of the language, and of the file where a name could stand. */
const WORDS =
  'any none stage inStage weekday dayOfYear dayOfMonth elapsed never else and or not in true false random priority policy';
const RESERVED: ReadonlySet<string> = new Set([...FUNCTION_NAMES, ...WORDS.split(' ')]);

/** Outcomes that every scenario has. */
export const OWN_OUTCOMES: readonly string[] = ['contact_cost', 'offer_cost', 'opt_out', 'conversion'];

/** A formula may name any of these, so no two may share a name. */
export function checkNames(scenario: Scenario): Finding[] {
  const taken = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [what, path, name] of namesOf(scenario)) {
    const clash = clashOf(name, taken.get(name));
    if (clash === undefined) taken.set(name, `a ${what} at \`${path.slice(0, -1).join('.')}\``);
    else
      findings.push({
        code: 'scenario/name',
        path,
        at: 'key',
        message: `got the name \`${name}\`, ${clash}`,
      });
  }
  return findings;
}

function clashOf(name: string, holder: string | undefined): string | undefined {
  if (RESERVED.has(name)) return 'a word of the language, wanted another';
  if (name in Object.prototype) return 'a word of JavaScript, wanted another';
  return holder && `already the name of ${holder}, wanted another`;
}

function namesOf({ parameters, population, ...rest }: Scenario): [what: string, path: Path, name: string][] {
  const groups: [string, Path, { readonly [name: string]: unknown }][] = [
    ['parameter', ['parameters'], parameters],
    ['trait', ['population', 'traits'], population.traits],
    ['state', ['state'], rest.state],
    ['signal', ['signals'], rest.signals],
    ['feature', ['features'], rest.features],
    ['channel', ['channels'], rest.channels],
    ['intervention', ['interventions'], rest.interventions],
    ['stage', ['stages'], rest.stages],
  ];
  return groups.flatMap(([what, path, entries]) =>
    Object.keys(entries)
      .filter((name) => NAME.test(name))
      .map((name): [string, Path, string] => [what, [...path, name], name]),
  );
}

/** Outcomes are named by who pays them; those that every scenario has may not be paid by hand. */
export function checkOutcomeNames(scenario: Scenario): Finding[] {
  return paysOf(scenario)
    .filter(({ outcome }) => outcome === TERMINAL_VALUE || OWN_OUTCOMES.includes(outcome))
    .map(({ outcome, path }) => ({
      code: 'scenario/name',
      path,
      at: 'key',
      message: `got the outcome \`${outcome}\`, which every scenario has by itself, wanted another name`,
    }));
}

/** Every outcome that is paid somewhere, with the path of its key. */
export function paysOf(scenario: Scenario): { readonly outcome: string; readonly path: Path }[] {
  const { signals, stages } = scenario;
  const keys = (pays: { readonly [outcome: string]: string }, path: Path) =>
    Object.keys(pays).map((outcome) => ({ outcome, path: [...path, 'pays', outcome] }));
  return [
    ...Object.entries(signals).flatMap(([name, { pays }]) => keys(pays, ['signals', name])),
    ...Object.entries(stages).flatMap(([name, { pays, exits }]) => [
      ...keys(pays, ['stages', name]),
      ...Object.entries(exits).flatMap(([to, exit]) => keys(exit.pays, ['stages', name, 'exits', to])),
    ]),
  ];
}
