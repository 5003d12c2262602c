import type { z } from 'zod';
import type { ScenarioInput, ScenarioSchema } from '../schema.ts';
import { describeValue, type Finding, type Path, quotedList, within } from './finding.ts';
import { NAME_WANTED } from './leaves.ts';
import { formNames, knownKeys, mend, remove, schemaAt, valueAt, wantedBy } from './mend.ts';
import { nameRemedy, nearestHint, remedyFor } from './remedies.ts';

/** What a file holds, mended where it is not of the format, and where that was. */
export type Structured = {
  /** null where too little is of the format to check more. */
  readonly input: ScenarioInput | null;
  readonly findings: readonly Finding[];
  /** Paths that hold a stand-in: nothing further is said about them. */
  readonly broken: readonly Path[];
};

type Flaw = {
  readonly kind: 'unknown' | 'misnamed' | 'missing' | 'wrong' | 'unlisted';
  readonly path: Path;
};

/** Mending one flaw may uncover others; no file of the format nests so deep as to need more rounds. */
const ROUNDS = 20;

/** Checks a parsed file against the format. `known` are paths that are broken for a reason already told. */
export function checkStructure(value: unknown, known: readonly Path[], schema: ScenarioSchema): Structured {
  const findings: Finding[] = [];
  const broken = [...known];
  let current = known.reduce<unknown>((from, path) => mend(schema, from, path), value);
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = schema.safeParse(current, { reportInput: true });
    if (parsed.success) return { input: parsed.data, findings, broken };
    const flaws = parsed.error.issues.flatMap((issue) => flawsOf(issue, []));
    const fresh = flaws.filter(({ path }) => !broken.some((old) => within(path, old)));
    findings.push(...fresh.map((flaw) => toFinding(flaw, current, schema)));
    broken.push(...fresh.map(({ path }) => path));
    if (flaws.some(({ path }) => path.length === 0)) break;
    current = flaws.reduce<unknown>((from, flaw) => mendFlaw(from, flaw, schema), current);
  }
  return { input: null, findings, broken };
}

/** A behaviour that is not whole says nothing that can be checked: it is left out. */
function mendFlaw(value: unknown, { kind, path }: Flaw, schema: ScenarioSchema): unknown {
  if (kind === 'unknown' || kind === 'misnamed') return remove(value, path);
  return path[0] === 'behaviours' && path.length > 1
    ? remove(value, path.slice(0, 2))
    : mend(schema, value, path);
}

/** A value that fits none of several forms is judged by the form that it has begun, if it has begun exactly one. */
function flawsOf(issue: z.core.$ZodIssue, above: Path): Flaw[] {
  const path = [...above, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ kind: 'unknown', path: [...path, key] }));
  if (issue.code === 'invalid_key') return [{ kind: 'misnamed', path }];
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return [{ kind: 'unlisted', path }];
  if (issue.code === 'invalid_union') {
    const begun = issue.errors.filter((issues) =>
      issues.every((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
    );
    if (begun.length === 1) return begun[0]!.flatMap((inner) => flawsOf(inner, path));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [{ kind: missing ? 'missing' : 'wrong', path }];
}

function toFinding({ kind, path }: Flaw, root: unknown, format: ScenarioSchema): Finding {
  const schema = schemaAt(format, root, path);
  const key = String(path.at(-1));
  if (kind === 'wrong') {
    const value = valueAt(root, path);
    const message = `got ${describeValue(value)}, wanted ${wantedBy(schema)}`;
    return { code: 'scenario/value', path, message, hint: remedyFor(value, schema) };
  }
  if (kind === 'unlisted') {
    const kinds = formNames(schemaAt(format, root, path.slice(0, -1)));
    const value = valueAt(root, path);
    const message = `got ${describeValue(value)}, wanted the kind of a behaviour`;
    const hint = nearestHint(String(value), kinds) ?? `Known: ${quotedList(kinds)}.`;
    return { code: 'scenario/unknown-name', path, message, hint };
  }
  if (kind === 'missing') {
    return { code: 'scenario/missing-key', path, at: 'key', message: `missing, wanted ${wantedBy(schema)}` };
  }
  if (kind === 'misnamed') {
    const message = `got the name ${describeValue(key)}, wanted ${NAME_WANTED}`;
    return { code: 'scenario/name', path, at: 'key', message, hint: nameRemedy(key) };
  }
  const known = knownKeys(format, root, path.slice(0, -1));
  const wanted = known.length > 12 ? 'a key of the format' : `one of ${quotedList(known)}`;
  const message = `got the key \`${key}\`, wanted ${wanted}`;
  return { code: 'scenario/unknown-key', path, at: 'key', message, hint: nearestHint(key, known) };
}
