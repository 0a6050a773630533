import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Zone } from '../../protocol/transaction.js';
import type { ListenerConfig, ListenersConfig } from '../config/kernel-config.js';
import type { Log } from '../log.js';
import { ClosableServer, type RequestListener } from './closable-server.js';

const ZONE = Symbol('zone');
type Marked = http.IncomingMessage & { [ZONE]?: Zone };

/** Long enough that peers and institutions keep their connections between two transactions. */
const KEEP_ALIVE_MS = 65_000;
/** A whole request arrives within this time, or its connection is closed. */
const REQUEST_MS = 30_000;

/** The zone a request came in by. */
export function zoneOf(request: http.IncomingMessage): Zone {
  const zone = (request as Marked)[ZONE];
  if (zone === undefined) throw new Error('a request came in by neither listener');
  return zone;
}

/** The two listeners of a tier (5.2.2, 5.2.3). Both hand to one application; each marks what came in by it. */
export class Listeners {
  private readonly servers: { readonly zone: Zone; readonly closable: ClosableServer }[] = [];
  private publicService: http.Server | undefined;

  constructor(private readonly config: ListenersConfig) {}

  /**
   * Fastify's server factory: makes the server of the core zone, which the application listens on, and the one beside it. It is called once more for
   * each further address that the name of a host has.
   */
  readonly factory = (handle: RequestListener): http.Server => {
    this.publicService ??= this.server(this.config.publicService, 'public-service', handle);
    return this.server(this.config.core, 'core', handle);
  };

  /** Starts the public-service zone and gives its address. */
  async listenPublicService(): Promise<string> {
    const { publicService } = this;
    if (publicService === undefined) throw new Error('the application has not made its servers yet');
    await new Promise<void>((resolve, reject) => {
      publicService.once('error', reject);
      publicService.listen(this.config.publicService.port, this.config.publicService.host, () => {
        publicService.off('error', reject);
        resolve();
      });
    });
    return addressOf(publicService, this.config.publicService);
  }

  /** A listener that cannot take a connection (no file handles left, say) goes on listening; unwatched, its error would end the process. */
  logErrors(log: Log): void {
    for (const { closable: { server } } of this.servers) server.on('error', (error) => log.error({ error }, 'a listener failed to take a connection'));
  }

  /** What is no HTTP request, or is not whole in time, gets an answer before its connection ends: Node itself would send a status and no body. */
  answerBroken(answerTo: (error: Error, zone: Zone) => string): void {
    for (const { zone, closable: { server } } of this.servers) {
      server.on('clientError', (error: Error & { code?: string }, socket: Duplex & { _httpMessage?: { headersSent: boolean } | null }) => {
        const mayAnswer = socket.writable && error.code !== 'ECONNRESET' && socket._httpMessage?.headersSent !== true;
        if (mayAnswer) socket.end(answerTo(error, zone), () => socket.destroy());
        else socket.destroy();
      });
    }
  }

  /** Finishes what is under way in both zones, but for no longer than `graceMs`, and closes them. */
  async close(graceMs: number): Promise<void> {
    await Promise.all(this.servers.map(({ closable }) => closable.close(graceMs)));
  }

  private server(config: ListenerConfig, zone: Zone, handle: RequestListener): http.Server {
    const marked: RequestListener = (request, response) => {
      (request as Marked)[ZONE] = zone;
      handle(request, response);
    };
    const closable = new ClosableServer(marked, (listener) => serverOf(config, listener));
    this.servers.push({ zone, closable });
    return closable.server;
  }
}

/** Address of a listening server as clients write it. */
export function addressOf(listening: http.Server, config: ListenerConfig): string {
  const { port } = listening.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tls === undefined ? 'http' : 'https'}://${host}:${port}`;
}

function serverOf(config: ListenerConfig, listener: RequestListener): http.Server {
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS };
  if (config.tls === undefined) return http.createServer(options, listener);
  const { certificateFile, keyFile } = config.tls;
  return https.createServer({ ...options, cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, listener);
}
