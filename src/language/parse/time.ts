import { didYouMean } from '../../core/issue.ts';
import { durationText, exactDays } from '../durations.ts';
import type { LeafSource, View } from '../graph.ts';
import { makeLeaf, sourceType } from '../leaves.ts';
import type { ScopeEntry } from '../scope.ts';
import { describeType } from '../types.ts';
import type { Argument, Ast, AstOf } from './ast.ts';
import { type Lowering, quote } from './lowering.ts';

type Call = AstOf<'call'>;

/** What happened: a signal or contacts, as one view of it. */
type Target = { readonly of: string; readonly view: View; readonly seen: boolean };

/** The calls that read signals and contacts. */
export const TIME_CALLS: { readonly [name: string]: (c: Lowering, ast: Call) => number | null } = {
  count: (c, ast) => lowerCount(c, ast, null),
  sent: (c, ast) => lowerCount(c, ast, 'sent'),
  reached: (c, ast) => lowerCount(c, ast, 'reached'),
  since: lowerSince,
  lag: (c, ast) => lowerPast(c, ast, lowerTicks, (target, days) => ({ kind: 'lag', ...target, days })),
  adstock: (c, ast) =>
    lowerPast(c, ast, lowerDays, (target, days) => ({ kind: 'adstock', ...target, halfLifeDays: days })),
  consent: lowerConsent,
};

/** `count(x)`, `sent(x)`, `reached(x)`: in this tick; with a second argument in a window. */
function lowerCount(c: Lowering, ast: Call, view: 'sent' | 'reached' | null): number | null {
  const [of, window, more] = ast.args;
  if (of === undefined || more !== undefined || of.label !== null || (window && window.label !== null))
    return wrongArguments(c, ast, `\`${ast.name}(x)\` for this tick, or \`${ast.name}(x, 7d)\``);
  const target = lowerTarget(c, of.value, view);
  if (window === undefined) return target && lowerNow(c, ast, target);
  const days = lowerTicks(c, window.value, `\`${ast.name}(x, 7d)\``);
  if (target === null || days === null) return null;
  return past(c, ast, target.seen, { kind: 'count', view: target.view, of: target.of, days });
}

/** This tick's count of a signal or contact. */
export function lowerNow(c: Lowering, ast: Ast, { view, of, seen }: Target): number | null {
  const source = { kind: 'now', view, of } as const;
  if (c.scope.now) return c.builder.leaf(makeLeaf(source, 'count', seen));
  const call = view === 'signal' ? 'count' : view;
  const message = `${quote(c, ast)} asks about this tick, of which nothing is known yet where this is worked out`;
  const hint = c.scope.windows ? `Write \`${call}(${of}, 1d)\`.` : undefined;
  return c.complain(ast, 'formula/time', message, hint);
}

function lowerSince(c: Lowering, ast: Call): number | null {
  const [of, never, more] = ast.args;
  const labelled = never?.label?.kind === 'name' && never.label.name === 'never';
  if (of === undefined || of.label !== null || !labelled || more !== undefined)
    return wrongArguments(c, ast, '`since(x, never: 999d)`, with what it gives where x never happened');
  const target = lowerTarget(c, of.value, null);
  const days = lowerDays(c, never.value, '`never: 999d`');
  if (target === null || days === null) return null;
  return past(c, ast, target.seen, { kind: 'since', view: target.view, of: target.of, never: days });
}

type MakeSource = (target: { readonly of: string; readonly view: View }, days: number) => LeafSource;

function lowerPast(c: Lowering, ast: Call, lowerTime: typeof lowerDays, make: MakeSource): number | null {
  const [of, window, more] = ast.args;
  if (
    of === undefined ||
    window === undefined ||
    more !== undefined ||
    of.label !== null ||
    window.label !== null
  )
    return wrongArguments(c, ast, `\`${ast.name}(x, 3d)\``);
  const target = lowerTarget(c, of.value, null);
  const days = lowerTime(c, window.value, `\`${ast.name}(x, 3d)\``);
  if (target === null || days === null) return null;
  return past(c, ast, target.seen, make({ of: target.of, view: target.view }, days));
}

function wrongArguments(c: Lowering, ast: Call, wanted: string): null {
  const given =
    ast.args.length === 0 ? 'nothing' : `\`${c.text.slice(ast.args[0].start, ast.args.at(-1)!.end)}\``;
  return c.complain(ast, 'formula/arguments', `\`${ast.name}\` was given ${given}`, `Write ${wanted}.`);
}

function past(c: Lowering, ast: Ast, seen: boolean, source: LeafSource): number | null {
  if (c.scope.windows) return c.builder.leaf(makeLeaf(source, sourceType(source)!, seen));
  const message = `${quote(c, ast)} reads the past, which this formula may not`;
  const hint =
    'A `next` reads this tick alone: keep the memory in a state column, as in `0.9 * fatigue + reached(any)`.';
  return c.complain(ast, 'formula/time', message, hint);
}

