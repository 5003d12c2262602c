#!/usr/bin/env node
/**
 * The same world, seed and policy in Node and in a headless browser, in its page and in a worker of it: prints the digest of
 * every record and hidden column in each, by the kernel and by the interpreter, and fails where two differ. Needs a build
 * and Chromium.
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

/** Runs in the page: has a worker do the same. */
function askWorker(args) {
  const thread = new Worker('/worker.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    thread.onmessage = ({ data }) => resolve(data);
    thread.onerror = ({ message }) => reject(new Error(`in the worker: ${message}`));
    thread.postMessage(args);
  });
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
/** A file as a browser reads it: packages by their place, since a worker knows no import map. */
const served = (text) =>
  text.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])([\w-]+)\2/g, (whole, before, quote, name) =>
    imports[name] ? `${before}${quote}${imports[name]}${quote}` : whole,
  );
const worker = `onmessage = async ({ data }) => postMessage(await (${digests})(...data));`;
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
  if (path === '/worker.js') return response.writeHead(200, { 'content-type': TYPES['.js'] }).end(worker);
  const file = join(root, path);
  if (!existsSync(file)) return response.writeHead(404).end();
  const content = readFileSync(file);
  const isOurs = path.startsWith('/dist/') && extname(file) === '.js';
  const body = isOurs ? served(content.toString('utf8')) : content;
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(body);
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
    const args = [`${url}dist/`, text, name, CUSTOMERS];
    const inPage = await tab.evaluate(
      ([body, ...rest]) => new Function(`return (${body})(...arguments)`)(...rest),
      [digests.toString(), ...args],
    );
    const inWorker = await tab.evaluate(askWorker, args);
    const all = { here, inPage, inWorker };
    const same = new Set(Object.values(all).flatMap((found) => Object.values(found))).size === 1;
    console.log(`${name}: ${same ? here.kernel : `${JSON.stringify(all)} DIFFER`}`);
    if (!same) process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.close();
}
