import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The README's snippets, run as a reader would: commands from the built command line, code as a module. */
const COMMAND = 'npx nextmove ';
/** A service does not end by itself: its own tests start and stop it. */
const ENDLESS = 'serve ';
const SCRATCH = '.cache/readme';

type Snippet = { readonly language: string; readonly code: string; readonly line: number };

function snippets(text: string): Snippet[] {
  const found: Snippet[] = [];
  for (const match of text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    const line = text.slice(0, match.index).split('\n').length;
    found.push({ language: match[1], code: match[2], line });
  }
  return found;
}

const all = snippets(readFileSync('README.md', 'utf8'));
const commands = all
  .filter(({ language }) => language === 'sh')
  .flatMap(({ code, line }) => code.split('\n').map((text, k) => ({ text, line: line + 1 + k })))
  .filter(({ text }) => text.startsWith(COMMAND) && !text.startsWith(COMMAND + ENDLESS));
const modules = all.filter(({ language }) => language === 'js');

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 240_000,
  });
  return { status, text: `${stdout}${stderr}` };
}

beforeAll(() => {
  mkdirSync(SCRATCH, { recursive: true });
  rmSync('runs/my-scenario.yaml', { force: true });
});
afterAll(() => rmSync('runs/my-scenario.yaml', { force: true }));

test('the README has commands and code for each of its readers', () => {
  expect(commands.length).toBeGreaterThanOrEqual(8);
  expect(modules.length).toBeGreaterThanOrEqual(2);
});

test.each(commands)('README.md:$line $text', { timeout: 300_000 }, ({ text }) => {
  const words = text.slice(COMMAND.length).trim().split(/\s+/);
  const { status, text: said } = run(['dist/interfaces/cli/main.js', ...words]);
  expect(status, said).toBe(0);
  expect(said.length).toBeGreaterThan(0);
});

test.each(modules)('README.md:$line runs as a module', { timeout: 300_000 }, ({ code, line }) => {
  const file = `${SCRATCH}/line-${line}.mjs`;
  writeFileSync(file, code);
  const { status, text } = run([file]);
  expect(status, text).toBe(0);
});