/** What a window, lag or count is of: a name, `intervention@channel`, `any`, `sent(x)` or `reached(x)`. */
function lowerTarget(c: Lowering, ast: Ast, view: 'sent' | 'reached' | null): Target | null {
  if (ast.kind === 'call' && (ast.name === 'sent' || ast.name === 'reached') && view === null) {
    const [inner, more] = ast.args;
    if (inner !== undefined && more === undefined && inner.label === null)
      return lowerTarget(c, inner.value, ast.name);
  }
  if (ast.kind !== 'name')
    return c.complain(
      ast,
      'formula/type',
      `${quote(c, ast)} is no signal or contact, which is what is counted here`,
      'Name a signal, an intervention, a channel, `intervention@channel` or `any`.',
    );
  return targetOf(c, ast, view);
}

const ANY: ScopeEntry = { kind: 'contact', what: 'any' };

function targetOf(c: Lowering, ast: AstOf<'name'>, view: 'sent' | 'reached' | null): Target | null {
  const { name } = ast;
  const entry = c.scope.lookup(name) ?? (name === 'any' ? ANY : undefined);
  if (entry === undefined) {
    const hint = didYouMean(name, [...c.scope.names(), 'any']);
    return c.complain(ast, 'formula/unknown-name', `no signal or contact is called \`${name}\``, hint);
  }
  if (entry.kind === 'signal') {
    if (view === null) return { of: name, view: 'signal', seen: true };
    return c.complain(
      ast,
      'formula/type',
      `\`${name}\` is a signal, and signals are not ${view}`,
      `Write \`count(${name}, 7d)\`.`,
    );
  }
  if (entry.kind !== 'contact')
    return c.complain(ast, 'formula/type', `\`${name}\` is a ${nounOf(entry)}, no signal or contact`);
  const taken = view ?? (c.scope.view === 'hidden' ? 'reached' : 'sent');
  const seen = taken === 'sent' || entry.receipt === true;
  if (seen || c.scope.view === 'hidden') return { of: name, view: taken, seen };
  const message = `\`reached(${name})\` is hidden: the business sees what it sent, not what arrived`;
  return c.complain(
    ast,
    'formula/hidden',
    message,
    `Write \`sent(${name}, 7d)\`, or a signal that shows the arrival.`,
  );
}

const nounOf = (entry: ScopeEntry) =>
  entry.kind === 'parameter' ? 'parameter' : entry.kind === 'column' ? entry.leaf.source.kind : entry.kind;

/** A constant duration above zero. */
function lowerDays(c: Lowering, ast: Ast, example: string): number | null {
  const node = c.lower(ast);
  if (node === null) return null;
  const type = c.builder.type(node);
  if (type !== 'duration') {
    const hint = ast.kind === 'number' ? `Give it a unit: \`${ast.value}d\`.` : `Write ${example}.`;
    return c.complain(
      ast,
      'formula/type',
      `${quote(c, ast)} is ${describeType(type)}, and a duration belongs here`,
      hint,
    );
  }
  const days = c.builder.constantValue(node);
  if (days === null)
    return c.complain(
      ast,
      'formula/value',
      `a duration that varies, ${quote(c, ast)}, cannot stand here`,
      `Write ${example}.`,
    );
  return days > 0
    ? exactDays(days)
    : c.complain(ast, 'formula/value', `${quote(c, ast)} is no time above zero`);
}

/** A constant duration of whole ticks: what looks back by half a tick looks at nothing that is known. */
function lowerTicks(c: Lowering, ast: Ast, example: string): number | null {
  const days = lowerDays(c, ast, example);
  const { tickDays } = c.scope;
  if (days === null || tickDays === undefined) return days;
  const ticks = days / tickDays;
  if (Math.abs(ticks - Math.round(ticks)) < 1e-6) return days;
  const [down, up] = [Math.floor(ticks), Math.ceil(ticks)].map((whole) => durationText(whole * tickDays));
  const finer = ticks < 1 ? ', finer than the tick' : '';
  return c.complain(
    ast,
    'formula/time',
    `${quote(c, ast)} is no whole number of ticks of ${durationText(tickDays)}${finer}`,
    ticks < 1 ? `Write at least \`${up}\`.` : `Write \`${down}\` or \`${up}\`.`,
  );
}

function lowerConsent(c: Lowering, ast: Call): number | null {
  const [channel, more] = ast.args as readonly (Argument | undefined)[];
  if (channel?.label !== null || more !== undefined || channel.value.kind !== 'name')
    return wrongArguments(c, ast, '`consent(email)`, with a channel');
  const { name } = channel.value;
  const entry = c.scope.lookup(name);
  if (entry?.kind === 'contact' && entry.what === 'channel')
    return c.builder.leaf(makeLeaf({ kind: 'consent', channel: name }, 'bool', true));
  if (entry !== undefined)
    return c.complain(channel, 'formula/type', `consent is given to a channel, and \`${name}\` is none`);
  const hint = didYouMean(name, c.scope.names());
  return c.complain(channel, 'formula/unknown-name', `no channel is called \`${name}\``, hint);
}
