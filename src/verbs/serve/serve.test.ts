import { spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../../core/issue.ts';
import { DAY_MS } from '../../core/zone.ts';
import type { Ledger } from '../../guardrails/guardrails.ts';
import { makeActionSet } from '../../journey/actions.ts';
import { makeFeatureSchema } from '../../journey/features.ts';
import type { JourneyBlock } from '../../journey/records.ts';
import { readSegments } from '../../logs/segments.ts';
import { telecomContext, telecomGuardrails, telecomParts } from '../../policies/bundle.fixture.ts';
import { uniformBody } from '../../policies/index.ts';
import type { DecisionRequest } from '../../serving/index.ts';
import { decide } from './decide.ts';
import { exportPolicy } from './export.ts';
import { serve } from './serve.ts';

const START = Date.parse('2025-03-03T10:00:00Z');
let root = '';
let bundle = '';
const capacity: Ledger = {
  name: 'capacity/call',
  kind: 'capacity',
  actions: [3],
  amount: 5,
  perDays: 30,
  period: 'rolling',
  charge: 'send',
  arbitrate: { kind: 'random' },
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'nextmove-serve-'));
  const guardrails = telecomGuardrails({ ledgers: [capacity], holdout: { share: 0.1, salt: 's' } });
  bundle = (await exportPolicy(telecomParts({ guardrails }), { out: join(root, 'bundle') })).path;
});
afterAll(() => rm(root, { recursive: true, force: true }));

const clock = { now: START };
const start = (log: string, more: object = {}) =>
  serve(bundle, { log: join(root, log), durability: 'system', now: () => clock.now, ...more });

const request = (i: number, more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  customer: `c${i % 25}`,
  decisionId: `d${i}`,
  stage: i % 3 === 0 ? 'slipping' : 'active',
  inStageDays: i % 40,
  traits: { bill: 20 + i, contract: i % 2 === 0 ? 'rolling' : 'fixed' },
  signals: { 'count(login, 7d)': i % 9 },
  consent: { email: i % 5 !== 0 },
  ...more,
});

