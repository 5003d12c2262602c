import { EndingCode } from '../../journey/records.ts';
import { couplingOf } from '../../scenario/coupling.ts';
import type { World } from '../../scenario/world.ts';
import { linesOf } from '../show/showScenario.ts';
import { figure } from '../show/textTable.ts';
import type { Trace } from './trace.ts';
import { lifeTable, tickTables, traitTable } from './traceTables.ts';

/** What a trace comes to in a line. */
export function traceTitle({ world, customer, policy, seed }: Trace): string {
  return `Customer ${customer} of ${world.scenario.name} under ${policy.title}, seed ${seed}`;
}

export function worthLine({ world, value, terminal, end, ticks }: Trace): string {
  const { currency } = world.scenario;
  const last = end?.tick ?? ticks.length;
  const how =
    end?.code === EndingCode.left
      ? `left, as the business saw in tick ${last}`
      : `followed to the horizon, tick ${last}`;
  return `Worth ${figure(value + terminal)} ${currency} discounted: ${figure(value)} up to the horizon, ${figure(terminal)} there; ${how}.`;
}

/** What a trace of a world of coupled customers is, and lacks; nothing elsewhere. */
export function coupledNotes(world: World): string[] {
  const coupling = couplingOf(world);
  if (coupling === null) return [];
  const others = world.guardrails.ledgers.length > 0 ? 'Who else competed for a budget' : 'Whom it brought';
  return [
    `${coupling[0].toUpperCase()}${coupling.slice(1)} couple the customers of this world: the life is that of the customer among all others, who are simulated too. ${others}, and what another action would have come to, is not shown.`,
  ];
}

/** A trace for the terminal. */
export function traceLines(trace: Trace): string[] {
  const { looked, world } = trace;
  const tables = looked === null ? [] : tickTables(trace, looked);
  const place =
    looked === null ? [] : ['', `Tick ${looked.lived.tick}, in ${world.stages[looked.lived.stage].name}`];
  return [
    traceTitle(trace),
    worthLine(trace),
    ...coupledNotes(world),
    ...[traitTable(trace), lifeTable(trace)].flatMap(linesOf),
    ...place,
    ...tables.flatMap(linesOf),
  ];
}
