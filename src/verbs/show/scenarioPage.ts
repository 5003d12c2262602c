import { renderScenario, type StageMap } from '../../reports/index.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';
import { version } from '../provenance.ts';
import { clockLine, scenarioTables, stageMarks } from './showScenario.ts';
import type { TitledTable } from './textTable.ts';

/** The page of a scenario as HTML: its stages drawn, columns with who reads them, formulas with units, parameters. */
export async function scenarioPage(world: World): Promise<string> {
  const { scenario } = world;
  return renderScenario({
    name: scenario.name,
    description: scenario.description,
    summary: clockLine(world),
    map: stageMapOf(scenario),
    tables: scenarioTables(world).map(pageTable),
    version,
  });
}

/** The stages of a scenario and their exits, to be drawn. */
export function stageMapOf(scenario: Scenario): StageMap {
  const stages = Object.entries(scenario.stages);
  const marks = stageMarks(scenario);
  return {
    stages: stages.map(([name, { terminal }], k) => ({ name, remark: marks[k], terminal })),
    exits: stages.flatMap(([from, { exits }]) =>
      Object.entries(exits).map(([to, { loss }]) => ({ from, to, loss })),
    ),
  };
}

/** A table of the terminal as one of a page. */
export const pageTable = ({ title, columns, rows, under, note }: TitledTable) => ({
  heading: title,
  table: {
    caption: note,
    columns: columns.map(({ title: column, right = false, whole = false }) => ({
      ...{ title: column, numeric: right, whole },
    })),
    rows,
    ...(under === undefined ? {} : { under }),
  },
});