describe('serve', () => {
  it('goes on after a restart as if it had never stopped', async () => {
    const [steady, first] = [await start('steady'), await start('stopped')];
    for (let i = 0; i < 120; i++) {
      clock.now = START + i * 7_200_000;
      await steady.decide(request(i));
      await first.decide(request(i));
    }
    await first.close();
    const second = await start('stopped');
    expect(second.counts).toEqual({ decisions: 120, outcomes: 0 });
    for (let i = 120; i < 240; i++) {
      clock.now = START + i * 7_200_000;
      const { consent, inStageDays, ...brief } = request(i, { customer: `c${(i + 1) % 25}` });
      expect(consent).toBeDefined();
      expect(inStageDays).toBeDefined();
      expect(await second.decide(brief)).toEqual(await steady.decide(brief));
    }
    expect(second.explain('d7')).toEqual(steady.explain('d7'));
    await steady.close();
    await second.close();
  });

  it('writes a log that evaluation reads: contexts, legal sets, propensities, outcomes, and where it ends', async () => {
    clock.now = START;
    const service = await start('read');
    const decisions = await service.decideBatch(Array.from({ length: 25 }, (_, i) => request(i)));
    clock.now = START + 3 * DAY_MS;
    await service.recordOutcomes([{ decisionId: 'd4', name: 'margin', value: 2.5 }]);
    await service.close();
    const { log, report } = unwrap(await readSegments(join(root, 'read')));
    expect(report).toMatchObject({ decisions: 25, outcomes: 1, rejected: 0, torn: [] });
    expect(log.schema).toMatchObject({
      source: 'service',
      policies: [service.bundle.id],
      cohorts: ['treated', 'heldOut'],
      contended: true,
      clock: { start: '2025-01-06', zone: 'Europe/London', tickDays: 1, ticks: 59 },
    });
    const blocks: JourneyBlock[] = [];
    for await (const block of log.blocks()) blocks.push(block);
    const [{ decisions: read }] = blocks;
    expect(read.n).toBe(25);
    const propensities = decisions.map(({ propensity }) => propensity);
    expect([...read.propensity].sort()).toEqual(propensities.sort());
    expect(read.context).toHaveLength(25 * 7);
    expect([...read.cohort].filter((cohort) => cohort === 1)).toHaveLength(
      decisions.filter(({ cohort }) => cohort === 'heldOut').length,
    );
  });

  it('leaves out a line that was cut off, and what is no record, with a warning', async () => {
    clock.now = START;
    const service = await start('torn');
    await service.decide(request(1));
    await service.decide(request(2));
    await service.close();
    const [segment] = (await readdir(join(root, 'torn'))).filter((name) => name.endsWith('.jsonl'));
    const path = join(root, 'torn', segment);
    const [line] = (await readFile(path, 'utf8')).split('\n');
    await appendFile(path, `{"record":"nothing"}\n${line.slice(0, 80)}`);
    const again = await start('torn');
    expect(again.counts.decisions).toBe(2);
    expect(again.warnings.map(formatIssue)).toEqual([
      `${path}: warning: 1 line is no record of a service and left out. What they said of contacts, consent and budgets is not known to this service.`,
    ]);
    await again.decide(request(3));
    await again.close();
    const { report } = unwrap(await readSegments(join(root, 'torn')));
    expect(report).toMatchObject({ decisions: 3, rejected: 1, torn: [segment] });
  });

  it('begins a new segment when one is long, and finds every decision again', async () => {
    clock.now = START;
    const service = await start('long', { segmentBytes: 2000 });
    for (let i = 0; i < 12; i++) {
      clock.now += 1000;
      await service.decide(request(i));
    }
    const segments = (await readdir(join(root, 'long'))).filter((name) => name.endsWith('.jsonl'));
    expect(segments.length).toBeGreaterThan(3);
    for (let i = 0; i < 12; i++)
      expect(service.explain(`d${i}`)).toMatchObject({ decisionId: `d${i}`, customer: `c${i}` });
    await service.close();
  });

  it('keeps everything that many callers at once were answered', async () => {
    clock.now = START;
    const service = await start('many', { durability: 'disk' });
    await Promise.all(Array.from({ length: 25 }, (_, i) => service.decide(request(i))));
    const { report } = unwrap(await readSegments(join(root, 'many')));
    expect(report.decisions).toBe(25);
    await service.close();
  });

  it('decides nothing any more once its log cannot be kept', async () => {
    clock.now = START;
    const service = await start('lost');
    await service.decide(request(1));
    await rm(join(root, 'lost'), { recursive: true });
    clock.now += DAY_MS;
    const lost =
      /lost: the log cannot be kept: .*no log lies here \(ENOENT\).*Nothing is decided until the service is started again/;
    await expect(service.decide(request(2))).rejects.toThrow(lost);
    await expect(service.decide(request(3))).rejects.toThrow(lost);
    await expect(service.close()).rejects.toThrow(lost);
  });

  it('lets no second service write to the log, until the first has closed or is gone', async () => {
    clock.now = START;
    const first = await start('locked');
    await expect(start('locked')).rejects.toThrow(
      /locked: process \d+ on .* serves on this log\. One service at a time.* remove .*service\.lock\.$/,
    );
    await first.decide(request(1));
    await first.close();
    await (await start('locked')).close();
    expect(await readdir(join(root, 'locked'))).not.toContain('service.lock');

    // A process that ended without giving its lock back.
    const { pid = 0 } = spawnSync(process.execPath, ['-e', '0']);
    const lock = join(root, 'locked', 'service.lock');
    await writeFile(lock, JSON.stringify({ pid, host: hostname(), since: '2025-01-01T00:00:00Z' }));
    const second = await start('locked');
    expect(second.warnings.map(formatIssue)).toEqual([
      `${lock}: warning: taken over from process ${pid}, which took it at 2025-01-01T00:00:00Z and has ended without giving it back`,
    ]);
    expect(second.counts.decisions).toBe(1);
    await second.close();
  });

  it('takes over a lock of its own number from before it began, and none of another machine', async () => {
    await (await start('reborn')).close();
    const lock = join(root, 'reborn', 'service.lock');
    const holder = { pid: process.pid, host: hostname(), since: '2025-01-01T00:00:00Z' };
    await writeFile(lock, JSON.stringify(holder));
    await (await start('reborn')).close();
    await writeFile(lock, JSON.stringify({ ...holder, host: 'elsewhere.invalid' }));
    await expect(start('reborn')).rejects.toThrow(/process \d+ on elsewhere\.invalid/);
    await writeFile(lock, '{"pid":');
    const again = await start('reborn');
    expect(again.warnings.map(({ code }) => code)).toEqual(['log/lock-taken-over']);
    await again.close();
  });

  it('says so where a file is in the way of its log', async () => {
    await writeFile(join(root, 'file'), '');
    const wanted = /a file is in the way, wanted a folder\. Name another with --log\./;
    await expect(start('file')).rejects.toThrow(wanted);
    await expect(start('file/deeper')).rejects.toThrow(wanted);
  });

  it('refuses a log of other features, and takes up that of a bundle with the same ones', async () => {
    clock.now = START;
    await (await start('shared')).close();
    const other = await exportPolicy(telecomParts(), { out: join(root, 'same-features') });
    const same = await serve(other.path, { log: join(root, 'shared'), now: () => clock.now });
    await same.decide(request(1));
    await same.close();
    const { graph, nodes } = telecomContext();
    const context = {
      graph,
      nodes: nodes.slice(0, 6),
      features: makeFeatureSchema(telecomContext().features.features.slice(0, 6)),
    };
    const names = telecomGuardrails().actions.map(({ action }) => action);
    const policy = uniformBody({ actions: makeActionSet(names), features: context.features });
    const narrow = await exportPolicy(telecomParts({ context, policy }), { out: join(root, 'narrow') });
    await expect(serve(narrow.path, { log: join(root, 'shared') })).rejects.toThrow(
      /shared: the folder holds records of other features or actions\. Give this service a folder of its own/,
    );
  });
});

