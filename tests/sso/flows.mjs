// Logins as people make them: Chromium, portal_login, and each sandbox. Run by run.sh.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { fresh, launch } from './lib/browser.mjs';
import { PEOPLE } from './lib/citizens.mjs';
import { freePort, shown, signIn, startPortal } from './lib/portal.mjs';
import { clients, startOp } from './sandbox_op.mjs';

const [MAU, VAN, COMPANY] = PEOPLE;
const SIGNED = 'Token có chữ ký số';

let browser;
let op;
let port;
let registered;
// The portal's own keys, to which the provider encrypts.
const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rpKeys = {
  keys: [
    { ...ecKey.publicKey.export({ format: 'jwk' }), use: 'enc', kid: 'portal-ec' },
    { ...rsaKey.publicKey.export({ format: 'jwk' }), use: 'enc', kid: 'portal-rsa' },
  ],
};

before(async () => {
  port = await freePort();
  registered = clients(`http://127.0.0.1:${port}`, rpKeys);
  // Another host than the portal's, so that browsers treat the two as two sites.
  op = await startOp({ clients: registered, host: 'localhost' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await op?.close();
});

/** Configuration of the portal as this client of the OpenID provider. */
function agreement(id, more = {}) {
  return {
    profile: 'oidc',
    name: 'Sandbox OP',
    reach: 'loopback',
    client_id: id,
    client_secret_file: 'secret',
    issuer: op.issuer,
    authorization_endpoint: `${op.issuer}/auth`,
    token_endpoint: `${op.issuer}/token`,
    jwks_uri: `${op.issuer}/jwks`,
    userinfo_endpoint: `${op.issuer}/me`,
    pushed_authorization_request_endpoint: `${op.issuer}/request`,
    end_session_endpoint: `${op.issuer}/session/end`,
    ...more,
  };
}

/** Runs the portal as a client, and `work` in a browser of its own. */
async function portal(id, more, work, files = {}) {
  const { client_secret: secret } = registered.find((one) => one.client_id === id);
  const site = await startPortal(port, agreement(id, more), { secret, ...files });
  try {
    await fresh(browser, (page, context, faults) => work(page, { site, context, faults }));
  } finally {
    await site.close();
  }
}

/** From the front page to the provider, in, and back. */
async function logIn(page, site, person, options) {
  await page.goto(site.origin);
  assert.equal((await shown(page)).loginOffered, true);
  await page.click('#login');
  await signIn(page, person, options);
  return shown(page);
}

for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
  test(`code and PKCE, ${alg}`, () => portal(`portal-${alg.toLowerCase()}`, { algorithms: [alg] }, async (page, { site, context, faults }) => {
    const seen = await logIn(page, site, MAU);
    assert.equal(page.url(), `${site.origin}/`);
    assert.deepEqual(seen, {
      name: 'Nguyễn Thị Mẫu', number: '0011******18', kind: 'Công dân', level: 1, origin: SIGNED, service: undefined, code: undefined, loginOffered: false,
    });
    const cookie = (await context.cookies(site.origin)).find((one) => one.name === 'portal');
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Lax']);
    assert.deepEqual(faults, []);
    assert.ok(!/001199000018|Mẫu/.test(site.said()), 'nothing about the person is printed');
  }));
}

test('a token of another algorithm than was agreed is refused', () => portal('portal-es256', { algorithms: ['RS256'] }, async (page, { site }) => {
  assert.equal((await logIn(page, site, MAU)).code, 'token-algorithm');
}));

test('pushed request (PAR)', () => portal('portal-par', { push: true }, async (page, { site }) => {
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  assert.equal((await logIn(page, site, MAU)).level, 1);
  const asked = new URL(requests.find((url) => url.startsWith(`${op.issuer}/auth?`)));
  assert.deepEqual([...asked.searchParams.keys()].sort(), ['client_id', 'request_uri']);
}));

test('signed answer (JARM)', () => portal('portal-jarm', { signed_answers: true }, async (page, { site }) => {
  const answers = [];
  page.on('request', (request) => answers.push(request.url()));
  assert.equal((await logIn(page, site, MAU)).name, MAU.name);
  const answer = new URL(answers.find((url) => url.startsWith(`${site.origin}/callback`)));
  assert.deepEqual([...answer.searchParams.keys()], ['response']);
}));

test('an unsigned answer where a signed one was agreed is refused', () => portal('portal-jarm', { signed_answers: true }, async (page, { site }) => {
  const asked = page.waitForRequest((request) => request.url().startsWith(`${op.issuer}/auth?`));
  await page.goto(`${site.origin}/login`);
  const state = new URL((await asked).url()).searchParams.get('state');
  await page.goto(`${site.origin}/callback?${new URLSearchParams({ code: 'x', state, iss: op.issuer })}`);
  assert.equal((await shown(page)).code, 'response-form');
}));

test('proof of possession (DPoP)', () => portal('portal-dpop', { dpop: true, userinfo: 'plain' }, async (page, { site }) => {
  assert.equal((await logIn(page, site, MAU)).name, MAU.name);
}));

test('a client that has to prove possession and does not is refused', () => portal('portal-dpop', {}, async (page, { site }) => {
  assert.equal((await logIn(page, site, MAU)).code, 'request-refused');
}));

test('signed user information', () => portal('portal-signed-userinfo', { userinfo: 'signed' }, async (page, { site }) => {
  assert.equal((await logIn(page, site, MAU)).origin, 'Token và thông tin có chữ ký số');
}));

test('user information that is not signed as agreed is refused', () => portal('portal-rs256', { userinfo: 'signed' }, async (page, { site }) => {
  assert.equal((await logIn(page, site, MAU)).code, 'token-type');
}));

test('encrypted ID token and user information, ECDH-ES', () => portal(
  'portal-encrypted',
  { userinfo: 'signed', decryption_key_file: 'key.json' },
  async (page, { site }) => {
    const seen = await logIn(page, site, MAU);
    assert.deepEqual([seen.name, seen.origin], [MAU.name, 'Token và thông tin có chữ ký số']);
  },
  { 'key.json': JSON.stringify({ ...ecKey.privateKey.export({ format: 'jwk' }), kid: 'portal-ec' }) },
));

test('encrypted ID token and user information, RSA-OAEP-256', () => portal(
  'portal-encrypted-rsa',
  { userinfo: 'signed', decryption_key_file: 'key.pem' },
  async (page, { site }) => assert.equal((await logIn(page, site, MAU)).name, MAU.name),
  { 'key.pem': rsaKey.privateKey.export({ type: 'pkcs8', format: 'pem' }) },
));

test('a token that is not encrypted as agreed is refused', () => portal(
  'portal-rs256',
  { decryption_key_file: 'key.pem' },
  async (page, { site }) => assert.equal((await logIn(page, site, MAU)).code, 'token-encrypted'),
  { 'key.pem': rsaKey.privateKey.export({ type: 'pkcs8', format: 'pem' }) },
));

test('new keys between two logins', () => portal('portal-ps256', { keys_cooldown_seconds: 0 }, async (page, { site, context }) => {
  assert.equal((await logIn(page, site, MAU)).name, MAU.name);
  await op.rotate();
  await context.clearCookies();
  assert.equal((await logIn(page, site, VAN)).name, VAN.name);
}));

test('step-up from level 1 to level 2', () => portal('portal-es256', {}, async (page, { site }) => {
  assert.equal((await logIn(page, site, MAU)).level, 1);
  await page.click('a[href="/services/lookup"]');
  assert.equal((await shown(page)).level, 1, 'this service asks for no level');
  await page.goto(`${site.origin}/services/submit`);
  assert.ok(page.url().startsWith(op.issuer), 'the provider is asked for more');
  await signIn(page, MAU, { level: 2 });
  assert.equal(page.url(), `${site.origin}/services/submit`, 'and leads back to where the person wanted to go');
  const seen = await shown(page);
  assert.deepEqual([seen.service, seen.level], ['Nộp hồ sơ', 2]);
}));

test('a provider that leaves the level below is not believed', () => portal('portal-es256', {}, async (page, { site }) => {
  op.setIgnoreLevel(true);
  try {
    await logIn(page, site, MAU);
    await page.goto(`${site.origin}/services/submit`);
    assert.equal((await shown(page)).code, 'level-too-low');
    await page.goto(site.origin);
    assert.equal((await shown(page)).level, 1, 'the login that was there stays');
  } finally {
    op.setIgnoreLevel(false);
  }
}));

test('an organisation through its representative', () => portal('portal-rs256', {}, async (page, { site }) => {
  const seen = await logIn(page, site, COMPANY, { level: 2 });
  assert.deepEqual([seen.kind, seen.level], ['Tổ chức, qua người đại diện', 2]);
}));

test('signing out here signs out at the provider', () => portal('portal-rs256', {}, async (page, { site }) => {
  await logIn(page, site, MAU);
  await page.click('#logout');
  await page.click('button[type=submit]'); // the provider asks once more
  await page.waitForLoadState('load');
  assert.equal(new URL(page.url()).origin, site.origin);
  assert.equal((await shown(page)).loginOffered, true);
  await page.click('#login');
  assert.equal(await page.locator('input[name=password]').count(), 1, 'the provider has forgotten the person');
}));

test('the provider ends the session from behind (back-channel logout)', () => portal('portal-rs256', {}, async (page, { site, context }) => {
  await logIn(page, site, MAU);
  const elsewhere = await context.newPage();
  await elsewhere.goto(`${op.issuer}/session/end`);
  await elsewhere.click('button[type=submit]');
  await elsewhere.waitForLoadState('load');
  await page.goto(site.origin);
  assert.equal((await shown(page)).loginOffered, true);
}));

test('the same answer twice is refused', () => portal('portal-rs256', {}, async (page, { site }) => {
  let answer;
  page.on('request', (request) => { if (request.url().startsWith(`${site.origin}/callback`)) answer = request.url(); });
  await logIn(page, site, MAU);
  await page.goto(answer);
  assert.equal((await shown(page)).code, 'response-state');
}));

test('nobody is led to another site', () => portal('portal-rs256', {}, async (page, { site }) => {
  for (const back of ['https://example.org/', '//example.org', '/\\example.org', 'javascript:alert(1)']) {
    await page.goto(`${site.origin}/login?back=${encodeURIComponent(back)}`);
    assert.equal((await shown(page)).code, 'return-path', back);
  }
}));

test('both languages, without faults', () => portal('portal-rs256', {}, async (page, { site, faults }) => {
  await page.goto(site.origin);
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
  await page.click('#language');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.click('#login');
  await signIn(page, MAU);
  assert.equal((await shown(page)).kind, 'Citizen');
  await page.goto(`${site.origin}/nowhere`);
  assert.match(await page.locator('h1').innerText(), /no such page/);
  assert.deepEqual(faults.filter((text) => !text.includes('404')), []);
}));
