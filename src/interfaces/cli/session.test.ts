import { afterEach, expect, it, vi } from 'vitest';
import { inSession } from './session.ts';

const flags = { json: false, quiet: false, progress: false };
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

it('asks a job to stop at the first Ctrl-C, and ends the process at the second, whatever the job does', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`ended with ${code}`);
  });
  const listeners = process.listenerCount('SIGINT');
  let asked = false;
  await inSession(flags, async ({ signal }) => {
    const [interrupt] = process.listeners('SIGINT').slice(-1);
    interrupt('SIGINT');
    asked = signal.aborted;
    expect(exit).not.toHaveBeenCalled();
    expect(() => interrupt('SIGINT')).toThrow('ended with 130');
    return { lines: [], json: null };
  });
  expect(asked).toBe(true);
  expect(error.mock.calls).toEqual([['Stopping; once more stops at once.']]);
  expect(process.listenerCount('SIGINT')).toBe(listeners);
});
