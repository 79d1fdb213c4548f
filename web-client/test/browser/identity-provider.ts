import { IDENTITY_PROVIDER, PASSWORD } from './platform';
import type { Newcomer } from './world';

/** The realm whose people sign in at the console. */
const OURS = 'keelson';

type Json = Record<string, unknown>;

/** The identity provider as its administrator: whatever is changed here is undone by whoever changed it. */
export class IdentityProvider {
  private constructor(
    private readonly url: string,
    private readonly password: string,
  ) {}

  /** Null where the environment does not say how to get in. */
  static find(): IdentityProvider | null {
    const { url, password } = IDENTITY_PROVIDER;
    return url === '' || password === '' ? null : new IdentityProvider(url, password);
  }

  /**
   * Lets strangers make themselves an account, whose address is verified through the mail server on this port.
   *
   * @returns what puts it back as it was
   */
  async openSignUp(mailPort: number): Promise<() => Promise<void>> {
    const { registrationAllowed, verifyEmail, smtpServer } = (await this.ask('GET', `/${OURS}`)) as Json;
    await this.ask('PUT', `/${OURS}`, {
      registrationAllowed: true,
      verifyEmail: true,
      smtpServer: { host: '127.0.0.1', port: String(mailPort), from: 'keelson@keelson.example' },
    });
    return async () => {
      await this.ask('PUT', `/${OURS}`, { registrationAllowed, verifyEmail, smtpServer });
    };
  }

  /** Removes the accounts whose address is of this domain. */
  async removePeople(domain: string) {
    const people = (await this.ask(
      'GET',
      `/${OURS}/users?max=100&email=${encodeURIComponent(`@${domain}`)}`,
    )) as Json[];
    for (const { id } of people) await this.ask('DELETE', `/${OURS}/users/${String(id)}`);
  }

  /**
   * Makes a realm that stands for a customer's own identity provider.
   *
   * @returns what removes it
   */
  async addRealm(realm: string): Promise<() => Promise<void>> {
    await this.ask('POST', '', { realm, enabled: true });
    return async () => {
      await this.ask('DELETE', `/${realm}`);
    };
  }

  issuerOf(realm: string): string {
    return `${this.url}/realms/${realm}`;
  }

  /** Lets the platform in there as a client. */
  async addClient(realm: string, clientId: string, secret: string, redirectUri: string) {
    await this.ask('POST', `/${realm}/clients`, {
      clientId,
      secret,
      publicClient: false,
      standardFlowEnabled: true,
      redirectUris: [redirectUri],
    });
  }

  /** Makes an account with a verified address and everybody's password; without a realm among ours. */
  async addPerson({ username, email, firstName, lastName }: Newcomer, realm = OURS) {
    const credentials = [{ type: 'password', value: PASSWORD, temporary: false }];
    const person = { username, email, firstName, lastName, emailVerified: true, enabled: true, credentials };
    await this.ask('POST', `/${realm}/users`, person);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/admin/realms${path}`, {
      method,
      headers: { Authorization: `Bearer ${await this.token()}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  private async token(): Promise<string> {
    const answer = await fetch(`${this.url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'admin-cli',
        username: 'admin',
        password: this.password,
      }),
    });
    const { access_token } = (await answer.json()) as { access_token?: string };
    if (access_token === undefined)
      throw new Error(`the identity provider's administrator: ${answer.status}`);
    return access_token;
  }
}
