/** The value of a key, made where it is not known; of the keys only the last `most` that were asked for are kept. */
export function recent<V>(known: Map<string, V>, key: string, most: number, make: () => V): V {
  const value = known.has(key) ? (known.get(key) as V) : make();
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
  return value;
}
