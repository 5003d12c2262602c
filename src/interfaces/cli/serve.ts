import { command } from './command.ts';
import { within } from './flags.ts';

export const serve = command({
  command: 'serve <bundle>',
  describe: 'Serve a bundle over HTTP on this machine, with a log that evaluate reads',
  example: ['$0 serve models/mine --log logs/mine', 'POST /v1/decide; GET /openapi.json describes it'],
  flags: (argv) =>
    argv
      .positional('bundle', { type: 'string', demandOption: true, describe: 'Folder of a bundle' })
      .options({
        log: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'Folder of the log; contacts, consent and budgets are rebuilt from it',
        },
        port: {
          default: 8080,
          requiresArg: true,
          describe: '0 takes any that is free',
          coerce: (value: unknown) => within(value, 'port', 0, 65_535),
        },
        host: {
          type: 'string',
          default: '127.0.0.1',
          requiresArg: true,
          describe: 'This machine alone by default',
        },
        durability: {
          choices: ['disk', 'system'] as const,
          default: 'disk' as const,
          requiresArg: true,
          describe: 'When a record counts as kept, before which no answer is given',
        },
      }),
  async run({ bundle, ...args }, session) {
    const { serveHttp } = await import('../http/serveHttp.ts');
    const onFailure = (error: Error) => console.error(error.message);
    const service = await serveHttp(bundle, { ...args, onFailure });
    session.warn(service.warnings);
    session.say(`Serving ${bundle} at ${service.url}; Ctrl-C stops.`);
    await new Promise<void>((resolve) => {
      session.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await service.close();
    return {
      lines: [`Stopped; kept: ${args.log}`],
      json: { url: service.url, log: args.log },
    };
  },
});
