import type { StageFlow, Treatment } from '../../evaluation/comparison.ts';
import { Legality } from '../../journey/records.ts';
import type { World } from '../../scenario/world.ts';
import type { Tally } from '../../simulator/tally.ts';
import { addTally, makeTally } from '../../simulator/tally.ts';
import type { Fared } from './contenders.ts';

/** What all customers of a policy did, counted. */
export type Counted = { readonly title: string; readonly tally: Tally };

/** Counts of a contender over all its seeds. */
export function countedOf(world: World, { contender, bySeed }: Fared): Counted {
  const tally = makeTally(world);
  for (const { lives } of bySeed) for (const one of lives) addTally(one.tally, tally);
  return { title: contender.title, tally };
}

/** Where customers went under each policy, how long they stayed, and where they were lost. */
export function flowsOf(world: World, policies: readonly Counted[]): StageFlow[] {
  return policies.map(({ title, tally }): StageFlow => {
    const S = world.stages.length;
    const moves = world.stages.flatMap((from, s) =>
      from.exits.map((exit) => ({
        from: from.name,
        to: world.stages[exit.to].name,
        count: tally.moves[s * S + exit.to],
        loss: exit.loss,
      })),
    );
    const stages = world.stages.map(({ name }, s) => ({
      stage: name,
      entered: tally.entered[s],
      atEnd: tally.atEnd[s],
      medianDays: medianStay(world, tally, s),
      lost: moves.reduce((sum, move) => (move.from === name && move.loss ? sum + move.count : sum), 0),
    }));
    return { policy: title, stages, moves };
  });
}

/** Median length of a stay in days; stays that the horizon cuts count with the length they had. */
function medianStay({ clock }: World, { stays }: Tally, stage: number): number {
  const row = stays.subarray(stage * (clock.ticks + 1), (stage + 1) * (clock.ticks + 1));
  const half = row.reduce((sum, count) => sum + count, 0) / 2;
  let passed = 0;
  for (let ticks = 0; ticks < row.length; ticks++) {
    passed += row[ticks];
    if (passed > 0 && passed >= half) return ticks * clock.tickDays;
  }
  return 0;
}

/** How often each policy proposed what in each seen stage, of what is legal there at all. */
export function treatmentsOf(world: World, policies: readonly Counted[]): Treatment[] {
  const { actions } = world.actions;
  return policies.flatMap(({ title, tally: { decisions } }) => {
    return world.seenStages.flatMap((stage, s) => {
      const row = decisions.subarray(s * actions.length, (s + 1) * actions.length);
      const total = row.reduce((sum, count) => sum + count, 0);
      if (total === 0) return [];
      return actions.flatMap(({ name }, a): Treatment[] =>
        isLegalIn(world, a, stage)
          ? [
              {
                policy: title,
                stage,
                action: name,
                decisions: row[a],
                share: row[a] / total,
              },
            ]
          : [],
      );
    });
  });
}

/** Whether an action's guardrails allow it in a seen stage; `none` is allowed everywhere. */
export function isLegalIn(world: World, action: number, stage: string): boolean {
  const { conditions } = world.guardrails.actions[action];
  if (!conditions.some(({ reason }) => reason === Legality.stage)) return true;
  return world.scenario.interventions[world.actions.actions[action].intervention].in.includes(stage);
}
