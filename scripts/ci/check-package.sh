#!/usr/bin/env bash
# Packs the tarball and uses it as a stranger would: an empty folder, every entry of `exports`, its types, its command.
set -euo pipefail
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm run build
npm pack --pack-destination "$work"

cd "$work"
printf '{ "name": "stranger", "private": true, "type": "module" }\n' > package.json
npm install --ignore-scripts ./nextmove-*.tgz
size=$(du -sm node_modules | cut -f1)
echo "installed: $size MB, packed: $(du -k nextmove-*.tgz | cut -f1) kB"
[ "$size" -lt 200 ] || { echo 'an installed nextmove must stay below 200 MB' >&2; exit 1; }

cat > entries.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs';
const { exports } = JSON.parse(readFileSync('node_modules/nextmove/package.json', 'utf8'));
const lines = [];
for (const entry of Object.keys(exports)) {
  const name = 'nextmove' + entry.slice(1);
  const json = name.endsWith('.json');
  const loaded = await import(name, json ? { with: { type: 'json' } } : undefined);
  console.log(`${name}: ${Object.keys(loaded).length} exports`);
  if (!json) lines.push(`import * as part${lines.length} from '${name}';`);
}
writeFileSync('stranger.ts', [...lines, `export const parts = [${lines.map((_, i) => `part${i}`)}];`].join('\n'));
JS
node entries.mjs

# A stranger's own behaviour, by one file: simulated in both back ends, shown, and in the reference.
cat > gratitude.mjs <<'JS'
export const gratitude = {
  kind: 'gratitude',
  title: 'Gratitude',
  description:
    'Every gift that arrives adds to a stock that fades day by day; the effect is what is left of it, which brings people back.',
  source: 'Gouldner (1960), The norm of reciprocity, American Sociological Review 25(2), 161-178.',
  parameters: {
    keep: { description: 'Share left a day later.', unit: 'share', default: 0.5, range: { min: 0, max: 1 } },
  },
  refers: { gift: { kind: 'contact', description: 'What is given.' } },
  state: { self: { start: '0', next: 'pow(keep, tickDays) * self + reached(gift)' } },
  effect: 'self',
  example: { gift: 'message' },
};
JS
cat > newcomer.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { behavioursPage, catalogue, openScenario, show, simulate } from 'nextmove';
import { checkBehaviour } from 'nextmove/testing';
import { gratitude } from './gratitude.mjs';
const mine = { ...catalogue, behaviours: [...catalogue.behaviours, gratitude] };
for (const { name, run } of checkBehaviour(gratitude)) await run().catch((e) => { throw new Error(`${name}: ${e.message}`); });
writeFileSync('thankful.yaml', 'extends: telecom-retention\nbehaviours: { thankful: { use: gratitude, gift: gift, adds: { stages.active.exits.slipping: 3 } } }\n');
const { parsed } = await openScenario('thankful.yaml', {}, mine);
const value = async (scenario) => (await simulate({ scenario, customers: 200, policy: 'uniform' })).measures.value.mean;
const [without, withIt] = [await value((await openScenario('telecom-retention')).parsed), await value(parsed)];
if (without === withIt) throw new Error('the behaviour changed nothing');
if (!(await show('thankful.yaml', { catalogue: mine })).lines.some((line) => line.includes('thankful'))) throw new Error('show leaves it out');
if (!behavioursPage(mine.behaviours).includes('## gratitude')) throw new Error('the reference leaves it out');
console.log(`a behaviour of one's own: ok, ${without.toFixed(2)} EUR a customer without it, ${withIt.toFixed(2)} with it`);
JS
node newcomer.mjs
"$root/node_modules/.bin/tsc" --noEmit --strict --skipLibCheck --module nodenext --target es2023 \
  --types node --typeRoots "$root/node_modules/@types" stranger.ts
echo 'types: ok'
npx nextmove --help