describe('decide', () => {
  it('opens a bundle and decides once, or for several', async () => {
    const [one] = await decide(bundle, request(1), { now: () => START });
    expect(one).toMatchObject({ decisionId: 'd1', time: '2025-03-03T10:00:00.000Z' });
    expect(await decide(bundle, [request(1), request(2)], { now: () => START })).toHaveLength(2);
  });

  it('wants at least one request', async () => {
    await expect(decide(bundle, [])).rejects.toThrow(
      /^got an empty list, wanted at least one request\. `nextmove decide FOLDER --example`/,
    );
  });

  it('refuses a folder with a file that nobody checks, hidden ones aside', async () => {
    const { path } = await exportPolicy(telecomParts(), { out: join(root, 'crowded') });
    await writeFile(join(path, '.DS_Store'), 'x');
    expect(await decide(path, request(1), { now: () => START })).toHaveLength(1);
    await writeFile(join(path, 'weights.bin'), 'x');
    await expect(decide(path, request(1))).rejects.toThrow(
      `${join(path, 'weights.bin')}: the manifest does not list it. Take it out of the folder`,
    );
  });

  it('names the file of a bundle that does not prove itself', async () => {
    const { path } = await exportPolicy(telecomParts(), { out: join(root, 'tampered') });
    await writeFile(join(path, 'CARD.md'), 'Anything.');
    await expect(decide(path, request(1))).rejects.toThrow(
      `${join(path, 'CARD.md')}: it has 9 bytes, the manifest says`,
    );
    await expect(decide(join(root, 'nowhere'), request(1))).rejects.toThrow(
      `${join(root, 'nowhere')}: there is no such folder. Give the folder that \`nextmove export\` wrote.`,
    );
  });
});

describe('exportPolicy', () => {
  it('writes whole folders alone, and none over another unless told to', async () => {
    const out = join(root, 'once');
    await exportPolicy(telecomParts(), { out });
    await expect(exportPolicy(telecomParts(), { out })).rejects.toThrow(
      `${out}: got a path that is taken. Name another with --out, or replace it with --force.`,
    );
    const { bundle: second } = await exportPolicy(telecomParts({ limits: ['Another.'] }), {
      out,
      force: true,
    });
    expect(second.manifest.limits).toEqual(['Another.']);
    expect((await readdir(root)).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
