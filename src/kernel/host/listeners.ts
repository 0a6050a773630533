import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Zone } from '../../protocol/transaction.js';
import type { ListenerConfig, ListenersConfig } from '../config/kernel-config.js';

const ZONE = Symbol('zone');
type Marked = http.IncomingMessage & { [ZONE]?: Zone };
type RequestListener = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Long enough that peers and institutions keep their connections between two transactions. */
const KEEP_ALIVE_MS = 65_000;

/** The zone a request came in by. */
export function zoneOf(request: http.IncomingMessage): Zone {
  const zone = (request as Marked)[ZONE];
  if (zone === undefined) throw new Error('a request came in by neither listener');
  return zone;
}

/** The two listeners of a tier (5.2.2, 5.2.3). Both hand to one application; each marks what came in by it. */
export class Listeners {
  private publicService: http.Server | undefined;

  constructor(private readonly config: ListenersConfig) {}

  /** Fastify's server factory: makes the server of the core zone, which the application listens on, and the one beside it. */
  readonly factory = (handle: RequestListener): http.Server => {
    this.publicService = server(this.config.publicService, 'public-service', handle);
    return server(this.config.core, 'core', handle);
  };

  /** Starts the public-service zone and gives its address. */
  async listenPublicService(): Promise<string> {
    const { publicService } = this;
    if (publicService === undefined) throw new Error('the application has not made its servers yet');
    await new Promise<void>((resolve, reject) => {
      publicService.once('error', reject);
      publicService.listen(this.config.publicService.port, this.config.publicService.host, resolve);
    });
    return addressOf(publicService, this.config.publicService);
  }

  /** Finishes what is under way, then closes. */
  async closePublicService(): Promise<void> {
    const { publicService } = this;
    if (publicService === undefined || !publicService.listening) return;
    await new Promise<void>((resolve) => {
      publicService.close(() => resolve());
      publicService.closeIdleConnections();
    });
  }
}

/** Address of a listening server as clients write it. */
export function addressOf(listening: http.Server, config: ListenerConfig): string {
  const { port } = listening.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tls === undefined ? 'http' : 'https'}://${host}:${port}`;
}

function server(config: ListenerConfig, zone: Zone, handle: RequestListener): http.Server {
  const marked: RequestListener = (request, response) => {
    (request as Marked)[ZONE] = zone;
    handle(request, response);
  };
  const options = { keepAliveTimeout: KEEP_ALIVE_MS };
  if (config.tls === undefined) return http.createServer(options, marked);
  const { certificateFile, keyFile } = config.tls;
  return https.createServer({ ...options, cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, marked);
}
