import type { Lowers } from './behaviourFormulas.ts';
import type { Stage } from './scenario.ts';
import { scopeKinds, type Vocabulary } from './scopes.ts';
import type { WorldStage } from './world.ts';

/** True stages in the file's order, the exits of each in name order. */
export function compileStages({ scenario }: Vocabulary, lowers: Lowers): WorldStage[] {
  const ticks = (days: number | null) => (days === null ? null : Math.round(days / scenario.clock.tickDays));
  const lost = new Set(
    Object.values(scenario.stages).flatMap(({ exits }) =>
      Object.entries(exits).flatMap(([to, { loss }]) => (loss ? [to] : [])),
    ),
  );
  return Object.entries(scenario.stages).map(([name, stage]): WorldStage => {
    const { terminal, conversion, form, seenAs } = stage;
    const seenAtOnce = terminal && seenAs === null;
    return {
      name,
      terminal,
      seenAfter: ticks(stage.seenAfterDays) ?? (seenAtOnce ? 0 : null),
      conversion,
      lost: terminal && lost.has(name),
      pays: lowers.pays(stage.pays, ['stages', name, 'pays'], ['perDay']),
      form,
      exits: compileExits(Object.keys(scenario.stages), [name, stage], lowers),
    };
  });
}

function compileExits(
  names: readonly string[],
  [name, stage]: readonly [string, Stage],
  { lower, pays, addTerms }: Lowers,
): WorldStage['exits'] {
  const form = stage.form ?? 'logit';
  const want = form === 'perDay' ? 'nonNegative' : 'real';
  return Object.entries(stage.exits)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([to, exit]) => {
      const path = ['stages', name, 'exits', to];
      const own = lower(exit.formula, [...path, form], scopeKinds.after, want);
      return {
        to: names.indexOf(to),
        node: addTerms(own, path.join('.')),
        loss: exit.loss,
        pays: pays(exit.pays, [...path, 'pays']),
      };
    });
}
