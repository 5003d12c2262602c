import { describeValue, type Finding, type Path } from '../reading/finding.ts';
import type { Intervention, Rule, Scenario } from '../scenario.ts';

/** What can be done can be done somewhere, and rules that are in use today can act. */
export function checkActions(scenario: Scenario): Finding[] {
  return [
    ...Object.entries(scenario.interventions).flatMap(([name, intervention]) =>
      never(name, intervention, scenario),
    ),
    ...idleChannels(scenario),
    ...scenario.today.flatMap((rule, i) => idleRule(rule, ['today', i], scenario)),
  ];
}

function never(name: string, { channels, in: stages }: Intervention, scenario: Scenario): Finding[] {
  const path = ['interventions', name];
  const message = (what: string) => `got no ${what}, so that \`${name}\` can never be made`;
  if (channels.length === 0) {
    return [
      {
        code: 'scenario/idle',
        path: [...path, 'channels'],
        message: message('channel'),
        severity: 'warning',
      },
    ];
  }
  if (stages.length === 0) {
    return [{ code: 'scenario/idle', path: [...path, 'in'], message: message('stage'), severity: 'warning' }];
  }
  return [
    ...twice(channels, [...path, 'channels']),
    ...twice(stages, [...path, 'in']),
    ...terminalStages(name, stages, scenario),
  ];
}

function twice(names: readonly string[], path: Path): Finding[] {
  return names.flatMap((name, i): Finding[] => {
    if (names.indexOf(name) === i) return [];
    return [
      {
        code: 'scenario/value',
        path: [...path, i],
        message: `got ${describeValue(name)} twice, wanted it once`,
      },
    ];
  });
}

function terminalStages(name: string, stages: readonly string[], scenario: Scenario): Finding[] {
  return stages.flatMap((stage, i): Finding[] => {
    if (!Object.hasOwn(scenario.stages, stage) || !scenario.stages[stage]!.terminal) return [];
    const message = `got the terminal stage \`${stage}\`, where nothing happens any more, wanted one that goes on`;
    return [{ code: 'scenario/idle', path: ['interventions', name, 'in', i], message }];
  });
}

function idleChannels({ channels, interventions }: Scenario): Finding[] {
  const used = new Set(Object.values(interventions).flatMap((intervention) => intervention.channels));
  return Object.keys(channels)
    .filter((name) => !used.has(name))
    .map((name) => ({
      code: 'scenario/idle',
      path: ['channels', name],
      at: 'key',
      message: `got the channel \`${name}\`, which no intervention uses`,
      severity: 'warning',
    }));
}

function idleRule({ action, onEnter }: Rule, path: Path, { interventions, decide }: Scenario): Finding[] {
  const name = action.split('@')[0]!;
  const where = Object.hasOwn(interventions, name) ? interventions[name]!.in : null;
  if (where?.length === 0) {
    const message = `got \`${action}\`, which no stage allows, so that the rule never acts`;
    return [{ code: 'scenario/idle', path: [...path, 'do'], message, severity: 'warning' }];
  }
  if (onEnter === null) return [];
  if (!decide.some((trigger) => trigger.kind === 'enter' && trigger.stage === onEnter)) {
    const message = `got a rule for entering \`${onEnter}\`, at which nothing is decided, wanted the trigger in \`decide\``;
    return [
      {
        code: 'scenario/trigger',
        path: [...path, 'on enter'],
        message,
        hint: `Add \`on enter ${onEnter}\` to \`decide\`.`,
      },
    ];
  }
  if (where === null || where.includes(onEnter)) return [];
  const message = `got \`${action}\` on entering \`${onEnter}\`, where it may not be made, so that the rule never acts`;
  return [{ code: 'scenario/idle', path: [...path, 'do'], message, severity: 'warning' }];
}
