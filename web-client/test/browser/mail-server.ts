import { expect } from '@playwright/test';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const LINK = /https?:\/\/\S+/;

/** A mail server on this machine that keeps what it takes and delivers nothing. */
export class MailServer {
  private readonly taken: string[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<MailServer> {
    const server = createServer();
    const mails = new MailServer(server);
    server.on('connection', (client) => mails.serve(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mails;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The first link of the newest mail to this address, once there is one. */
  async linkTo(address: string): Promise<string> {
    let link: string | undefined;
    await expect
      .poll(() => (link = LINK.exec(this.newestTo(address))?.[0]), {
        message: `a mail with a link to ${address}`,
      })
      .toBeDefined();
    return link ?? '';
  }

  /** The newest mail to this address as programs show it that know HTML. */
  pageTo(address: string): string {
    const mail = this.newestTo(address);
    return mail.slice(mail.indexOf('<!DOCTYPE html>'), mail.indexOf('</html>') + '</html>'.length);
  }

  close() {
    this.server.close();
  }

  private newestTo(address: string): string {
    return this.taken.findLast((mail) => mail.includes(`To: ${address}`)) ?? '';
  }

  private serve(client: Socket) {
    const say = (line: string) => client.write(`${line}\r\n`);
    let unread = '';
    let message: string[] | null = null;
    client.setEncoding('latin1');
    client.on('error', () => client.destroy());
    client.on('data', (chunk: Buffer | string) => {
      const lines = (unread + chunk.toString()).split('\r\n');
      unread = lines.pop() ?? '';
      for (const line of lines) {
        if (message === null) {
          const verb = line.slice(0, 4).toUpperCase();
          if (verb === 'DATA') message = [];
          say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok');
        } else if (line === '.') {
          this.taken.push(readable(message));
          message = null;
          say('250 taken');
        } else {
          message.push(line);
        }
      }
    });
    say('220 mail.example');
  }
}

/** Quoted-printable is undone (RFC 2045, section 6.7). */
function readable(lines: readonly string[]): string {
  const text = lines.join('\n');
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(text)) return text;
  return text
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
