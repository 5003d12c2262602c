/** The commands, in the order of a first day's work. */
import { compare } from './compare.ts';
import { decide } from './decide.ts';
import { evaluate } from './evaluate.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { report } from './report.ts';
import { schema } from './schema.ts';
import { serve } from './serve.ts';
import { show } from './show.ts';
import { simulate } from './simulate.ts';
import { trace } from './trace.ts';
import { train } from './train.ts';

export const commands = [
  init,
  show,
  simulate,
  trace,
  train,
  compare,
  report,
  importCommand,
  evaluate,
  exportCommand,
  decide,
  serve,
  schema,
];
