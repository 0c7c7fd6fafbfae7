// What a broken or hostile provider could send, against the running portal: each is refused with its own code.
// The tokens come from npm's oauth2-mock-server, whose hooks change them before they are signed. Run by run.sh.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { OAuth2Server } from 'oauth2-mock-server';
import { freePort, startPortal } from './lib/portal.mjs';
import { listen } from './lib/web.mjs';

const CLIENT = 'portal-forged';
const now = () => Math.floor(Date.now() / 1000);

let mock;
let issuer;
let port;
let keys; // answers at the address of the keys
let keysAt;

before(async () => {
  mock = new OAuth2Server();
  await mock.issuer.keys.generate('RS256', { kid: 'mock-1' });
  await mock.start(0, '127.0.0.1');
  issuer = mock.issuer.url;
  port = await freePort();
  keysAt = await listen((request, response) => keys(request, response));
});
after(async () => {
  await mock?.stop();
  await keysAt?.close();
});

const published = () => ({ keys: mock.issuer.keys.toJSON() });
const answer = (body, status = 200, headers = {}) => (_, response) => response.writeHead(status, { 'content-type': 'application/json', ...headers })
  .end(typeof body === 'string' ? body : JSON.stringify(body));

/** A portal against the mock provider. `hooks` change what the mock does; `jwks` answers for the keys. */
async function portal({ hooks = {}, jwks, ...more }, work) {
  keys = jwks ?? answer(published());
  const { service } = mock;
  const use = {
    // What every honest provider adds: who answers, which level.
    beforeAuthorizeRedirect: (redirect) => {
      redirect.url.searchParams.set('iss', issuer);
      hooks.redirect?.(redirect.url);
    },
    beforeTokenSigning: (token) => {
      if (!('aud' in token.payload)) return; // the access token
      token.payload.acr = 'LoA1';
      hooks.sign?.(token);
    },
    beforeResponse: (response) => hooks.tokens?.(response),
    beforeUserinfo: (response) => {
      response.body = { sub: 'johndoe', HoVaTen: 'Nguyễn Thị Mẫu', SoDinhDanh: '001199000018' };
      hooks.userinfo?.(response);
    },
  };
  for (const [event, listener] of Object.entries(use)) service.on(event, listener);
  const site = await startPortal(port, {
    profile: 'oidc',
    name: 'Mock',
    reach: 'loopback',
    client_id: CLIENT,
    client_secret_file: 'secret',
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `http://127.0.0.1:${keysAt.port}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    ...more,
  }, { secret: 'secret' });
  try {
    return await work(site);
  } finally {
    await site.close();
    for (const [event, listener] of Object.entries(use)) service.off(event, listener);
  }
}

const get = (url, cookie) => fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });

/** One login without a browser, at a level; gives the code of the error, or `in:` and the name. */
async function attempt(site, level = 0) {
  const start = await get(`${site.origin}/login?level=${level}`);
  const cookie = start.headers.get('set-cookie').split(';')[0];
  const back = (await get(start.headers.get('location'))).headers.get('location');
  const end = await get(back, cookie);
  if (end.status !== 303) return /id="code">([^<]*)</.exec(await end.text())?.[1] ?? `status ${end.status}`;
  const home = await get(new URL(end.headers.get('location'), site.origin), end.headers.get('set-cookie').split(';')[0]);
  return `in: ${/id="name">([^<]*)</.exec(await home.text())?.[1]}`;
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = (token) => token.split('.');
const setId = (change) => ({ tokens: ({ body }) => { body.id_token = change(body.id_token, body); } });
const payload = (change) => ({ sign: (token) => change(token.payload) });

// name -> hooks, code, level asked for
const cases = {
  'audience of another client': [payload((p) => { p.aud = 'somebody'; }), 'claim-audience'],
  'audience with another beside': [payload((p) => { p.aud = [CLIENT, 'somebody']; }), 'claim-audience'],
  'audience as empty list': [payload((p) => { p.aud = []; }), 'claim-audience'],
  'audience as number': [payload((p) => { p.aud = 7; }), 'claim-type'],
  'party of another client': [payload((p) => { p.azp = 'vnconnect'; }), 'claim-authorized-party'],
  'issuer of another': [payload((p) => { p.iss = 'http://127.0.0.1:1'; }), 'claim-issuer'],
  'issuer with a slash more': [payload((p) => { p.iss += '/'; }), 'claim-issuer'],
  'issuer missing': [payload((p) => { delete p.iss; }), 'claim-missing'],
  'nonce missing': [payload((p) => { delete p.nonce; }), 'claim-nonce-missing'],
  'nonce of another login': [payload((p) => { p.nonce = 'of-somebody-else'; }), 'claim-nonce'],
  'expiry as text': [payload((p) => { p.exp = String(p.exp); }), 'claim-type'],
  'expiry missing': [payload((p) => { delete p.exp; }), 'claim-missing'],
  'expiry an hour ago': [payload((p) => { p.exp = now() - 3600; }), 'claim-expired'],
  'issue time in the future': [payload((p) => { p.iat = now() + 3600; }), 'claim-issued-in-future'],
  'start in the future': [payload((p) => { p.nbf = now() + 3600; }), 'claim-not-yet-valid'],
  'subject missing': [payload((p) => { delete p.sub; }), 'claim-missing'],
  'subject as number': [payload((p) => { p.sub = 18; }), 'claim-type'],
  'hash of another access token': [payload((p) => { p.at_hash = 'AAAAAAAAAAAAAAAAAAAAAA'; }), 'claim-access-token-hash'],
  'login in the future': [payload((p) => { p.auth_time = now() + 3600; }), 'claim-auth-time'],
  'access token of Keycloak by its content': [payload((p) => { p.typ = 'Bearer'; }), 'claim-token-use'],
  'logout token by its content': [
    payload((p) => { p.events = { 'http://schemas.openid.net/event/backchannel-logout': {} }; }), 'claim-token-use'],
  'level left out at step-up': [payload((p) => { delete p.acr; }), 'level-too-low', 2],
  'level below at step-up': [{}, 'level-too-low', 2],
  'level of nobody at step-up': [payload((p) => { p.acr = 'LoA9'; }), 'level-too-low', 2],
  'kind of account as level at step-up': [payload((p) => { delete p.acr; p.LoaiTaiKhoan = 2; p.IAL = 2; }), 'level-too-low', 2],
  'level as list': [payload((p) => { p.acr = ['LoA2']; }), 'claim-type', 2],
  'access token by its type': [{ sign: ({ header }) => { header.typ = 'at+jwt'; } }, 'token-type'],
  'logout token by its type': [{ sign: ({ header }) => { header.typ = 'logout+jwt'; } }, 'token-type'],
  'critical extension': [setId((token) => `${part({ alg: 'RS256', kid: 'mock-1', crit: ['exp'], exp: 1 })}.${parts(token).slice(1).join('.')}`), 'token-critical'],
  'access token instead of the ID token': [setId((_, body) => body.access_token), 'claim-missing'],
  'no ID token': [{ tokens: ({ body }) => { delete body.id_token; } }, 'response-form'],
  'ID token as list': [setId((token) => [token]), 'claim-type'],
  'signature cut': [setId((token) => token.slice(0, -2)), 'token-signature'],
  'signature gone': [setId((token) => `${parts(token)[0]}.${parts(token)[1]}.`), 'token-signature'],
  'claims exchanged': [setId((token) => {
    const [head, body, signature] = parts(token);
    return [head, part({ ...JSON.parse(Buffer.from(body, 'base64url')), sub: 'somebody' }), signature].join('.');
  }), 'token-signature'],
  'algorithm none': [setId((token) => `${part({ alg: 'none' })}.${parts(token)[1]}.`), 'token-algorithm'],
  'public key as secret': [setId((token) => {
    const signed = `${part({ alg: 'HS256', kid: 'mock-1' })}.${parts(token)[1]}`;
    return `${signed}.${createHmac('sha256', published().keys[0].n).update(signed).digest('base64url')}`;
  }), 'token-algorithm'],
  'algorithm of another key': [setId((token) => `${part({ alg: 'ES256', kid: 'mock-1' })}.${parts(token).slice(1).join('.')}`), 'token-key-algorithm'],
  'key of no name known': [setId((token) => `${part({ alg: 'RS256', kid: 'mock-0' })}.${parts(token).slice(1).join('.')}`), 'token-key-unknown'],
  'encrypted where none was agreed': [setId((token) => `${token}.x.x`), 'token-encrypted'],
  'four parts': [setId((token) => `${token}.x`), 'token-form'],
  'padded base64': [setId((token) => `${token}==`), 'token-base64'],
  'not a token': [setId(() => 'hello'), 'token-form'],
  'a megabyte of token': [setId(() => 'x'.repeat(1_000_000)), 'too-large'],
  'another kind of token': [{ tokens: ({ body }) => { body.token_type = 'DPoP'; } }, 'token-binding'],
  'no access token': [{ tokens: ({ body }) => { delete body.access_token; } }, 'response-form'],
  'refusal at the token address': [{ tokens: (r) => { r.statusCode = 400; r.body = { error: 'invalid_grant' }; } }, 'request-refused'],
  'fault at the token address': [{ tokens: (r) => { r.statusCode = 500; } }, 'call-status'],
  'redirect at the token address': [{ tokens: (r) => { r.statusCode = 302; } }, 'redirect-refused'],
  'mixed-up provider': [{ redirect: (url) => url.searchParams.set('iss', 'https://another.example') }, 'response-issuer'],
  'provider that does not name itself': [{ redirect: (url) => url.searchParams.delete('iss') }, 'response-issuer'],
  'state missing': [{ redirect: (url) => url.searchParams.delete('state') }, 'response-state'],
  'state of somebody else': [{ redirect: (url) => url.searchParams.set('state', 'x'.repeat(43)) }, 'response-state'],
  'code missing': [{ redirect: (url) => url.searchParams.delete('code') }, 'response-form'],
  'code twice': [{ redirect: (url) => url.searchParams.append('code', 'second') }, 'response-form'],
  'person said no': [{ redirect: (url) => { url.searchParams.delete('code'); url.searchParams.set('error', 'access_denied'); } }, 'login-refused'],
};

test('the mock provider is believed when it is honest', () => portal({ userinfo: 'plain' }, async (site) => {
  assert.equal(await attempt(site), 'in: Nguyễn Thị Mẫu');
}));

test('every forged token and answer is refused with its code', async () => {
  const wrong = [];
  for (const [name, [hooks, code, level]] of Object.entries(cases)) {
    const found = await portal({ hooks }, (site) => attempt(site, level));
    if (found !== code) wrong.push(`${name}: ${found} instead of ${code}`);
  }
  assert.deepEqual(wrong, []);
  console.log(`${Object.keys(cases).length} forged tokens and answers`);
});

test('a code that was used before is refused', async () => {
  let first;
  const hooks = {
    redirect: (url) => {
      first ??= url.searchParams.get('code');
      url.searchParams.set('code', first);
    },
  };
  await portal({ hooks }, async (site) => {
    assert.match(await attempt(site), /^in: /);
    assert.equal(await attempt(site), 'replayed');
  });
});

test('an answer that was made in another browser is refused', () => portal({}, async (site) => {
  const begin = async () => {
    const start = await get(`${site.origin}/login`);
    return { cookie: start.headers.get('set-cookie').split(';')[0], back: (await get(start.headers.get('location'))).headers.get('location') };
  };
  const [attacker, victim] = [await begin(), await begin()];
  for (const cookie of [victim.cookie, 'portal=made-up', '']) {
    assert.match(await (await get(attacker.back, cookie)).text(), /id="code">response-state</);
  }
  assert.equal((await get(victim.back, victim.cookie)).status, 303, 'the login of the victim goes on');
}));

test('user information of somebody else is refused', async () => {
  const code = (userinfo) => portal({ userinfo: 'plain', hooks: { userinfo } }, (site) => attempt(site));
  assert.equal(await code((response) => { response.body = { sub: 'somebody' }; }), 'claim-subject');
  assert.equal(await code((response) => { response.body = {}; }), 'claim-missing');
  assert.equal(await code((response) => { response.statusCode = 500; }), 'call-status');
});

test('keys that are not to be had or not to be used', async () => {
  const foreign = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }), kid: 'new', alg: 'RS256' };
  const weak = { ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }), kid: 'mock-1', alg: 'RS256' };
  const [own] = published().keys;
  const drip = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 500);
    response.on('close', () => clearInterval(timer));
  };
  const sets = {
    'ten megabytes': [answer(`{"keys":[],"x":"${'x'.repeat(10_000_000)}"}`), 'too-large'],
    'redirect to a link-local address': [answer('', 302, { location: 'http://169.254.169.254/latest/meta-data/' }), 'redirect-refused'],
    'redirect to itself': [answer('', 307, { location: '/jwks' }), 'redirect-refused'],
    'never answers': [() => {}, 'call-timeout'],
    'answers drop by drop': [drip, 'call-timeout'],
    'hangs up': [(request) => request.socket.destroy(), 'call-failed'],
    'fault': [answer({}, 500), 'call-status'],
    'not found': [answer({}, 404), 'call-status'],
    'page instead of keys': [answer('<!doctype html>'), 'token-json'],
    'no set': [answer({}), 'jwks-form'],
    'two keys of one name': [answer({ keys: [own, { ...foreign, kid: own.kid }] }), 'jwks-duplicate-kid'],
    'rotated away': [answer({ keys: [foreign] }), 'token-key-unknown'],
    'weak': [answer({ keys: [weak] }), 'jwk-weak'],
    'for encryption': [answer({ keys: [{ ...own, use: 'enc' }] }), 'jwk-purpose'],
    'private key published': [answer({ keys: [{ ...own, d: 'AQAB' }] }), 'jwk-private'],
  };
  const wrong = [];
  for (const [name, [jwks, code]] of Object.entries(sets)) {
    const found = await portal({ jwks }, (site) => attempt(site));
    if (found !== code) wrong.push(`${name}: ${found} instead of ${code}`);
  }
  assert.deepEqual(wrong, []);
  console.log(`${Object.keys(sets).length} broken key sets`);
});

test('keys are fetched once for many logins, and strangers cause no calls', async () => {
  let calls = 0;
  const jwks = (request, response) => { calls += 1; answer(published())(request, response); };
  await portal({ jwks }, async (site) => {
    for (let login = 0; login < 3; login += 1) assert.match(await attempt(site), /^in: /);
    assert.equal(calls, 1);
    for (let notice = 0; notice < 5; notice += 1) {
      const token = `${part({ alg: 'RS256', kid: `stranger-${notice}` })}.${part({})}.AAAA`;
      await fetch(`${site.origin}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });
    }
    assert.equal(calls, 1, 'within the cooldown');
  });
});

