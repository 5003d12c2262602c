#!/usr/bin/env node
import { runCli } from './cli.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await runCli(process.argv.slice(2));
