import { formatIssue } from '../core/issue.ts';
import { digestLog } from '../journey/blocks.ts';
import { FUNCTION_NAMES } from '../language/parse/functions.ts';
import { openPolicy } from '../policies/index.ts';
import type { Behaviour } from '../scenario/behaviour.ts';
import { compileWorld } from '../scenario/compileWorld.ts';
import { parseScenario } from '../scenario/parse.ts';
import { inRange, NAME } from '../scenario/reading/leaves.ts';
import { rollout } from '../simulator/rollout.ts';
import { streamsOf } from '../simulator/streams.ts';
import { behaviourYear, yearWorld } from '../verbs/reference/behaviourYear.ts';
import { type Check, expectThat } from './check.ts';

/**
 * The conformance kit of behaviours, free of any test framework: for each check `it(check.name, check.run)`. Holds one
 * to saying what it is and where it comes from, to compiling wherever a behaviour may be used, to the same bits in both
 * back ends, and to doing something in the year of its picture.
 */
export function checkBehaviour(behaviour: Behaviour): readonly Check[] {
  return [
    { name: 'says what it is and where it comes from', run: async () => checkProse(behaviour) },
    {
      name: 'has words that mean nothing else, and defaults in range',
      run: async () => checkWords(behaviour),
    },
    {
      name: 'compiles without a word on a logit and on a rate, each parameter an assumption',
      run: () => checkUse(behaviour),
    },
    { name: 'warns where it is added to nothing and read by nobody', run: () => checkUnused(behaviour) },
    { name: 'does something in the year of its picture', run: () => checkYear(behaviour) },
    { name: 'comes to the same bits in both back ends', run: () => checkBackEnds(behaviour) },
  ];
}

function checkProse({ kind, title, description, source, parameters, refers }: Behaviour): void {
  expectThat(NAME.test(kind), `got the kind "${kind}", wanted a name of letters, digits and _`);
  expectThat(title.length > 4, `got the title "${title}", wanted some words`);
  expectThat(
    description.length > 80,
    'got a short description, wanted what it does and what its effect means',
  );
  expectThat(
    /\((19|20)\d\d\), .*\d/.test(source),
    `got the source "${source}", wanted a paper or book: author (year), title, place in it`,
  );
  for (const [name, said] of Object.entries({ ...parameters, ...refers }))
    expectThat(said.description !== '', `got no description of \`${name}\``);
}

const TAKEN = ['use', 'adds', 'self', 'tickDays', 'any'];
const CALENDAR = ['elapsed', 'inStage', 'weekday', 'dayOfYear', 'dayOfMonth'];

function checkWords({ parameters, refers, ...behaviour }: Behaviour): void {
  const taken = new Set([...TAKEN, ...CALENDAR, ...FUNCTION_NAMES]);
  const words = [...Object.keys(parameters), ...Object.keys(refers)];
  for (const [k, word] of words.entries()) {
    expectThat(!taken.has(word), `got \`${word}\`, which means something already`);
    expectThat(words.indexOf(word) === k, `got \`${word}\` as a parameter and as a reference`);
  }
  for (const [name, { default: value, range }] of Object.entries(parameters))
    expectThat(inRange(value, range), `got the default ${value} of \`${name}\`, wanted it within its range`);
  for (const column of Object.keys({ ...behaviour.traits, ...behaviour.state, ...behaviour.signals }))
    expectThat(
      /^self(_[A-Za-z]\w*)?$/.test(column),
      `got the column \`${column}\`, wanted self or self_NAME`,
    );
}

async function checkUse(behaviour: Behaviour): Promise<void> {
  const assumptions = Object.entries(behaviour.parameters).map(
    ([name, { default: value }]) => [name, { value, low: value, high: value }] as const,
  );
  const adds = { 'stages.customer.exits.gone': 0.5, 'signals.visit': { value: -0.1 } };
  const said = await told(behaviour, { ...Object.fromEntries(assumptions), adds });
  expectThat(said.length === 0, said.join('\n'));
}

async function checkUnused(behaviour: Behaviour): Promise<void> {
  const [unused = 'nothing', ...others] = await told(behaviour, {});
  expectThat(unused.includes('which is added to nothing'), `got "${unused}", wanted the warning`);
  expectThat(others.length === 0, others.join('\n'));
}

/** What reading and compiling a scenario with one use of the behaviour have to say. */
async function told(behaviour: Behaviour, settings: object): Promise<string[]> {
  const use = { use: behaviour.kind, ...behaviour.example, ...settings };
  const parsed = parseScenario(tiny(JSON.stringify(use)), 'x.yaml', { behaviours: [behaviour] });
  const result = parsed.ok ? await compileWorld(parsed.value) : parsed;
  const warnings = parsed.ok ? parsed.warnings : [];
  return [...warnings, ...(result.ok ? result.warnings : result.issues)].map(formatIssue);
}

/** A scenario with something of every kind to refer to, in the words of the year that a picture draws. */
const tiny = (use: string) => `nextmove: 1
name: Tiny
clock: { start: "2025-01-06", tick: 1d, horizon: 20d }
currency: EUR
decide: [every 1d]
population: { size: 4, traits: { price: { seen: true, formula: 40 } } }
signals: { visit: { perDay: 0.3 }, praise: { perDay: 0.1 }, trouble: { perDay: 0.1 } }
channels: { email: {} }
interventions: { message: { channels: [email], in: [customer] }, discount: { channels: [email], in: [customer] }, help: { channels: [email], in: [customer] } }
stages: { customer: { exits: { gone: { logit: -4, loss: true } } }, gone: { terminal: true } }
reward: { of: [-contact_cost], window: 5d }
behaviours: { it: ${use} }
`;

async function checkYear(behaviour: Behaviour): Promise<void> {
  const { effect } = await behaviourYear(behaviour);
  expectThat(new Set(effect).size > 1, 'got an effect that never changes: see the year of behaviourYear');
}

async function checkBackEnds(behaviour: Behaviour): Promise<void> {
  const world = await yearWorld(behaviour);
  const digest = (backend: 'kernel' | 'interpreter') =>
    digestLog(
      rollout(world, openPolicy(world.rules, world.spec), {
        ...{ streams: streamsOf([2, 7], 'evaluation'), cohort: { from: 3, count: 7 } },
        ...{ level: 'full', backend },
      }),
    );
  const [kernel, interpreter] = [await digest('kernel'), await digest('interpreter')];
  expectThat(
    kernel === interpreter,
    `got the digest ${kernel} in the kernel, ${interpreter} in the interpreter`,
  );
}
