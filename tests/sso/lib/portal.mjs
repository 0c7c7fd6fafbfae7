// Starts portal_login with a configuration and reads what its pages say.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PASSWORD } from './citizens.mjs';

const PROGRAM = process.env.PORTAL_LOGIN ?? fileURLToPath(new URL('../../../target/debug/portal_login', import.meta.url));

/** A port that was free a moment ago. */
export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const quoted = (value) => (Array.isArray(value) ? `[${value.map(quoted).join(', ')}]` : JSON.stringify(value));

/** TOML of an object with tables one level deep; what is undefined is left out. */
export function toml(config) {
  const plain = Object.entries(config).filter(([, value]) => typeof value !== 'object' || Array.isArray(value));
  const tables = Object.entries(config).filter(([, value]) => typeof value === 'object' && !Array.isArray(value));
  const lines = (entries) => entries.filter(([, value]) => value !== undefined).map(([name, value]) => `${name} = ${quoted(value)}\n`).join('');
  return lines(plain) + tables.map(([name, table]) => `[${name}]\n${lines(Object.entries(table))}`).join('');
}

/** Runs the portal until `close()`. `files` are written beside the configuration, which names them. */
export async function startPortal(port, provider, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const config = { listen: `127.0.0.1:${port}`, public_url: `http://127.0.0.1:${port}`, provider };
  writeFileSync(join(folder, 'portal.toml'), toml(config));
  const child = spawn(PROGRAM, [join(folder, 'portal.toml')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('http://')) resolve();
    });
    ended.then((code) => reject(new Error(`portal_login ends with ${code} before it listens`)));
    child.once('error', reject);
  });
  return {
    origin: config.public_url,
    /** Everything that the program printed. */
    said: () => said,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Fills in the sign-in page of a sandbox that stands in the browser. */
export async function signIn(page, person, { level = 1 } = {}) {
  await page.fill('input[name=login]', person.organisation?.tax ?? person.number);
  await page.fill('input[name=password]', PASSWORD);
  if (level === 2) await page.fill('input[name=otp]', person.otp);
  await page.click('button[type=submit]');
  await page.waitForLoadState('load');
}

/** What a page of the portal shows: the login, or the code of an error. */
export async function shown(page) {
  const text = async (selector) => (await page.locator(selector).count() ? (await page.locator(selector).first().innerText()).trim() : undefined);
  return {
    name: await text('#name'),
    number: await text('#number'),
    kind: await text('#kind'),
    level: await page.locator('#level').count() ? Number(await page.locator('#level').getAttribute('data-level')) : undefined,
    origin: await text('#origin'),
    service: await text('#service'),
    code: await text('#code'),
    loginOffered: await page.locator('#login').count() === 1,
  };
}
