import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../dist/interfaces/cli/main.js');
const home = mkdtempSync(join(tmpdir(), 'nextmove-resume-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Two worlds whose customers share a few calls a day; offers that are paid when redeemed, and people who come later. */
const COUPLED = join(home, 'coupled.yaml');
writeFileSync(
  COUPLED,
  `nextmove: 1
name: Crowded
clock: { start: "2025-01-06", tick: 1d, horizon: 300d }
currency: EUR
decide: [every 3d, on visit]
population:
  size: 3000
  arrivals: { perDay: 2 }
  traits: { bill: { seen: true, logNormal: { median: 20, sigma: 0.5 } } }
state: { mood: { start: 0.5, next: "0.95 * mood + 0.1 * reached(any) + 0.02 * count(visit)" } }
signals: { visit: { perDay: "0.05 + 0.05 * mood", pays: { sale: bill } } }
channels: { email: { cost: 0.1, optOut: 0.01 }, call: { cost: 4, capacity: { amount: 20, per: 1d } } }
interventions:
  talk: { channels: [call], in: [here], cooldown: 10d }
  gift: { channels: [email], in: [here], cooldown: 5d, offer: { cost: 2, chance: 0.3, within: 6d } }
stages: { here: { exits: { gone: { logit: "-4 - mood", loss: true } } }, gone: { terminal: true } }
guardrails: { budgets: [{ amount: 100, per: 7d, charge: redeem, arbitrate: bill }] }
reward: { of: [sale, -contact_cost, -offer_cost], window: 5d }
today: [{ when: "bill > 25", do: talk }, { when: "bill > 10", do: gift }]
`,
);

type Ended = { readonly code: number | null; readonly signal: string | null; readonly err: string };

/** Runs the command line; `until` says when it is killed, asked again and again. */
async function simulate(args: readonly string[], until: () => boolean = () => false): Promise<Ended> {
  const child = spawn(process.execPath, [main, 'simulate', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const look = setInterval(() => until() && child.kill('SIGKILL'), 4);
  const ended = await new Promise<Omit<Ended, 'err'>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  clearInterval(look);
  return { ...ended, err };
}

/** Everything but how long it took. */
function contents(folder: string): { [file: string]: string } {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]);
  const { 'manifest.json': manifest, ...rest } = Object.fromEntries(files);
  const { seconds, startedAt, ...kept } = JSON.parse(manifest);
  return { ...rest, manifest: JSON.stringify(kept) };
}

/** Kills a run so often, a while after each state that it has kept, and gives the ticks of luck that each had. */
async function killed(args: readonly string[], out: string, times: number): Promise<number> {
  const state = join(`${out}.partial`, 'state.nextmove');
  const stamp = () => (existsSync(state) ? statSync(state).mtimeMs : 0);
  let kills = 0;
  for (; kills < times; kills++) {
    const before = stamp();
    const wait = (7 * kills) % 30;
    let changed = Number.POSITIVE_INFINITY;
    const { signal } = await simulate([...args, '--out', out, '--resume', '--snapshot-every', '0'], () => {
      if (changed === Number.POSITIVE_INFINITY && stamp() !== before) changed = performance.now();
      return performance.now() - changed > wait;
    });
    if (signal === null) break;
    expect(existsSync(out)).toBe(false);
  }
  return kills;
}

describe('a simulation that is killed', () => {
  it.each([
    ['with customers who compete, on one thread', [COUPLED, '--workers', '1'], 6],
    ['with customers who compete, on two', [COUPLED, '--workers', '2'], 6],
    ['with independent customers', ['retail-intent', '--customers', '300000', '--sample', '0.001'], 2],
  ])('%s goes on to the bits of one that is not', async (name, scenario, times) => {
    const args = [...scenario, '--log', 'full', '--seed', 'k'];
    const [whole, out] = ['whole', 'killed'].map((end) => join(home, `${name.length}-${end}`));
    expect(await simulate([...args, '--out', whole])).toMatchObject({ code: 0 });
    expect(await killed(args, out, times)).toBe(times);
    expect(await simulate([...args, '--out', out, '--resume'])).toMatchObject({ code: 0 });
    expect(contents(out)).toEqual(contents(whole));
    expect(existsSync(`${out}.partial`)).toBe(false);
  });

  it('says how to go on, and does not for another seed, nor from a state that was damaged', async () => {
    const out = join(home, 'other');
    const args = [COUPLED, '--out', out];
    expect(await killed([COUPLED], out, 1)).toBe(1);
    const again = await simulate(args);
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain('go on with it by --resume');
    const other = await simulate([...args, '--resume', '--seed', '2']);
    expect(other).toMatchObject({ code: 1 });
    expect(other.err).toMatch(/got seed 2, .*but what was stopped has seed 1, .*Ask for the same scenario/);
    const state = join(`${out}.partial`, 'state.nextmove');
    const bytes = readFileSync(state);
    writeFileSync(state, bytes.subarray(0, bytes.length / 2));
    const torn = await simulate([...args, '--resume']);
    expect(torn).toMatchObject({ code: 1 });
    expect(torn.err).toContain('wanted a snapshot');
    expect(existsSync(out)).toBe(false);
  });
});
