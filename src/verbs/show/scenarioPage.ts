import { renderScenario } from '../../reports/index.ts';
import type { World } from '../../scenario/world.ts';
import { version } from '../provenance.ts';
import { clockLine, scenarioTables, stageMarks } from './showScenario.ts';
import type { TitledTable } from './textTable.ts';

/** The page of a scenario as HTML: its stages drawn, columns with who reads them, formulas with units, parameters. */
export async function scenarioPage(world: World): Promise<string> {
  const { scenario } = world;
  const stages = Object.entries(scenario.stages);
  const marks = stageMarks(scenario);
  return renderScenario({
    name: scenario.name,
    description: scenario.description,
    summary: clockLine(world),
    map: {
      stages: stages.map(([name, { terminal }], k) => ({ name, remark: marks[k], terminal })),
      exits: stages.flatMap(([from, { exits }]) =>
        Object.entries(exits).map(([to, { loss }]) => ({ from, to, loss })),
      ),
    },
    tables: scenarioTables(world).map(pageTable),
    version,
  });
}

/** A table of the terminal as one of a page. */
export const pageTable = ({ title, columns, rows, note }: TitledTable) => ({
  heading: title,
  table: {
    caption: note,
    columns: columns.map(({ title: column, right }) => ({ title: column, numeric: right === true })),
    rows,
  },
});
