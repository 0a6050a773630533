import * as net from 'node:net';

/**
 * How a line may fail. `refused`: nobody is there. `black hole`: connections stand, but nothing comes through. `no answers`: what is asked arrives, what is
 * answered does not.
 */
export type Failure = 'refused' | 'black hole' | 'no answers';

interface Connection {
  readonly near: net.Socket;
  /** Undefined while nothing comes through. */
  far: net.Socket | undefined;
}

/** A TCP line to a server, which may fail and heal. What a failed line has kept back arrives late when it heals, wanted or not. */
export class Line {
  private server = this.listener();
  private port = 0;
  private failure: Failure | undefined;
  private readonly connections = new Set<Connection>();

  private constructor(private readonly behind: { readonly host: string; readonly port: number }) {}

  static async to(url: string): Promise<Line> {
    const { hostname, port } = new URL(url);
    const line = new Line({ host: hostname, port: Number(port) });
    await line.listen();
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async fails(how: Failure): Promise<void> {
    this.failure = how;
    if (how === 'refused') await this.hangUp();
    for (const { near, far } of this.connections) {
      if (how === 'black hole') near.pause();
      far?.pause();
    }
  }

  async heals(): Promise<void> {
    const before = this.failure;
    this.failure = undefined;
    if (before === 'refused') await this.listen();
    for (const connection of this.connections) {
      this.reach(connection);
      connection.near.resume();
      connection.far?.resume();
    }
  }

  /** Ends for good. */
  async leaves(): Promise<void> {
    if (this.server.listening) await this.hangUp();
  }

  private async listen(): Promise<void> {
    this.server = this.listener();
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (this.server.address() as net.AddressInfo).port;
  }

  private listener(): net.Server {
    return net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (near) => this.accept(near)).unref();
  }

  private async hangUp(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const { near, far } of this.connections) {
        near.destroy();
        far?.destroy();
      }
    });
  }

  private accept(near: net.Socket): void {
    const connection: Connection = { near: near.unref(), far: undefined };
    this.connections.add(connection);
    near.on('error', () => connection.far?.destroy()).on('close', () => this.connections.delete(connection));
    if (this.failure === 'black hole') return;
    this.reach(connection);
    near.resume();
    if (this.failure === 'no answers') connection.far?.pause();
  }

  private reach(connection: Connection): void {
    if (connection.far !== undefined) return;
    const { near } = connection;
    const far = net.connect({ ...this.behind, allowHalfOpen: true }).unref();
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
    near.on('data', (bytes) => far.write(bytes)).on('end', () => far.end());
    far.on('data', (bytes) => near.write(bytes)).on('end', () => near.end());
    connection.far = far;
  }
}
