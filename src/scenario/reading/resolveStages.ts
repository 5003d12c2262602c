import type { Exit, Named, Stage } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import type { Path } from './finding.ts';
import { resolvePays } from './resolveActions.ts';
import { daysAt, find, formulaAt, mapNamed, onlyKey, type Resolving } from './resolving.ts';

type StageInput = ScenarioInput['stages'][string];
type ExitInput = NonNullable<StageInput['exits']>[string];
type Form = 'logit' | 'perDay';

export function resolveStages(to: Resolving, input: ScenarioInput): Named<Stage> {
  return mapNamed(input.stages, ['stages'], (stage, path) => {
    const perDay = Object.entries(stage.pays ?? {}).map(([outcome, pay]) => [outcome, pay.perDay] as const);
    return {
      seenAs: stage.seenAs ?? null,
      terminal: stage.terminal ?? false,
      seenAfterDays:
        stage.seenAfter === undefined ? null : daysAt(to, stage.seenAfter, [...path, 'seenAfter']),
      conversion: stage.conversion ?? false,
      pays: mapNamed(Object.fromEntries(perDay), [...path, 'pays'], (pay, at) =>
        formulaAt(to, pay, [...at, 'perDay']),
      ),
      form: commonForm(to, stage, path),
      exits: mapNamed(stage.exits, [...path, 'exits'], exit(to)),
      description: stage.description ?? '',
    };
  });
}

function exit(to: Resolving) {
  return (input: ExitInput, path: Path): Exit => {
    const form = onlyKey(to, input, ['logit', 'perDay'], path) ?? 'logit';
    return {
      formula: formulaAt(to, input[form] ?? 0, [...path, form]),
      loss: input.loss ?? false,
      pays: resolvePays(to, input.pays, [...path, 'pays']),
    };
  };
}

/** A stage has one draw for all its exits, so they share a form: the first exit's. */
function commonForm(to: Resolving, { exits = {} }: StageInput, path: Path): Form | null {
  let common: Form | null = null;
  for (const [name, input] of Object.entries(exits)) {
    const form = formOf(input);
    if (form === null || form === common) continue;
    if (common === null) {
      common = form;
      continue;
    }
    const message = `got \`${form}\` beside exits by \`${common}\`, wanted one form for all exits of a stage`;
    find(to, 'conflict', [...path, 'exits', name, form], message, { at: 'key' });
  }
  return common;
}

function formOf({ logit, perDay }: ExitInput): Form | null {
  if (logit !== undefined) return 'logit';
  return perDay === undefined ? null : 'perDay';
}
