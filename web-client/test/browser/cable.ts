import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A cable between the browser and the platform that can be slow, be pulled out and be plugged in again. */
export class Cable {
  private readonly sockets = new Set<Socket>();
  private isPlugged = true;

  private constructor(private readonly server: Server) {}

  /** @param target host and port at its other end */
  static async lay(target: string, bytesPerSecond: number): Promise<Cable> {
    const { hostname, port } = new URL(`http://${target}`);
    const server = createServer();
    const cable = new Cable(server);
    server.on('connection', (near) => {
      if (!cable.isPlugged) {
        near.destroy();
        return;
      }
      const far = connect(Number(port), hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        cable.sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          cable.sockets.delete(socket);
          other.destroy();
        });
      }
      near.pipe(paced(bytesPerSecond)).pipe(far);
      far.pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get address(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the cable is not laid');
    return `127.0.0.1:${address.port}`;
  }

  pull() {
    this.isPlugged = false;
    for (const socket of this.sockets) socket.destroy();
  }

  plugIn() {
    this.isPlugged = true;
  }

  remove() {
    this.pull();
    this.server.close();
  }
}

function paced(bytesPerSecond: number): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      setTimeout(() => done(null, chunk), (chunk.byteLength / bytesPerSecond) * 1_000);
    },
  });
}
