/** Does something with a file; where the system refuses without saying which file, the error says it. */
export async function atPath<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withPath(path, error);
  }
}

/** The same at once. */
export function atPathNow<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw withPath(path, error);
  }
}

function withPath(path: string, error: unknown): unknown {
  const { syscall, path: said } = error as NodeJS.ErrnoException;
  return syscall !== undefined && said === undefined ? Object.assign(error as Error, { path }) : error;
}
