import { describe, expect, it } from 'vitest';
import { failed, formatIssue, issue, NextmoveError, ok, unwrap } from './issue.ts';

const cost = issue('scenario/range', 'got -1, wanted a number >= 0', {
  at: { file: 'scenarios/x.yaml', line: 14, column: 7, path: 'channels.email.cost' },
  hint: 'Did you mean 1?',
});

describe('formatIssue', () => {
  it('says where, what, and what next', () => {
    expect(formatIssue(cost)).toBe(
      'scenarios/x.yaml:14:7 channels.email.cost: got -1, wanted a number >= 0. Did you mean 1?',
    );
  });

  it('leaves out what is not known', () => {
    expect(formatIssue(issue('a/b', 'nothing to read'))).toBe('nothing to read');
    expect(formatIssue(issue('a/b', 'empty', { at: { file: 'x.csv' } }))).toBe('x.csv: empty');
    expect(formatIssue(issue('a/b', 'unused', { at: { path: 'stages' }, severity: 'warning' }))).toBe(
      'stages: warning: unused',
    );
  });

  it('does not double the full stop before the hint', () => {
    expect(formatIssue(issue('a/b', 'Is this right?', { hint: 'See the manual.' }))).toBe(
      'Is this right? See the manual.',
    );
  });
});

describe('Result', () => {
  it('carries the value with its warnings, or the issues', () => {
    expect(ok(3)).toEqual({ ok: true, value: 3, warnings: [] });
    expect(failed(cost)).toEqual({ ok: false, issues: [cost] });
    expect(failed([cost, cost])).toEqual({ ok: false, issues: [cost, cost] });
    expect(unwrap(ok(3, [cost]))).toBe(3);
  });
});

describe('NextmoveError', () => {
  it('shows every issue and no stack trace', () => {
    const other = issue('a/b', 'nothing to read');
    let caught: unknown;
    try {
      unwrap(failed([cost, other]));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(NextmoveError);
    const error = caught as NextmoveError;
    expect(error.issues).toEqual([cost, other]);
    expect(error.message).toBe(`${formatIssue(cost)}\nnothing to read`);
    expect(error.stack).toBe(`NextmoveError: ${error.message}`);
  });
});
