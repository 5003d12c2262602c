import { type Finding, quotedList } from '../reading/finding.ts';
import type { Scenario, Stage } from '../scenario.ts';

/** The journey as a graph: where it begins, where it ends, and what the business sees of it. */
export function checkStages(scenario: Scenario): Finding[] {
  const { stages } = scenario;
  if (Object.keys(stages).length === 0) {
    return [{ code: 'scenario/value', path: ['stages'], message: 'got no stage, wanted at least one' }];
  }
  return [
    ...Object.entries(stages).flatMap(([name, stage]) => [
      ...endings(name, stage),
      ...sight(name, stage, stages),
    ]),
    ...unreachable(scenario),
  ];
}

function endings(name: string, stage: Stage): Finding[] {
  const path = ['stages', name];
  const exits = Object.keys(stage.exits);
  if (Object.hasOwn(stage.exits, name)) {
    const message = `got an exit from \`${name}\` to itself, wanted another stage`;
    return [
      {
        code: 'scenario/exit',
        path: [...path, 'exits', name],
        at: 'key',
        message,
        hint: 'Staying needs no exit.',
      },
    ];
  }
  if (stage.terminal && exits.length > 0) {
    const message = `got exits to ${quotedList(exits)} from a terminal stage, wanted none`;
    const hint = 'Take `terminal` away where customers can come back.';
    return [{ code: 'scenario/exit', path: [...path, 'exits'], at: 'key', message, hint }];
  }
  if (stage.terminal || exits.length > 0) return [];
  const message = `got no exit from \`${name}\`, so that nobody ever leaves it`;
  return [
    {
      code: 'scenario/exit',
      path,
      at: 'key',
      message,
      hint: 'Write `terminal: true` where behaviour ends here.',
      severity: 'warning',
    },
  ];
}

function sight(
  name: string,
  { seenAs, terminal, seenAfterDays }: Stage,
  stages: Scenario['stages'],
): Finding[] {
  const path = ['stages', name];
  if (seenAfterDays !== null && (!terminal || seenAs === null)) {
    const message = `got \`seenAfter\` for a stage that is ${terminal ? 'seen as it is' : 'not terminal'}, wanted a terminal stage with \`seenAs\``;
    return [
      {
        code: 'scenario/hidden',
        path: [...path, 'seenAfter'],
        at: 'key',
        message,
        refersTo: [...path, 'terminal'],
      },
    ];
  }
  if (seenAs === null || !Object.hasOwn(stages, seenAs)) return [];
  const taken = stages[seenAs]!;
  const wrong =
    seenAs === name
      ? 'itself'
      : taken.seenAs !== null
        ? `\`${seenAs}\`, which is itself seen as another`
        : null;
  if (wrong === null) return [];
  const hint =
    seenAs === name ? 'A stage is seen as it is where `seenAs` is left out.' : `Write \`${taken.seenAs}\`.`;
  return [
    {
      code: 'scenario/hidden',
      path: [...path, 'seenAs'],
      message: `got ${wrong}, wanted a stage that the business sees`,
      hint,
    },
  ];
}

function unreachable({ stages, population }: Scenario): Finding[] {
  const starts = [population, population.arrivals, population.referrals].flatMap((one) =>
    Object.entries(one?.start ?? {}),
  );
  const reached = new Set(starts.flatMap(([name, share]) => (share > 0 ? [name] : [])));
  for (const name of reached) {
    if (Object.hasOwn(stages, name)) for (const to of Object.keys(stages[name]!.exits)) reached.add(to);
  }
  return Object.keys(stages)
    .filter((name) => !reached.has(name))
    .map((name) => ({
      code: 'scenario/unreachable',
      path: ['stages', name],
      at: 'key',
      message: `got the stage \`${name}\`, which nobody starts in and no exit leads to`,
      severity: 'warning',
    }));
}
