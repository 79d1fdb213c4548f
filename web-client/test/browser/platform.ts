import type { LaunchOptions } from '@playwright/test';
import { join } from 'node:path';
import { launchOptions as chromiumAt } from '../chromium';

/** As `.keelson/env` names it. */
export const PLATFORM_URL = required('KEELSON_URL');

/** Of every person of the demo organisations. */
export const PASSWORD = required('KEELSON_PASSWORD');

/** Where people sign in, and its administrator's password; empty where the environment does not say, as of somebody else's. */
export const IDENTITY_PROVIDER = {
  url: process.env.KEELSON_KEYCLOAK_URL ?? '',
  password: process.env.KEELSON_BROWSER_KEYCLOAK_PASSWORD ?? '',
} as const;

/** Where the platform asks for DNS records, if that is a port of this machine which a test may answer on; else 0. */
export const DNS_PORT = Number(process.env.KEELSON_BROWSER_DNS_PORT ?? 0);

/** Pictures and reports; of two runs at a time, such as a developer's and the build's, each wants a folder of its own. */
export const OUTPUT = process.env.KEELSON_BROWSER_OUTPUT ?? join(import.meta.dirname, '../../target/browser');

/** As the build's everyday run does; everything runs where nobody says so. */
export const LEAVES_OUT_HEAVY = process.env.KEELSON_BROWSER_LEFT_OUT === 'heavy';

/** Who there is to sign in; one person of each kind. */
export type PersonName = 'engineer' | 'reviewer' | 'admin' | 'owner' | 'viewer' | 'billing' | 'other-owner';

/** Host and port that the platform listens on, where that is not what its URL says, such as behind a proxy. */
export const ADDRESS = process.env.KEELSON_BROWSER_ADDRESS ?? new URL(PLATFORM_URL).host;

/** Debian's Chromium, which finds the platform at this address whatever its URL says. */
export function launchOptions(address: string = ADDRESS): LaunchOptions {
  const { host } = new URL(PLATFORM_URL);
  return chromiumAt(address === host ? [] : [`--host-resolver-rules=MAP ${host} ${address}`]);
}

function required(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is not set (expected: the variables of .keelson/env)`);
  return value;
}
