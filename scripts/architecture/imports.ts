export type Import = {
  readonly line: number;
  /** What stands between the quotes; null where the target is computed and so cannot be read. */
  readonly specifier: string | null;
};

const statement =
  /^(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?|[\w$]+)\s+from\s*(['"])([^'"\n]+)\1/gm;
const sideEffect = /^import\s*(['"])([^'"\n]+)\1/gm;
const call =
  /(?<![.\w$])(?:import|require|require\.resolve|import\.meta\.resolve)\s*\(\s*(?:(['"])([^'"\n]+)\1)?/g;

/**
 * All imports in code (see codeOf) as biome formats it: static, type-only, dynamic, required and resolved.
 */
export function importsIn(code: string): Import[] {
  const lineOf = (index: number) => code.slice(0, index).split('\n').length;
  return [statement, sideEffect, call]
    .flatMap((pattern) => [...code.matchAll(pattern)])
    .map((match) => ({ line: lineOf(match.index), specifier: match[2] ?? null }))
    .sort((a, b) => a.line - b.line);
}

// One token at a time: comments, quoted strings, templates (substitutions included), regular expressions.
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const quoted = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const template = /`(?:\\[\s\S]|\$\{(?:[^{}`]|\{[^{}`]*\}|`(?:\\[\s\S]|[^`\\])*`)*\}|[^`\\])*`/y;
const regex = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const beforeRegex = /(?:[(,=:[!&|?{};]|=>|\breturn|^)\s*$/;
const beforeSpecifier = /(?:\bfrom|\bimport|\b(?:import|require|resolve)\s*\()\s*$/;

/**
 * The source's code alone: what comments, strings (but for the names of imports), templates and regular expressions
 * hold is blanked, and every line break stays in its place.
 */
export function codeOf(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const token = (pattern: RegExp) => {
      pattern.lastIndex = at;
      return pattern.exec(text)?.[0];
    };
    const before = out.slice(-40);
    const string = token(quoted);
    const blanked = token(comment) ?? (beforeRegex.test(before) ? token(regex) : undefined);
    if (string && beforeSpecifier.test(before)) out += string;
    else if (string) out += emptied(string);
    else if (blanked) out += blank(blanked);
    else out += emptied(token(template) ?? text[at]!);
    at += (string ?? blanked ?? token(template) ?? ' ').length;
  }
  return out;
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ');
const emptied = (text: string) =>
  text.length < 2 ? text : text[0] + blank(text.slice(1, -1)) + text[text.length - 1];
