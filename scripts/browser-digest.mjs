#!/usr/bin/env node
/**
 * The same world, seed and policy in Node and in a headless browser: prints the digest of every record and hidden column
 * in both, by the kernel and by the interpreter, and fails where two differ. Needs a build and Chromium.
 *
 *   node scripts/browser-digest.mjs [SCENARIO ...]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
if (executablePath === undefined) {
  console.log('No Chromium on this machine, so no digest of a browser: on Debian, apt-get install chromium.');
  process.exit(0);
}

const all = readdirSync(join(root, 'scenarios')).filter((name) => name.endsWith('.yaml'));
const names = process.argv.length > 2 ? process.argv.slice(2) : all.map((name) => name.replace('.yaml', ''));
const CUSTOMERS = 120;

/** What both run: from the text of a scenario to a digest. `at` is where the compiled files are. */
async function digests(at, text, name, count) {
  const load = (path) => import(`${at}${path}`);
  const [
    { parseScenario },
    { compileWorld },
    { rollout },
    { streamsOf },
    { digestLog },
    { openPolicy },
    { unwrap },
  ] = await Promise.all(
    [
      'scenario/parse.js',
      'scenario/compileWorld.js',
      'simulator/rollout.js',
      'simulator/streams.js',
      'journey/blocks.js',
      'policies/index.js',
      'core/issue.js',
    ].map(load),
  );
  const world = unwrap(await compileWorld(unwrap(parseScenario(text, name))));
  const policy = openPolicy(world.rules, world.spec);
  const streams = streamsOf([3, 4], 'evaluation', 0);
  const found = {};
  for (const backend of ['kernel', 'interpreter']) {
    const cohort = { from: 7, count };
    found[backend] = await digestLog(rollout(world, policy, { streams, cohort, backend, level: 'full' }));
  }
  return found;
}

const TYPES = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.html': 'text/html',
};
const imports = {
  'ohm-js': '/node_modules/ohm-js/index.mjs',
  watr: '/node_modules/watr/watr.js',
  yaml: '/node_modules/yaml/browser/index.js',
  zod: '/node_modules/zod/index.js',
};
const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  const file = join(root, path);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
});
try {
  const tab = await browser.newPage();
  tab.on('pageerror', (error) => console.error(`in the browser: ${error.message}`));
  await tab.goto(url);
  console.log(`Node ${process.versions.node} and Chromium ${browser.version()}, ${CUSTOMERS} customers`);
  for (const name of names) {
    const text = readFileSync(join(root, 'scenarios', `${name}.yaml`), 'utf8');
    const here = await digests(new URL('../dist/', import.meta.url).href, text, name, CUSTOMERS);
    const there = await tab.evaluate(
      ([body, ...args]) => new Function(`return (${body})(...arguments)`)(...args),
      [digests.toString(), `${url}dist/`, text, name, CUSTOMERS],
    );
    const same = new Set([...Object.values(here), ...Object.values(there)]).size === 1;
    console.log(`${name}: ${same ? here.kernel : JSON.stringify({ here, there })}${same ? '' : ' DIFFER'}`);
    if (!same) process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.close();
}
