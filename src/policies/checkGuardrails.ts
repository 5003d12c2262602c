import { type Issue, issue } from '../core/issue.ts';
import type { Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { NONE } from '../journey/actions.ts';
import { bundleLeaves, unservable } from './bundleLeaves.ts';
import type { ContextProgram } from './context.ts';

const wrong = (path: string, message: string, hint?: string) =>
  issue('bundle/guardrails', message, { at: { path }, hint });

/** Whether a node of the graph gives a condition, or a number. */
function checkNode({ graph }: Guardrails, node: number, path: string, wanted: 'bool' | 'number'): Issue[] {
  const type = graph.types[node];
  if (type === undefined) return [wrong(path, `node ${node} of a graph with ${graph.nodes.length}`)];
  const fits = wanted === 'bool' ? type === 'bool' : typeof type === 'string';
  return fits ? [] : [wrong(path, `node ${node} gives no ${wanted === 'bool' ? 'condition' : 'number'}`)];
}

/** All that is wrong with guardrails beside the shape of their JSON: actions, nodes, ledgers and what they cost. */
export function checkGuardrails(guardrails: Guardrails): Issue[] {
  const { actions, ledgers, charges } = guardrails;
  const names = actions.map(({ action }) => action);
  const twice = names.find((name, a) => names.indexOf(name) !== a);
  return [
    ...(names.length === 0 ? [wrong('actions', 'no action to decide between')] : []),
    ...(twice === undefined ? [] : [wrong('actions', `"${twice}" stands there twice`)]),
    ...actions.flatMap(({ conditions }, a) =>
      conditions.flatMap(({ node }, c) =>
        checkNode(guardrails, node, `actions[${a}].conditions[${c}].node`, 'bool'),
      ),
    ),
    ...(charges ?? []).flatMap(({ offer }, a) =>
      offer === null ? [] : checkNode(guardrails, offer.node, `charges[${a}].offer.node`, 'number'),
    ),
    ...(charges !== undefined && charges.length !== names.length
      ? [wrong('charges', `${charges.length} charges for ${names.length} actions`)]
      : []),
    ...ledgers.flatMap((ledger, k) => checkLedger(guardrails, ledger, `ledgers[${k}]`)),
    ...(ledgers.length > 0 && !names.includes(NONE)
      ? [
          wrong(
            'ledgers',
            'budgets and capacities drop actions, and without `none` there is nothing to do instead',
          ),
        ]
      : []),
  ];
}

function checkLedger(guardrails: Guardrails, ledger: Ledger, path: string): Issue[] {
  const { actions, charges, ledgers } = guardrails;
  const { arbitrate } = ledger;
  const outside = ledger.actions.filter((a) => a >= actions.length);
  const priorities = 'priorities' in arbitrate ? arbitrate.priorities.length : actions.length;
  return [
    ...outside.map((a) => wrong(`${path}.actions`, `action ${a} of ${actions.length}`)),
    ...(ledgers.filter(({ name }) => name === ledger.name).length > 1
      ? [wrong(`${path}.name`, `two ledgers have the name "${ledger.name}"`)]
      : []),
    ...(priorities === actions.length
      ? []
      : [wrong(`${path}.arbitrate`, `${priorities} priorities for ${actions.length} actions`)]),
    ...(arbitrate.kind === 'formula'
      ? checkNode(guardrails, arbitrate.node, `${path}.arbitrate.node`, 'number')
      : []),
    ...(ledger.kind === 'budget' && charges === undefined
      ? [wrong(path, `nobody says what actions take from "${ledger.name}"`, 'Give the guardrails `charges`.')]
      : []),
  ];
}

/** All leaves that a server could not know, or that context and guardrails mean differently. */
export function checkLeaves(context: ContextProgram, guardrails: Guardrails): Issue[] {
  try {
    return bundleLeaves(context, guardrails).flatMap((leaf) => {
      const problem = unservable(leaf);
      return problem === null ? [] : [issue('bundle/leaf', `${problem}: no server can know it`)];
    });
  } catch (error) {
    if (error instanceof RangeError) return [issue('bundle/leaf', error.message)];
    throw error;
  }
}
