import { expect, it } from 'vitest';
import { assemble } from './kernel/assemble.ts';
import { tinyWorld } from './tiny.fixture.ts';
import { worldKernelText } from './worldKernelText.ts';

it('is the text of a kernel, and says what stands at its addresses', async () => {
  const world = await tinyWorld(`
state: { mood: { start: 0, next: "0.5 * mood + visit" } }
signals: { visit: { perDay: "0.1 + mood" } }
stages: { here: { exits: { gone: { perDay: 0.1, loss: true } } }, gone: { terminal: true } }
reward: { of: [-contact_cost], window: 5d }`);
  const text = worldKernelText(world)!;
  const module = assemble(text);
  const { exports } = new WebAssembly.Instance(module, {
    block: { memory: new WebAssembly.Memory({ initial: 99 }) },
  });
  const functions = ['luck_everybody', 'signals', 'states', 'exits_0', 'observe'];
  expect(Object.keys(exports)).toEqual(expect.arrayContaining(functions));
  const states = text.slice(text.indexOf('(func $states'));
  expect(states).toMatch(/\(v128\.load offset=\d+ \(; state\/mood ;\) /);
  expect(states).toMatch(/\(v128\.load offset=\d+ \(; now\/signal\/visit ;\) /);
  expect(states).toMatch(/\(v128\.store offset=\d+ \(; state\/mood ;\) /);
});
