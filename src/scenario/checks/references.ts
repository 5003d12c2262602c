import { didYouMean } from '../../core/issue.ts';
import { describeValue, type Finding, type Path } from '../reading/finding.ts';
import type { Scenario } from '../scenario.ts';
import { OWN_OUTCOMES, paysOf } from './names.ts';

/** Everything that names something else names something that is there. */
export function checkReferences(scenario: Scenario): Finding[] {
  return [
    ...decideReferences(scenario),
    ...populationReferences(scenario),
    ...interventionReferences(scenario),
    ...stageReferences(scenario),
    ...rewardReferences(scenario),
    ...guardrailReferences(scenario),
    ...ruleReferences(scenario),
  ];
}

/** The more of these, the worse. */
const BAD_OUTCOMES = ['contact_cost', 'offer_cost', 'opt_out'];

type Names = { readonly [name: string]: unknown };

/** A finding unless `name` is one of `names`, the entries of `section`. */
function missing(what: string, name: string, names: Names, place: { path: Path; section: Path }): Finding[] {
  if (Object.hasOwn(names, name)) return [];
  return [
    {
      code: 'scenario/unknown-name',
      path: place.path,
      message: `got ${describeValue(name)}, wanted the name of ${what}`,
      hint: didYouMean(name, Object.keys(names)),
      refersTo: [...place.section, name],
    },
  ];
}

const stageAt = ({ stages }: Scenario, name: string, path: Path) =>
  missing('a stage', name, stages, { path, section: ['stages'] });

/** A stage that the business can see: it acts by what it sees. */
function seenStageAt(scenario: Scenario, name: string, path: Path): Finding[] {
  const stage = Object.hasOwn(scenario.stages, name) ? scenario.stages[name]! : null;
  if (stage === null) return stageAt(scenario, name, path);
  if (stage.seenAs === null) return [];
  const message = `got the stage \`${name}\`, which the business takes for \`${stage.seenAs}\`, wanted a stage that it sees`;
  return [{ code: 'scenario/hidden', path, message, hint: `Write \`${stage.seenAs}\`.` }];
}

function decideReferences(scenario: Scenario): Finding[] {
  const { decide, signals, interventions, stages } = scenario;
  return decide.flatMap((trigger, i): Finding[] => {
    const path = ['decide', i];
    if (trigger.kind === 'enter') return seenStageAt(scenario, trigger.stage, path);
    if (trigger.kind === 'cooldown') {
      const { intervention } = trigger;
      const found = missing('an intervention', intervention, interventions, {
        path,
        section: ['interventions'],
      });
      if (found.length > 0 || interventions[intervention]!.cooldownDays !== null) return found;
      const message = `got the cooldown of \`${intervention}\`, which has none, wanted an intervention with one`;
      return [{ code: 'scenario/unknown-name', path, message }];
    }
    if (trigger.kind === 'every') return [];
    const found = missing('a signal', trigger.signal, signals, { path, section: ['signals'] });
    if (!Object.hasOwn(stages, trigger.signal)) return found;
    return found.map((finding) => ({ ...finding, hint: `Write \`on enter ${trigger.signal}\`.` }));
  });
}

function populationReferences(scenario: Scenario): Finding[] {
  const { start, arrivals, referrals } = scenario.population;
  const own = (section: string, shares: typeof start = {}) =>
    shares === start ? [] : [[section, shares] as const];
  const sections = [
    [null, start] as const,
    ...own('arrivals', arrivals?.start ?? start),
    ...own('referrals', referrals?.start ?? start),
  ];
  return sections.flatMap(([section, shares]) =>
    Object.keys(shares).flatMap((name) => {
      const path = ['population', ...(section === null ? [] : [section]), 'start', name];
      return stageAt(scenario, name, path).map((finding) => ({ ...finding, at: 'key' as const }));
    }),
  );
}

function interventionReferences(scenario: Scenario): Finding[] {
  const { interventions, channels, signals, stages } = scenario;
  return Object.entries(interventions).flatMap(([name, { channels: ways, in: where, offer }]) => {
    const path = ['interventions', name];
    const event = offer?.redeemed.kind === 'on' ? offer.redeemed.event : null;
    return [
      ...ways.flatMap((way, i) =>
        missing('a channel', way, channels, { path: [...path, 'channels', i], section: ['channels'] }),
      ),
      ...where.flatMap((stage, i) => seenStageAt(scenario, stage, [...path, 'in', i])),
      ...(event === null
        ? []
        : missing(
            'a signal or a stage',
            event,
            { ...signals, ...stages },
            { path: [...path, 'offer', 'on'], section: ['stages'] },
          )),
    ];
  });
}

function stageReferences(scenario: Scenario): Finding[] {
  return Object.entries(scenario.stages).flatMap(([name, { seenAs, exits }]) => [
    ...(seenAs === null ? [] : stageAt(scenario, seenAs, ['stages', name, 'seenAs'])),
    ...Object.keys(exits).flatMap((to) =>
      stageAt(scenario, to, ['stages', name, 'exits', to]).map((finding) => ({
        ...finding,
        at: 'key' as const,
      })),
    ),
  ]);
}

function rewardReferences(scenario: Scenario): Finding[] {
  const outcomes = Object.fromEntries(
    [...paysOf(scenario).map(({ outcome }) => outcome), ...OWN_OUTCOMES].map((name) => [name, 0]),
  );
  return scenario.reward.of.flatMap(({ outcome, sign }, i): Finding[] => {
    const path = ['reward', 'of', i];
    if (!BAD_OUTCOMES.includes(outcome) || sign < 0) {
      return missing('an outcome that is paid somewhere', outcome, outcomes, { path, section: ['stages'] });
    }
    const message = `got \`${outcome}\` added to the reward, wanted it subtracted`;
    return [{ code: 'scenario/sign', path, message, hint: `Write \`-${outcome}\`.`, severity: 'warning' }];
  });
}

function guardrailReferences({ guardrails, interventions, channels }: Scenario): Finding[] {
  const actions = Object.entries(interventions).flatMap(([name, { channels: ways }]) =>
    ways.map((way) => `${name}@${way}`),
  );
  const targets = {
    any: 0,
    ...interventions,
    ...channels,
    ...Object.fromEntries(actions.map((name) => [name, 0])),
  };
  return (['caps', 'budgets'] as const).flatMap((key) =>
    guardrails[key].flatMap(({ of }, i) => {
      const place = { path: ['guardrails', key, i, 'of'], section: ['interventions'] };
      return missing('a channel, an intervention or `any`', of, targets, place);
    }),
  );
}

function ruleReferences(scenario: Scenario): Finding[] {
  return scenario.today.flatMap(({ onEnter }, i) =>
    onEnter === null ? [] : seenStageAt(scenario, onEnter, ['today', i, 'on enter']),
  );
}
