import { type LivedLife, renderTrace } from '../../reports/index.ts';
import type { LifeTick } from '../../simulator/life.ts';
import { version } from '../provenance.ts';
import { beginRun } from '../run/runFolder.ts';
import { pageTable } from '../show/scenarioPage.ts';
import { type Trace, type TraceOptions, trace } from './trace.ts';
import { coupledNotes, traceLines, traceTitle, worthLine } from './traceLines.ts';
import { earnedIn, lifeTable, tickTables, traitTable } from './traceTables.ts';

export type TraceRunOptions = TraceOptions & {
  /** Folder for `trace.html`; nothing is written without it. */
  readonly out?: string | undefined;
  readonly force?: boolean;
};

export type TraceRun = {
  readonly trace: Trace;
  /** The page, or null. */
  readonly path: string | null;
  readonly lines: readonly string[];
  /** The same as plain data. */
  readonly data: object;
};

/** Traces, and writes the life as a page of its own where a folder is named, whole or not at all. */
export async function traceRun(options: TraceRunOptions): Promise<TraceRun> {
  const { out, force = false } = options;
  const traced = await trace(options);
  const done = { trace: traced, lines: traceLines(traced), data: traceData(traced) };
  if (out === undefined) return { ...done, path: null };
  const run = await beginRun('trace', { out, force });
  try {
    await run.write('trace.html', await tracePage(traced));
    await run.commit();
  } catch (error) {
    await run.discard();
    throw error;
  }
  return { ...done, path: `${run.path.replace(/[\\/]+$/, '')}/trace.html` };
}

/** The page of a trace as HTML. */
export async function tracePage(traced: Trace): Promise<string> {
  const { looked, world } = traced;
  const tables = [
    traitTable(traced),
    ...(looked === null ? [] : tickTables(traced, looked)),
    lifeTable(traced),
  ];
  const tick = looked === null ? '' : ` Looked into: tick ${looked.lived.tick}.`;
  return renderTrace({
    life: livedLife(traced),
    remarks: [`${worthLine(traced)}${tick}`, ...coupledNotes(world)],
    tables: tables.map(pageTable),
    version,
  });
}

function livedLife(traced: Trace): LivedLife {
  const { world, ticks, looked } = traced;
  const { tickDays } = world.clock;
  const actionOf = (action: number) => world.actions.actions[action].name;
  let total = 0;
  return {
    title: traceTitle(traced),
    currency: world.scenario.currency,
    horizonDays: world.clock.ticks * tickDays,
    stages: world.stages.map(({ name }) => name),
    held: staysOf(ticks, tickDays, ({ stage }) => world.stages[stage].name),
    seen: staysOf(ticks, tickDays, ({ seenStage }) => world.seenStages[seenStage]),
    contacts: ticks.flatMap(({ tick, sent, reached }) =>
      sent === null ? [] : [{ day: tick * tickDays, action: actionOf(sent), reached }],
    ),
    happenings: ticks.flatMap((lived) =>
      happeningsIn(traced, lived).map((kind) => ({ day: lived.tick * tickDays, kind })),
    ),
    earned: ticks.map((lived) => {
      total += earnedIn(world, lived);
      return { day: lived.tick * tickDays, total };
    }),
    looked: looked === null ? null : looked.lived.tick * tickDays,
  };
}

/** Signals, and single payments that are no cost of a contact. */
function happeningsIn({ world }: Trace, { signals, paid }: LifeTick): string[] {
  const single = paid
    .filter(({ recurring }) => !recurring)
    .map(({ outcome }) => world.outcomes[outcome].name);
  return [
    ...signals.map(({ signal }) => world.signals[signal].name),
    ...single.filter((name) => name !== 'contact_cost' && name !== 'terminal_value'),
  ];
}

function staysOf(ticks: readonly LifeTick[], tickDays: number, nameOf: (lived: LifeTick) => string) {
  const stays: { stage: string; from: number; to: number }[] = [];
  for (const lived of ticks) {
    const [stage, from, to] = [nameOf(lived), lived.tick * tickDays, (lived.tick + 1) * tickDays];
    const last = stays.at(-1);
    if (last?.stage === stage) last.to = to;
    else stays.push({ stage, from, to });
  }
  return stays;
}

/** A trace without its world, with names for indices. */
function traceData({
  world,
  policy,
  seed,
  customer,
  value,
  terminal,
  end,
  traits,
  ticks,
  looked,
}: Trace): object {
  return {
    ...{ scenario: world.scenario.name, hash: world.hash, policy: { title: policy.title, id: policy.id } },
    ...{ seed, customer, coupled: world.coupled, value, terminal, end },
    traits: Object.fromEntries(world.traits.map(({ name }, k) => [name, traits[k]])),
    ticks: ticks.map((lived) => tickData(world, lived)),
    looked: looked && {
      ...looked,
      lived: tickData(world, looked.lived),
      formulas: looked.formulas.map(({ steps, ...formula }) => ({
        ...formula,
        steps: steps.map(({ text, value: came }) => ({ text, value: came })),
      })),
    },
  };
}

function tickData(world: Trace['world'], lived: LifeTick): object {
  const { decision } = lived;
  const named = (action: number) => world.actions.actions[action].name;
  return {
    tick: lived.tick,
    stage: world.stages[lived.stage].name,
    seenAs: world.seenStages[lived.seenStage],
    state: Object.fromEntries(world.states.map(({ name }, k) => [name, lived.state[k]])),
    decision: decision && {
      trigger: world.triggers[decision.trigger].title,
      ...{ proposed: named(decision.proposed), propensity: decision.propensity },
      ...{ executed: named(decision.executed), admission: decision.admission },
      probabilities: [...decision.probabilities],
      legality: [...decision.legality],
    },
    sent: lived.sent === null ? null : named(lived.sent),
    reached: lived.reached,
    signals: lived.signals.map(({ signal, count }) => ({ signal: world.signals[signal].name, count })),
    paid: lived.paid.map(({ outcome, amount, recurring }) => ({
      ...{ outcome: world.outcomes[outcome].name, recurring },
      amount: world.outcomes[outcome].unit === 'money' ? amount / 10_000 : amount,
    })),
    movesTo: lived.movesTo === null ? null : world.stages[lived.movesTo].name,
  };
}
