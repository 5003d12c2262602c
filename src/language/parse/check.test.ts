import { describe, expect, it } from 'vitest';
import { formatIssue, type Issue } from '../../core/issue.ts';
import { makeGraphBuilder } from '../builder.ts';
import type { LeafSource, ValueType } from '../graph.ts';
import { makeLeaf } from '../leaves.ts';
import { printNode } from '../print.ts';
import { makeScope, type ScopeEntry } from '../scope.ts';
import { buildFormula, type FormulaRequest, type Want } from './check.ts';

const column = (source: LeafSource, type: ValueType, seen: boolean): ScopeEntry => ({
  kind: 'column',
  leaf: makeLeaf(source, type, seen),
});

const entries = (view: 'seen' | 'true') =>
  new Map<string, ScopeEntry>([
    ['rate', { kind: 'parameter', value: 1.6, type: 'real' }],
    ['bill', column({ kind: 'trait', name: 'bill' }, 'real', true)],
    ['loyal', column({ kind: 'trait', name: 'loyal' }, 'bool', true)],
    ['contract', column({ kind: 'trait', name: 'contract' }, { category: ['rolling', 'fixed'] }, true)],
    ['reactance', column({ kind: 'trait', name: 'reactance' }, 'real', false)],
    ['trust', column({ kind: 'state', name: 'trust' }, 'real', false)],
    ['stage', column({ kind: 'stage', view }, { category: ['active', 'gone'] }, view === 'seen')],
    ['inStage', column({ kind: 'inStage', view }, 'duration', view === 'seen')],
    ['weekday', column({ kind: 'weekday' }, 'count', true)],
    ['login', { kind: 'signal' }],
    ['tips', { kind: 'contact', what: 'intervention' }],
    ['rescue', { kind: 'contact', what: 'intervention', receipt: true }],
    ['email', { kind: 'contact', what: 'channel' }],
    ['tips@email', { kind: 'contact', what: 'action' }],
  ]);

const scopes = {
  hidden: makeScope(entries('true'), { view: 'hidden', windows: true, now: true }),
  next: makeScope(entries('true'), { view: 'hidden', windows: false, now: true }),
  seen: makeScope(entries('seen'), { view: 'seen', windows: true, now: false }),
};

type Options = { readonly in?: keyof typeof scopes; readonly want?: Want } & Partial<FormulaRequest>;

/** The formula printed back with its type, or its issues without their file. */
function check(text: string, { in: where = 'hidden', want = 'any', ...rest }: Options = {}) {
  const builder = makeGraphBuilder();
  const issues: Issue[] = [];
  const request = { text, scope: scopes[where], builder, want, issues, where: { column: 1 }, ...rest };
  const built = buildFormula(request);
  if (built === null) return issues.map(({ at, ...others }) => `${at?.column}: ${formatIssue(others)}`);
  return { text: printNode(builder.graph(), built.node), type: built.type, issues: issues.map(formatIssue) };
}

