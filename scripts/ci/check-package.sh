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
"$root/node_modules/.bin/tsc" --noEmit --strict --skipLibCheck --module nodenext --target es2023 \
  --types node --typeRoots "$root/node_modules/@types" stranger.ts
echo 'types: ok'
npx nextmove --help