test('notices of a logout that are none', () => portal({}, async (site) => {
  const claims = { aud: CLIENT, sub: 'johndoe', jti: 'j-1', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
  const send = async (change, head = {}) => {
    const token = await mock.issuer.buildToken({
      kid: 'mock-1',
      scopesOrTransform: (header, body) => {
        Object.assign(header, { typ: 'logout+jwt', ...head });
        Object.assign(body, claims, change);
      },
    });
    const response = await fetch(`${site.origin}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });
    return response.status === 200 ? 'done' : response.text();
  };
  assert.equal(await send({}), 'done');
  assert.equal(await send({}), 'replayed');
  assert.equal(await send({ jti: 'j-2', events: {} }), 'claim-events');
  assert.equal(await send({ jti: 'j-3', events: undefined, nonce: 'n' }, { typ: 'JWT' }), 'claim-events', 'an ID token');
  assert.equal(await send({ jti: 'j-4', nonce: 'n' }), 'claim-nonce');
  assert.equal(await send({ jti: undefined }), 'claim-missing');
  assert.equal(await send({ jti: 'j-5', sub: undefined }), 'claim-missing');
  assert.equal(await send({ jti: 'j-6', aud: 'somebody' }), 'claim-audience');
  assert.equal(await send({ jti: 'j-7', iss: 'http://127.0.0.1:1' }), 'claim-issuer');
  assert.equal(await send({ jti: 'j-8' }, { typ: 'at+jwt' }), 'token-type');
  const nothing = await fetch(`${site.origin}/backchannel-logout`, { method: 'POST', body: 'x=y' });
  assert.equal(nothing.status, 400);
}));

test('a provider outside of what was agreed is not configured at all', async () => {
  for (const jwks of ['http://169.254.169.254/jwks', 'http://sso.example.vn/jwks', 'ftp://127.0.0.1/jwks', 'http://user@127.0.0.1/jwks']) {
    await assert.rejects(portal({ jwks_uri: jwks }, () => {}), /before it listens/, jwks);
  }
  await assert.rejects(portal({ reach: 'public' }, () => {}), /before it listens/);
  await assert.rejects(portal({ no_such_setting: true }, () => {}), /before it listens/);
});
