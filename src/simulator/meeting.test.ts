import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { doneBy, fail, isStopped, isVain, makeMeeting, meet, stop, takeNext, tellDone } from './meeting.ts';

describe('a meeting', () => {
  it('numbers parts, and sums what hands have done', () => {
    const meeting = makeMeeting(2);
    expect([takeNext(meeting), takeNext(meeting), takeNext(meeting)]).toEqual([0, 1, 2]);
    tellDone(meeting, 0, 5);
    tellDone(meeting, 1, 7);
    tellDone(meeting, 1, 9);
    expect(doneBy(meeting)).toBe(14);
  });

  it('lets parts before the first that failed go on, and no others', () => {
    const meeting = makeMeeting(1);
    expect(isVain(meeting, 9)).toBe(false);
    fail(meeting, 4);
    fail(meeting, 6);
    fail(meeting, 2);
    expect([0, 1, 2, 3, 4].map((part) => isVain(meeting, part))).toEqual([false, false, false, true, true]);
  });

  it('acts once all are there, unless a part has failed or somebody has stopped it', () => {
    const acted: string[] = [];
    const one = makeMeeting(1);
    expect(meet(one, 1, () => acted.push('a'))).toBe(true);
    fail(one, 0);
    expect(meet(one, 1, () => acted.push('b'))).toBe(false);
    const other = makeMeeting(3);
    stop(other);
    expect(meet(other, 3, () => acted.push('c'))).toBe(false);
    expect([isStopped(one), isStopped(other), ...acted]).toEqual([true, true, 'a']);
  });

  it('wakes a thread that waits in it', async () => {
    const meeting = makeMeeting(2);
    const file = new URL('../../dist/simulator/meeting.js', import.meta.url).href;
    const text = `
      import(${JSON.stringify(file)}).then(({ meet }) => {
        const { parentPort, workerData } = require('node:worker_threads');
        parentPort.postMessage('waits');
        const first = meet(workerData, 2, () => {});
        parentPort.postMessage([first, meet(workerData, 2, () => {})]);
      });`;
    const thread = new Worker(text, { eval: true, workerData: meeting });
    const told: unknown[] = [];
    await new Promise<void>((resolve) => {
      thread.on('message', (message) => {
        told.push(message);
        if (message === 'waits') {
          meet(meeting, 2, () => {});
          stop(meeting);
        } else resolve();
      });
    });
    await thread.terminate();
    expect(told).toEqual(['waits', [expect.any(Boolean), false]]);
  });
});
