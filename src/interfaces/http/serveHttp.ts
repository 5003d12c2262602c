import { type Issue, issue, NextmoveError } from '../../serving/index.ts';
import { type ServeOptions, serve } from '../../verbs/serve/serve.ts';
import { createServer, type ServerOptions } from './createServer.ts';

export type ServeHttpOptions = ServeOptions &
  ServerOptions & {
    /** 8080 by default; 0 takes any that is free. */
    readonly port?: number;
    /** This machine alone, 127.0.0.1, by default. */
    readonly host?: string;
  };

export type HttpService = {
  readonly url: string;
  readonly warnings: readonly Issue[];
  /** Answers what is under way, then closes port and log. */
  close(): Promise<void>;
};

/** Serves a bundle on a port. Throws NextmoveError where bundle or log refuses, or the port is taken. */
export async function serveHttp(bundleFolder: string, options: ServeHttpOptions): Promise<HttpService> {
  const { port = 8080, host = '127.0.0.1' } = options;
  const service = await serve(bundleFolder, options);
  const app = createServer(service, options);
  try {
    const url = await app.listen({ port, host });
    return { url, warnings: service.warnings, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw noPort(port, host, error as NodeJS.ErrnoException);
  }
}

function noPort(port: number, host: string, { code, message }: NodeJS.ErrnoException): NextmoveError {
  const taken = code === 'EADDRINUSE';
  const hint = taken
    ? 'Name another with --port, or 0 for any that is free.'
    : 'Name another --host or --port.';
  const what = taken ? 'something else listens there' : message;
  return new NextmoveError(issue('http/listen', `cannot listen on ${host}:${port}: ${what}`, { hint }));
}
