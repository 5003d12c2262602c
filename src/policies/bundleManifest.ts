import { canonicalJson, sha256Hex } from '../core/json.ts';
import { BUNDLE_FILES, BUNDLE_FORMAT, type BundleManifest, MANIFEST } from './bundle.ts';
import { bundleError, inFile } from './bundleError.ts';
import { manifestShape } from './bundleShapes.ts';

export type BundleFiles = ReadonlyMap<string, Uint8Array>;

export const EXPORT_AGAIN = 'It was changed after the export: copy the bundle again, or export it anew.';
const encoder = new TextEncoder();

/** 16 hex digits over all of a manifest but its id. */
export async function manifestId(manifest: Omit<BundleManifest, 'id'>): Promise<string> {
  const rest = { ...manifest, id: undefined };
  return (await sha256Hex(encoder.encode(canonicalJson(rest)))).slice(0, 16);
}

/** manifest.json for the files that a bundle holds beside it. */
export async function manifestBytes(
  about: Omit<BundleManifest, 'id' | 'files'>,
  contents: BundleFiles,
): Promise<Uint8Array> {
  const files = await Promise.all(
    [...contents].map(async ([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: await sha256Hex(bytes),
    })),
  );
  const { format, ...rest } = about;
  const id = await manifestId({ ...about, files });
  const manifest: BundleManifest = { format, id, ...rest, files };
  return encoder.encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Reads the manifest and holds every file against it: all are there, none was changed, neither was the manifest, and
 * there is no other, hidden ones aside.
 * Throws NextmoveError.
 */
export async function readManifest(files: BundleFiles): Promise<BundleManifest> {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined) {
    const found = [...files.keys()].slice(0, 8).join(', ') || 'nothing';
    throw bundleError(
      'missing',
      MANIFEST,
      `it is not there; found ${found}`,
      'Give the folder that `nextmove export` wrote.',
    );
  }
  const value = readJson(MANIFEST, bytes);
  checkFormat(value);
  const manifest = inFile(MANIFEST, EXPORT_AGAIN, () => manifestShape(value, ''));
  const listed = new Set(manifest.files.map(({ name }) => name));
  for (const name of Object.values(BUNDLE_FILES)) {
    if (!listed.has(name)) throw bundleError('missing', MANIFEST, `it does not list ${name}`, EXPORT_AGAIN);
  }
  for (const file of manifest.files) await checkFile(file, files.get(file.name));
  for (const name of files.keys()) {
    if (listed.has(name) || name === MANIFEST || name.startsWith('.')) continue;
    const hint =
      'Take it out of the folder: a bundle holds the files of its manifest alone, which are checked.';
    throw bundleError('extra', name, 'the manifest does not list it', hint);
  }
  const id = await manifestId(manifest);
  if (id !== manifest.id)
    throw bundleError('hash', MANIFEST, `its id is ${manifest.id}, and its content has ${id}`, EXPORT_AGAIN);
  return manifest;
}

/** A newer format is told apart from a broken manifest. */
function checkFormat(value: unknown): void {
  const format = (value as { readonly format?: unknown } | null)?.format;
  if (typeof format !== 'number' || format <= BUNDLE_FORMAT) return;
  const message = `it has format ${format}; this version of nextmove reads format ${BUNDLE_FORMAT}`;
  throw bundleError('format', MANIFEST, message, 'Update nextmove, or export the policy with this version.');
}

async function checkFile(
  { name, bytes: length, sha256 }: BundleManifest['files'][number],
  bytes: Uint8Array | undefined,
): Promise<void> {
  if (bytes === undefined)
    throw bundleError('missing', name, 'the manifest lists it, and it is not there', EXPORT_AGAIN);
  if (bytes.length !== length)
    throw bundleError(
      'hash',
      name,
      `it has ${bytes.length} bytes, the manifest says ${length}`,
      EXPORT_AGAIN,
    );
  const found = await sha256Hex(bytes);
  if (found !== sha256)
    throw bundleError(
      'hash',
      name,
      `its sha256 is ${found.slice(0, 12)}..., the manifest says ${sha256.slice(0, 12)}...`,
      EXPORT_AGAIN,
    );
}

/** A file's text as UTF-8. Throws NextmoveError where it is none. */
export function readText(name: string, bytes: Uint8Array): string {
  return inFile(name, EXPORT_AGAIN, () => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

export function readJson(name: string, bytes: Uint8Array): unknown {
  const text = readText(name, bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw bundleError('json', name, `it is no JSON: ${(error as Error).message}`, EXPORT_AGAIN);
  }
}
