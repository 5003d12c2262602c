import { didYouMean } from '../../core/issue.ts';
import type { Leaf } from '../graph.ts';
import type { AstOf } from './ast.ts';
import { FUNCTION_NAMES } from './functions.ts';
import type { Lowering } from './lowering.ts';
import { lowerNow } from './time.ts';

/** A bare name: a parameter's value, a column, or how often a signal happened in this tick. */
export function lowerName(c: Lowering, ast: AstOf<'name'>): number | null {
  const { name } = ast;
  const entry = c.scope.lookup(name);
  if (entry === undefined && name !== 'any') return unknownName(c, ast);
  switch (entry?.kind) {
    case 'parameter':
      if (Number.isFinite(Math.fround(entry.value))) return c.builder.constant(entry.value, entry.type);
      return c.complain(ast, 'formula/value', `\`${name}\` is ${entry.value}, too large for 32 bits`);
    case 'column':
      if (c.scope.view === 'seen' && !entry.leaf.seen) return hiddenColumn(c, ast, entry.leaf);
      return c.builder.leaf(entry.leaf);
    case 'signal':
      return lowerNow(c, ast, { of: name, view: 'signal', seen: true });
    default: {
      const call = c.scope.view === 'seen' ? 'sent' : 'reached';
      const message = `\`${name}\` alone has no value: it is ${name === 'any' ? 'every contact' : 'a contact'}`;
      return c.complain(
        ast,
        'formula/type',
        message,
        `Count it: \`${call}(${name}${c.scope.now ? '' : ', 7d'})\`.`,
      );
    }
  }
}

function unknownName(c: Lowering, ast: AstOf<'name'>): null {
  const { name } = ast;
  if (FUNCTION_NAMES.includes(name)) {
    const message = `\`${name}\` is a function, and takes its arguments in parentheses`;
    return c.complain(ast, 'formula/unknown-name', message, `Write \`${name}(..)\`.`);
  }
  if (name === 'else' || name === 'never')
    return c.complain(
      ast,
      'formula/unknown-name',
      `\`${name}\` has no place here`,
      '`else:` belongs to `by`, `never:` to `since`.',
    );
  return c.complain(
    ast,
    'formula/unknown-name',
    `nothing is called \`${name}\` here`,
    didYouMean(name, c.scope.names()),
  );
}

function hiddenColumn(c: Lowering, ast: AstOf<'name'>, { source }: Leaf): null {
  const noun =
    source.kind === 'trait' ? 'a hidden trait' : source.kind === 'state' ? 'hidden state' : 'hidden';
  return c.complain(
    ast,
    'formula/hidden',
    `\`${ast.name}\` is ${noun}: the business cannot see it, so this formula may not read it`,
    source.kind === 'trait'
      ? 'Features see it only through a signal, or mark the trait `seen: true`.'
      : 'Features see it only through a signal.',
  );
}