describe('buildFormula', () => {
  it.each([
    ['-5 - 2 * trust + 0.4 * reactance', 'real', '-5 - 2 * trust + 0.4 * reactance'],
    ['login + 1', 'count', 'count(login) + 1'],
    ['count(login, 1w) / 7', 'real', 'count(login, 7d) / 7'],
    ['count(tips, 12h)', 'count', 'reached(tips, 12h)'],
    ['count(sent(tips), 7d)', 'count', 'sent(tips, 7d)'],
    ['adstock(tips@email, 10d)', 'real', 'adstock(reached(tips@email), 10d)'],
    ['lag(sent(any), 3d)', 'count', 'lag(sent(any), 3d)'],
    ['since(login, never: 999d) > 30d', 'bool', 'since(login, never: 999d) > 30d'],
    ['inStage / 1d', 'real', 'inStage / 1d'],
    ['2 * inStage - 12h', 'duration', '2 * inStage - 12h'],
    ["contract == 'rolling' and stage != 'gone'", 'bool', "contract == 'rolling' and stage != 'gone'"],
    ["contract in ['rolling', 'fixed']", 'bool', "contract == 'rolling' or contract == 'fixed'"],
    ['weekday not in [6, 7]', 'bool', 'not (weekday == 6 or weekday == 7)'],
    ["by(contract, 'rolling': 0.01, else: 0.008)", 'real', "if(contract == 'rolling', 0.01, 0.008)"],
    ["by(contract, 'fixed': 2d, 'rolling': inStage)", 'duration', "if(contract == 'fixed', 2d, inStage)"],
    ['table(inStage, 0d: 0, 60d: rate)', 'real', 'table(inStage, 0d: 0.0, 60d: 1.6)'],
    ['clamp(trust - 0.05, 0, 1)', 'real', 'clamp(trust - 0.05, 0, 1)'],
    ['max(bill, login, 3)', 'real', 'max(max(bill, count(login)), 3)'],
    ['pow(bill, 2) / 2 * (1 + 2)', 'real', 'pow(bill, 2) / 2 * 3'],
    ['loyal + loyal', 'count', 'loyal + loyal'],
    ['consent(email)', 'bool', 'consent(email)'],
  ])('reads %j as %s', (text, type, printed) => {
    expect(check(text)).toEqual({ text: printed, type, issues: [] });
  });

  it('takes a bare contact as sent where the business looks', () => {
    expect(check('count(tips, 7d)', { in: 'seen' })).toMatchObject({ text: 'sent(tips, 7d)' });
    expect(check('reached(rescue, 7d)', { in: 'seen' })).toMatchObject({ text: 'reached(rescue, 7d)' });
  });

  it.each([
    [
      'bil + trst * 2',
      [
        '1: nothing is called `bil` here. Did you mean `bill`?',
        '7: nothing is called `trst` here. Did you mean `trust`?',
      ],
    ],
    ['cont(login, 7d)', ['1: no function is called `cont`. Did you mean `count`?']],
    ['sigmoid(bill)', ['1: no function is called `sigmoid`. Write `logistic(x)`.']],
    ['count(logn, 7d)', ['7: no signal or contact is called `logn`. Did you mean `login`?']],
    ['count(login, 7)', ['14: `7` is a whole number, and a duration belongs here. Give it a unit: `7d`.']],
    [
      'count(login, inStage)',
      ['14: a duration that varies, `inStage`, cannot stand here. Write `count(x, 7d)`.'],
    ],
    ['count(bill, 7d)', ['7: `bill` is a trait, no signal or contact']],
    ['sent(login)', ['6: `login` is a signal, and signals are not sent. Write `count(login, 7d)`.']],
    ['tips + 1', ['1: `tips` alone has no value: it is a contact. Count it: `reached(tips)`.']],
    [
      'since(any)',
      [
        '1: `since` was given `any`. Write `since(x, never: 999d)`, with what it gives where x never happened.',
      ],
    ],
    [
      'inStage > 180',
      [
        '1: `>` cannot compare a duration and a whole number: `inStage > 180`. Give the number a unit: `180d`.',
      ],
    ],
    [
      'inStage * inStage',
      [
        '1: `*` does not take a duration and a duration: `inStage * inStage`. Divide one of them by `1d` first, to have a number of days.',
      ],
    ],
    ['contract == rolling', ["13: `rolling` is a category value without its quotes. Write `'rolling'`."]],
    ["'roling' == contract", ["1: no value is called `'roling'` here. Did you mean `'rolling'`?"]],
    ["contract in ['rolling', 'x']", ["25: no value is called `'x'` here. Known: `'rolling'`, `'fixed'`."]],
    ["bill == 'x'", ["9: `'x'` is a category value, compared with a number"]],
    [
      "contract > 'fixed'",
      [
        "12: the category value `'fixed'` cannot stand here. It stands beside `==`, `!=`, `in`, or before a `:` in `by(..)`.",
      ],
    ],
    ["by(contract, 'rolling': 1)", ["1: `by` has no value for 'fixed'. Add them, or `else: ..`."]],
    [
      "by(contract, 'rolling': 1, 'rolling': 2d)",
      [
        "28: `'rolling'` has two values",
        "1: `by` has no value for 'fixed'. Add them, or `else: ..`.",
        '39: the values of `by` differ: a whole number and a duration',
      ],
    ],
    [
      'table(inStage, 0: 1, 9d: trust)',
      [
        '16: `0` is a whole number, and this place of `table` takes a duration. Give it a unit, as the value that is looked up has one: `7d`.',
        '26: the points of `table` are constants, and `trust` is not',
      ],
    ],
    ['table(bill, 0: 0, 60: 1.2, 50: 3)', ['28: the keys of `table` must rise, and `50` comes after `60`']],
    [
      'if(bill, 1, 2)',
      ['4: `if` asks a condition first, and `bill` is a number. Compare it, such as `x > 0`.'],
    ],
    ['if(loyal, 1, 2d)', ['1: the values of `if` differ: a whole number and a duration']],
    ['loyal and bill', ['11: `and` takes conditions, and `bill` is a number. Compare it, such as `x > 0`.']],
    [
      'exp(inStage)',
      ['5: `exp` takes a number, and `inStage` is a duration. Divide it by `1d` to have a number of days.'],
    ],
    ['pow(bill)', ['1: `pow` with 1 argument. Write `pow(x, 2)`.']],
    ['clamp(bill, 1, 0)', ['1: `clamp` from 1 to 0. The lower bound comes first.']],
    ['bill + 1 / 0', ['8: `1 / 0` is infinite. It holds constants alone, so correct them.']],
    ['1e40', ['1: a number too large for 32 bits']],
    ['bill * = 2', ['8: `=` is no operator. Write `==` to compare.']],
  ])('explains what is wrong with %j', (text, issues) => {
    expect(check(text)).toEqual(issues);
  });

  it.each([
    [
      'trust',
      'seen',
      '1: `trust` is hidden state: the business cannot see it, so this formula may not read it. Features see it only through a signal.',
    ],
    [
      'bill + reactance',
      'seen',
      '8: `reactance` is a hidden trait: the business cannot see it, so this formula may not read it. Features see it only through a signal, or mark the trait `seen: true`.',
    ],
    [
      'reached(tips, 7d)',
      'seen',
      '9: `reached(tips)` is hidden: the business sees what it sent, not what arrived. Write `sent(tips, 7d)`, or a signal that shows the arrival.',
    ],
    [
      'login',
      'seen',
      '1: `login` asks about this tick, of which nothing is known yet where this is worked out. Write `count(login, 1d)`.',
    ],
    [
      'sent(tips)',
      'seen',
      '1: `sent(tips)` asks about this tick, of which nothing is known yet where this is worked out. Write `sent(tips, 1d)`.',
    ],
    [
      'count(login, 7d)',
      'next',
      '1: `count(login, 7d)` reads the past, which this formula may not. A `next` reads this tick alone: keep the memory in a state column, as in `0.9 * fatigue + reached(any)`.',
    ],
  ] as const)('keeps %j out of a %s formula', (text, scope, issue) => {
    expect(check(text, { in: scope })).toEqual([issue]);
  });

  it.each([
    [
      'bill',
      'bool',
      '1: this place takes a condition, and the formula is a number. Compare it, such as `x > 0`.',
    ],
    [
      'inStage',
      'real',
      '1: this place takes a number, and the formula is a duration. Divide it by `1d` to have a number of days.',
    ],
    [
      '30',
      'duration',
      '1: this place takes a duration, and the formula is a whole number. Give it a unit: `7d`, or `x * 1d`.',
    ],
    [
      'bill',
      'count',
      '1: this place takes a whole number, and the formula is a number. Round it down with `floor(..)`.',
    ],
    ['1.4', 'probability', '1: got 1.4, and a probability lies from 0 to 1. 35 % is written `0.35`.'],
    ['0.1 - 0.4', 'nonNegative', '1: got -0.3, and this may not be negative'],
  ] as const)('wants of %j that it is a %s', (text, want, issue) => {
    expect(check(text, { want })).toEqual([issue]);
  });

  it('widens to what is wanted', () => {
    expect(check('loyal', { want: 'real' })).toMatchObject({ type: 'bool' });
    expect(check('login', { want: 'nonNegative' })).toMatchObject({ type: 'count' });
    expect(check('logistic(-7 + bill)', { want: 'probability' })).toMatchObject({ type: 'real' });
  });

  it('only warns of an `else` that is never used', () => {
    expect(check("by(contract, 'rolling': 1, 'fixed': 2, else: 3)")).toMatchObject({
      issues: ['40: warning: `else` is never used: every level has its value. Leave it out.'],
    });
  });

  it('sets the numbers apart that columns are compared with', () => {
    const builder = makeGraphBuilder();
    const text =
      "bill > 5 and 3 <= count(login, 7d) or inStage > 2d and bill > -5 and weekday == 5 and contract == 'fixed'";
    const issues: Issue[] = [];
    const built = buildFormula({
      text,
      scope: scopes.seen,
      builder,
      want: 'bool',
      issues,
      where: {},
      tunable: true,
    });
    expect(issues).toEqual([]);
    const values = built?.thresholds.map((node) => builder.node(node));
    expect(values).toEqual([5, 3, 2, -5].map((value) => ({ op: 'const', value })));
    expect(built?.thresholds.map((node) => builder.type(node))).toEqual([
      'count',
      'count',
      'duration',
      'count',
    ]);
  });

  it('points into the file', () => {
    const where = { file: 'x.yaml', line: 4, column: 12, path: 'signals.login' };
    const issues: Issue[] = [];
    const request = {
      text: '1 + bil',
      scope: scopes.seen,
      builder: makeGraphBuilder(),
      want: 'any',
      issues,
      where,
    } as const;
    buildFormula(request);
    buildFormula({ ...request, positionOf: (offset) => ({ line: 5, column: 3 + offset }) });
    buildFormula({ ...request, text: '1 +\nbil' });
    expect(issues.map(({ at }) => at)).toEqual([
      { ...where, column: 16 },
      { ...where, line: 5, column: 7 },
      where,
    ]);
  });
});
