import { describe, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { openPolicy } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { everybodyOf } from '../../simulator/cohort.ts';
import { makeEnv } from '../../simulator/env.ts';
import { simulateLives } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { twinEffects } from '../../simulator/twins.ts';
import { scenarioFromText } from '../scenarioFile.ts';
import { rootKey } from '../seed.ts';
import { showScenario } from '../show/showScenario.ts';
import { trace } from '../trace/trace.ts';
import { planFor, valuePolicy } from '../valuation.ts';
import { club, seasonalClub } from './club.fixture.ts';
import { simulate } from './simulate.ts';

const worldOf = async (text: string) =>
  unwrap(await compileWorld(scenarioFromText(text, 'club.yaml').parsed));

describe('a world whose customers come by the season', async () => {
  const file = scenarioFromText(seasonalClub, 'club.yaml');
  const world = await worldOf(seasonalClub);
  const root = rootKey(1);

  it('is read without a word, and tells of its newcomers', async () => {
    expect(file.warnings).toEqual([]);
    const lines = await showScenario(file);
    // 120 days at 0.2, 34 days of weekends at 0.1, payday on 27 to 29 January to April at 0.3.
    const expected = Math.round(24 + 3.4 + 12 * 0.3);
    expect(lines).toContain(
      `40 customers at the start, some ${expected} who come later, independent of one another; 120d in ticks of 1d from 2025-01-06, UTC; EUR`,
    );
    expect(lines.join('\n')).toMatch(/population\.arrivals\.perDay +customers a day +0\.2 \* rest/);
    expect(lines.join('\n')).toContain('100% of arrivals start here');
  });

  it('is simulated with its newcomers, customer by customer, whatever the number asked for', async () => {
    const whole = everybodyOf(world, streamsOf(root, 'evaluation').population);
    const { customers, measures, log } = await simulate({ scenario: file.parsed });
    expect(customers).toBe(whole.count);
    expect(measures.value).toMatchObject({ unit: 'customer', units: whole.count });
    const seen = new Set<bigint>();
    for await (const { endings } of log.blocks())
      for (let i = 0; i < endings.n; i++) seen.add(endings.customer[i]);
    expect(seen.size).toBe(whole.count);
    const more = await simulate({ scenario: file.parsed, customers: 400 });
    // 400 at the start and ten times as many newcomers, 308 give or take 4 sd.
    expect(Math.abs(more.customers - 708)).toBeLessThan(4 * Math.sqrt(308));
  });

  it('pieces of a plan are those of one run, and other seeds share no customer', async () => {
    const plan = (block: number) => planFor(world, root, 'evaluation', { customers: 4000, worlds: 1, block });
    const [first, second] = [plan(0), plan(1)];
    expect(first.pieces.length).toBeGreaterThan(2);
    expect(first.pieces.map(({ from }) => from)).toEqual(first.pieces.map((_, k) => 2048 * k));
    const last = first.pieces.at(-1)!;
    expect(last.from + last.count).toBeLessThan(second.pieces[0].from);
    const policy = openPolicy(world.rules, world.spec);
    const { units, lives } = await valuePolicy(world, policy, first);
    const streams = streamsOf(root, 'evaluation');
    const whole = everybodyOf(world, streams.population, { from: 0, size: 4000 });
    const { summary } = simulateLives(world, policy, { streams, cohort: whole });
    expect(lives.reduce((sum, { customers }) => sum + customers, 0)).toBe(whole.count);
    expect([...units.value]).toEqual([...summary.value]);
  });

  it('traces a newcomer from the tick of its coming', async () => {
    const streams = streamsOf(root, 'evaluation');
    const { count } = everybodyOf(world, streams.population);
    const customer = count - 1;
    const policy = openPolicy(world.rules, world.spec);
    const { summary } = simulateLives(world, policy, { streams });
    const story = await trace({ scenario: file.parsed, customer });
    expect(story.value).toBe(summary.value[customer]);
    const comes = story.ticks[0].tick;
    expect(comes).toBeGreaterThan(60);
    const looked = (tick: number) => trace({ scenario: file.parsed, customer, tick, luckKeys: 2 });
    await expect(looked(comes - 1)).rejects.toThrow(
      `got the tick ${comes - 1}, but customer ${customer} comes at tick ${comes}. Ask for ${comes} or later.`,
    );
    const { looked: first } = await looked(comes);
    expect(first?.formulas.find(({ path }) => path === 'state.content.start')?.used).toBe(true);
    await expect(trace({ scenario: file.parsed, customer: count })).rejects.toThrow(
      `got the customer ${count}, wanted 0 to ${count - 1}, the customers of this world`,
    );
  });

  it('is an environment whose newcomers are ongoing and earn nothing before they come', () => {
    const streams = streamsOf(root, 'evaluation');
    const everybody = everybodyOf(world, streams.population);
    const env = makeEnv(world, everybody.count);
    let seen = env.reset(streams, everybody);
    const last = everybody.count - 1;
    let decided = 0;
    for (let tick = 0; tick < 60; tick++) {
      decided += seen.rows.includes(last) ? 1 : 0;
      const { reward, end } = env.step(new Uint16Array(seen.batch.n), new Float64Array(seen.batch.n).fill(1));
      expect([reward[last], end[last]]).toEqual([0, 0]);
      seen = env.observe();
    }
    expect(decided).toBe(0);
  });
});

describe('a world whose customers bring others', async () => {
  const file = scenarioFromText(club, 'club.yaml');
  const world = await worldOf(club);
  const root = rootKey(2);
  const policy = openPolicy(world.rules, world.spec);
  const plan = planFor(world, root, 'evaluation', { customers: 0, worlds: 2 });
  const valued = await valuePolicy(world, policy, plan);

  it('tells that they are coupled, and how', async () => {
    const lines = await showScenario(file);
    expect(lines.join('\n')).toContain(
      '40 customers at the start, some 31 who come later, at most 120 whom others bring, referrals couple them;',
    );
    expect(lines.join('\n')).toMatch(
      /population\.referrals\.perDay +referrals a customer and day +0 \+ told_on \* \(told \*/,
    );
  });

  it('is valued by world, for each customer who comes by themselves', () => {
    expect(valued.unit).toBe('world');
    valued.lives.forEach(({ summary, customers, referred }, k) => {
      expect(referred.length).toBeGreaterThan(5);
      expect(summary.value.length).toBe(customers + referred.length);
      const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
      expect(valued.units.value[k]).toBeCloseTo(sum(summary.value) / customers, 9);
      expect(valued.units.conversion[k]).toBeCloseTo(sum(summary.conversions) / customers, 9);
      expect(valued.units.retention[k]).toBeCloseTo(sum(summary.retained) / summary.retained.length, 9);
    });
  });

  it('earns the policy whom its customers bring: nobody else does, and the start alone comes to less', async () => {
    const alone = await worldOf(club.replace('value: 0.02, low: 0.01', 'value: 0, low: 0'));
    const without = await valuePolicy(alone, openPolicy(alone.rules, alone.spec), plan);
    without.lives.forEach(({ referred, summary, customers }, k) => {
      expect(referred.length).toBe(0);
      // The same customers with the same luck live the same lives, whomever they bring.
      expect(valued.lives[k].summary.value.slice(0, customers)).toEqual(summary.value);
      expect(valued.units.value[k]).toBeGreaterThan(without.units.value[k]);
    });
  });

  it('runs twins by whole worlds: effects on the customers who come by themselves', async () => {
    const none = world.actions.none as number;
    const invite = world.actions.actions.findIndex(({ name }) => name === 'invite@email');
    const stage = world.seenStages.indexOf('visitor');
    const side = (take: number) => ({ policy, override: { stage, when: invite, take } });
    const streams = streamsOf(root, 'evaluation');
    const cohort = everybodyOf(world, streams.population);
    const twins = await twinEffects(world, side(invite), side(none), {
      ...{ root, use: 'evaluation', cohort, luckKeys: 3 },
    });
    expect(twins.wholeWorlds).toBe(true);
    expect(twins.effect.length).toBe(cohort.count);
    expect(twins.touched.some((one) => one === 1)).toBe(true);
  });

  it('is traced among all, with the draw of whom a customer brings', async () => {
    const { looked, value } = await trace({ scenario: file.parsed, customer: 3, tick: 5, seed: 2 });
    const draw = looked?.draws.find(({ draw: name }) => name === 'population/referrals');
    expect(draw?.came).toMatch(/^brings \d$/);
    expect(value).toBe(valued.lives[0].summary.value[3]);
    expect(looked?.twins).toBeNull();
  });

  it('is no environment of rows', () => {
    expect(() => makeEnv(world, 10)).toThrow(
      'population.referrals: got the scenario "Club", whose customers bring others, wanted one whose customers are known from the start. Use rollout or simulateLives, or leave `population.referrals` out.',
    );
  });
});
