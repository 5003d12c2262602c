import type { Progress } from '../../verbs/progress.ts';

/** Where progress is written: stderr, or a test's own. */
export type Terminal = { readonly isTTY?: boolean; write(text: string): unknown };

export type ProgressLine = {
  report(progress: Progress): void;
  /** Takes the line away, for others to write. */
  clear(): void;
};

const MS_BETWEEN_LINES = 5000;
const MS_BETWEEN_REWRITES = 100;

/**
 * Progress with rate and time left: one line that is rewritten on a terminal; elsewhere a line every few seconds, and
 * only where asked for; nothing where quiet. `now` is in milliseconds.
 */
export function progressLine(
  out: Terminal,
  how: { readonly quiet: boolean; readonly forced: boolean },
  now: () => number = Date.now,
): ProgressLine {
  if (how.quiet || !(out.isTTY || how.forced)) return { report() {}, clear() {} };
  let stage = '';
  let began = { at: 0, done: 0 };
  let shown = Number.NEGATIVE_INFINITY;
  const clear = () => out.isTTY && out.write('\r\x1b[K');
  return {
    clear,
    report(progress) {
      const at = now();
      if (progress.stage !== stage || progress.done < began.done) {
        stage = progress.stage;
        began = { at, done: progress.done };
      }
      if (at - shown < (out.isTTY ? MS_BETWEEN_REWRITES : MS_BETWEEN_LINES)) return;
      shown = at;
      const text = describe(progress, progress.done - began.done, (at - began.at) / 1000);
      out.write(out.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
    },
  };
}

function describe({ stage, done, total, unit }: Progress, gained: number, seconds: number): string {
  const base = `${stage}: ${round(done)} of ${round(total)} ${unit}`;
  if (gained <= 0 || seconds <= 0) return base;
  const rate = gained / seconds;
  return `${base}, ${round(rate)} a second, ${duration((total - done) / rate)} left`;
}

const round = (value: number) => String(Number(value.toPrecision(value >= 1000 ? 6 : 3)));

/** `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
