import { InvalidArgumentError } from 'commander';

const LAST_PORT = 65_535;

/** Reads a port number of the command line. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= LAST_PORT) return port;
  throw new InvalidArgumentError(`a whole number from 1 to ${LAST_PORT}`);
}
