import { createSocket, type Socket } from 'node:dgram';

const HEADER_BYTES = 12;
const TXT = 16;
const INTERNET = 1;
/** An answer, with authority, to whoever wanted recursion and gets it. */
const ANSWERED = 0x8580;
const NO_SUCH_NAME = 3;
/** Where the question's name stands, as answers name it. */
const NAME_OF_QUESTION = 0xc000 + HEADER_BYTES;

/** A name server on this machine that knows TXT records (RFC 1035), as a customer shows them to prove a domain. */
export class NameServer {
  private readonly texts = new Map<string, string>();

  private constructor(private readonly socket: Socket) {
    socket.on('message', (query, { address, port }) => socket.send(this.answer(query), port, address));
  }

  static async open(port: number): Promise<NameServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, '127.0.0.1', resolve);
    });
    return new NameServer(socket);
  }

  /** @param text of 255 characters at most */
  show(name: string, text: string) {
    this.texts.set(name, text);
  }

  close() {
    this.socket.close();
  }

  private answer(query: Buffer): Buffer {
    const { name, end } = questionOf(query);
    const text = this.texts.get(name);
    const header = Buffer.alloc(HEADER_BYTES);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(text === undefined ? ANSWERED + NO_SUCH_NAME : ANSWERED, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(text === undefined ? 0 : 1, 6);
    const question = query.subarray(HEADER_BYTES, end);
    return Buffer.concat([header, question, ...(text === undefined ? [] : [record(text)])]);
  }
}

/** The name that is asked for, and where the question ends. */
function questionOf(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

function record(text: string): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt16BE(NAME_OF_QUESTION, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(INTERNET, 4);
  head.writeUInt16BE(text.length + 1, 10);
  head.writeUInt8(text.length, 12);
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
}
