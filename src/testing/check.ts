/** One named promise of a contract: `run` throws where it is broken. Loop over a list of them in any test runner. */
export type Check = { readonly name: string; run(): Promise<void> };

/** Throws where the condition does not hold. */
export function expectThat(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
