import { compile } from 'watr';

/** The module of a WebAssembly text. */
export function assemble(text: string): WebAssembly.Module {
  return new WebAssembly.Module(compile(text));
}
