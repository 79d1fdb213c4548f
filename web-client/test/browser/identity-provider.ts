import { IDENTITY_PROVIDER, PASSWORD } from './platform';
import type { Newcomer } from './world';

/** The realm whose people sign in at the console. */
const OURS = 'keelson';

/** More than the realm forgives. */
const MAX_TRIES = 30;

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
   * Lets strangers make themselves an account, whose address is verified through the mail server on this port, and
   * whoever has lost their password choose a new one.
   *
   * @returns what puts it back as it was
   */
  async openSignUp(mailPort: number): Promise<() => Promise<void>> {
    const before = (await this.ask('GET', `/${OURS}`)) as Json;
    const { registrationAllowed, verifyEmail, resetPasswordAllowed, smtpServer } = before;
    await this.ask('PUT', `/${OURS}`, {
      registrationAllowed: true,
      verifyEmail: true,
      resetPasswordAllowed: true,
      smtpServer: { host: '127.0.0.1', port: String(mailPort), from: 'keelson@keelson.example' },
    });
    return async () => {
      await this.ask('PUT', `/${OURS}`, {
        registrationAllowed,
        verifyEmail,
        resetPasswordAllowed,
        smtpServer,
      });
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

  /** Tries wrong passwords until the account takes none for a while. */
  async lockOut({ username }: Newcomer) {
    const [person] = (await this.ask('GET', `/${OURS}/users?exact=true&username=${username}`)) as Json[];
    const state = `/${OURS}/attack-detection/brute-force/users/${String(person?.id)}`;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (((await this.ask('GET', state)) as Json).disabled === true) return;
      await fetch(`${this.issuerOf(OURS)}/protocol/openid-connect/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'password',
          client_id: 'keelson-demo',
          client_secret: PASSWORD,
          username,
          password: 'not theirs',
        }),
      });
    }
    throw new Error(`${username} is not locked after ${MAX_TRIES} wrong passwords`);
  }

  /** As a command line that wants to act for somebody: where they go, and the code that they enter there. */
  async askForDevice(): Promise<{ readonly page: string; readonly code: string }> {
    const answer = await fetch(`${this.issuerOf(OURS)}/protocol/openid-connect/auth/device`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'keelson-cli', scope: 'openid' }),
    });
    const { verification_uri, user_code } = (await answer.json()) as Record<string, string>;
    return { page: verification_uri ?? '', code: user_code ?? '' };
  }

  /** Where somebody ends their session without the console. */
  get signOutPage(): string {
    return `${this.issuerOf(OURS)}/protocol/openid-connect/logout`;
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
