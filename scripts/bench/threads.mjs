#!/usr/bin/env node
/**
 * What threads gain: a rollout of many independent customers, and of a coupled world, on one thread and on two, in turns.
 * Starting the threads and compiling in them is part of the time.
 *
 *   node scripts/bench/threads.mjs [--customers 1000000] [--coupled 200000] [--turns 3] [--threads 2]
 *
 * Ends with 1 where results differ. A machine that is busy with other things gains less than it could: so CPU time is
 * told as well, the longest of any thread against that of one thread alone: at most that much is to be gained, since
 * neither waiting nor starting is in it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { catalogue, compileWorld, openPolicy, openScenario, rootKey, unwrap } from '../../dist/index.js';
import { withCrew } from '../../dist/verbs/crew/crew.js';
import { crewPieces } from '../../dist/verbs/crew/crewPieces.js';
import { planFor } from '../../dist/verbs/valuation.js';
import { gainOfCounting } from './counting.mjs';
import { makeLinearPolicy } from './linearPolicy.mjs';
import { median } from './timing.mjs';

const { values: flags } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    coupled: { type: 'string', default: '200000' },
    turns: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
  },
});
const [turns, threads] = [Number(flags.turns), Number(flags.threads)];
const TARGETS = { uncoupled: 1.7, coupled: 1.4 };

/** Everybody of an uncoupled world, under a linear policy of its own. */
async function uncoupled(customers) {
  const { parsed } = await openScenario('telecom-retention');
  const world = unwrap(await compileWorld(parsed));
  const { policy } = await makeLinearPolicy(world);
  return { name: 'telecom-retention', world, policy, customers, worlds: 0 };
}

/** One world of so many customers, with as much more to give out, under today's rules. */
async function coupled(customers) {
  const { parsed } = await openScenario('saas-onboarding');
  const { population, channels, guardrails, ...rest } = parsed.scenario;
  const times = customers / population.size;
  const more = (ledger) => ledger && { ...ledger, amount: Math.round(ledger.amount * times) };
  const scenario = {
    ...rest,
    population: { ...population, size: customers },
    channels: Object.fromEntries(
      Object.entries(channels).map(([id, channel]) => [id, { ...channel, capacity: more(channel.capacity) }]),
    ),
    guardrails: { ...guardrails, budgets: guardrails.budgets.map(more) },
  };
  const world = unwrap(await compileWorld({ ...parsed, scenario }));
  const policy = openPolicy(world.rules, world.spec, catalogue.forms);
  return { name: `saas-onboarding, ledgers x ${times}`, world, policy, customers: 0, worlds: 1 };
}

/** CPU seconds of this process's threads so far, by thread; none where the system does not say. */
function cpuByThread() {
  try {
    return new Map(
      readdirSync('/proc/self/task').map((id) => {
        const fields = readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ')[1].split(' ');
        return [id, (Number(fields[11]) + Number(fields[12])) / 100];
      }),
    );
  } catch {
    return new Map();
  }
}

/** Lives through it once: wall and CPU seconds, those of the busiest threads, and a hash of all that came of it. */
async function once({ world, policy, customers, worlds }, workers) {
  const plan = planFor(world, rootKey(3), 'evaluation', { customers, worlds });
  const [start, cpu, before] = [performance.now(), process.cpuUsage(), cpuByThread()];
  let busiest = [];
  const lives = await withCrew(workers, {}, async (crew) => {
    const lived = await crewPieces(crew, { atLeast: 0 })(world, policy, plan, {});
    busiest = [...cpuByThread()]
      .map(([id, seconds]) => seconds - (before.get(id) ?? 0))
      .sort((a, b) => b - a)
      .slice(0, workers);
    return lived;
  });
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1e6, busiest, hash: hashOf(lives) };
}

function hashOf(lives) {
  const hash = createHash('sha256');
  for (const { summary, tally } of lives)
    for (const column of [...Object.values(summary), ...Object.values(tally)])
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength).slice());
  return hash.digest('hex').slice(0, 16);
}

/** Measures one world on one thread and on several, in turns, and tells of it. */
async function measure(kind, setting) {
  const { world, name } = setting;
  const all = { one: [], several: [] };
  for (let turn = 0; turn < turns; turn++) {
    all.one.push(await once(setting, 1));
    all.several.push(await once(setting, threads));
  }
  const mid = (runs, of) => median(runs.map(of));
  const ticks = (setting.customers || world.scenario.population.size) * world.clock.ticks;
  const tell = (who, runs) => {
    const [wall, cpu] = [mid(runs, (run) => run.wall), mid(runs, (run) => run.cpu)];
    const busy = runs[0].busiest.map((_, k) => mid(runs, (run) => run.busiest[k] ?? 0).toFixed(1));
    console.log(
      `  ${who}: ${wall.toFixed(1)} s, ${((1e9 * wall) / ticks).toFixed(1)} ns a customer-tick; CPU ${cpu.toFixed(1)} s, busiest threads ${busy.join(' and ')} s`,
    );
    return { wall, longest: mid(runs, (run) => run.busiest[0] ?? 0) };
  };
  console.log(`${kind}: ${name}, ${(ticks / 1e6).toFixed(0)} million customer-ticks, ${turns} turns`);
  const [one, several] = [tell('1 thread', all.one), tell(`${threads} threads`, all.several)];
  const [gain, byCpu] = [one.wall / several.wall, one.longest / several.longest];
  const same = new Set([...all.one, ...all.several].map(({ hash }) => hash)).size === 1;
  console.log(
    `  ${gain.toFixed(2)} times: ${gain >= TARGETS[kind] ? 'pass' : 'FAIL'} (at least ${TARGETS[kind]}); by CPU time ${byCpu.toFixed(2)} times; results ${same ? `equal (${all.one[0].hash})` : 'NOT EQUAL'}`,
  );
  if (!same) process.exitCode = 1;
}

const most = await gainOfCounting(threads);
console.log(
  `Load of the machine before it begins: ${loadavg()[0].toFixed(1)}; ${threads} threads that only count gain ${most.toFixed(2)} times`,
);
if (Number(flags.customers) > 0) await measure('uncoupled', await uncoupled(Number(flags.customers)));
if (Number(flags.coupled) > 0) await measure('coupled', await coupled(Number(flags.coupled)));
