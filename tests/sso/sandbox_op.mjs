// An OpenID provider that behaves as the national one is described, with invented citizens: two account levels
// (`acr` LoA1 and LoA2), Vietnamese claims, PAR, JARM, DPoP, signed and encrypted answers, logout on both channels,
// and keys that can be exchanged while it runs. The engine is the certified npm package oidc-provider.
//
//   node sandbox_op.mjs --port 3917 --portal http://127.0.0.1:8080
import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { interactionPolicy } from 'oidc-provider';
import { PASSWORD, PEOPLE, byLogin, levelOf, portalClaims } from './lib/citizens.mjs';
import { isMain, listen, loginPage, options } from './lib/web.mjs';

/** One key for each signature algorithm that logins may use. RS256 and PS256 have keys of their own. */
export async function signingKeys() {
  const keys = [];
  for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
    const { privateKey } = await generateKeyPair(alg, { extractable: true, crv: alg === 'EdDSA' ? 'Ed25519' : undefined });
    keys.push({ ...await exportJWK(privateKey), alg, use: 'sig', kid: `${alg.toLowerCase()}-${randomBytes(4).toString('hex')}` });
  }
  return { keys };
}

/** Metadata of one relying party at `portal`; `extra` overrides. */
export function client(id, portal, extra = {}) {
  return {
    client_id: id,
    client_secret: createHash('sha256').update(`sandbox secret of ${id}`).digest('hex'),
    client_name: 'Cổng thử nghiệm',
    redirect_uris: [`${portal}/callback`],
    post_logout_redirect_uris: [`${portal}/`],
    backchannel_logout_uri: `${portal}/backchannel-logout`,
    backchannel_logout_session_required: true,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    id_token_signed_response_alg: 'RS256',
    ...extra,
  };
}

/** Everything that the browser tests ask for, one client for each. `rpKeys` are the public keys of the portal. */
export const clients = (portal, rpKeys = { keys: [] }) => [
  ...['RS256', 'PS256', 'ES256', 'EdDSA'].map((alg) => client(`portal-${alg.toLowerCase()}`, portal, { id_token_signed_response_alg: alg })),
  client('portal-par', portal, { require_pushed_authorization_requests: true }),
  client('portal-jarm', portal, { authorization_signed_response_alg: 'ES256' }),
  client('portal-dpop', portal, { dpop_bound_access_tokens: true }),
  client('portal-signed-userinfo', portal, { userinfo_signed_response_alg: 'PS256' }),
  // Everything is encrypted to the portal's key, and signed inside.
  client('portal-encrypted', portal, {
    jwks: rpKeys,
    id_token_encrypted_response_alg: 'ECDH-ES',
    id_token_encrypted_response_enc: 'A256GCM',
    userinfo_signed_response_alg: 'ES256',
    userinfo_encrypted_response_alg: 'ECDH-ES',
    userinfo_encrypted_response_enc: 'A128GCM',
  }),
  client('portal-encrypted-rsa', portal, {
    jwks: rpKeys,
    id_token_encrypted_response_alg: 'RSA-OAEP-256',
    id_token_encrypted_response_enc: 'A256GCM',
    userinfo_signed_response_alg: 'RS256',
    userinfo_encrypted_response_alg: 'RSA-OAEP-256',
    userinfo_encrypted_response_enc: 'A256GCM',
  }),
];

/** Level 2 is asked for by `acr_values=LoA2`: a session of level 1 then has to sign in again. */
function policy({ ignoreLevel }) {
  const prompts = interactionPolicy.base();
  const wantsMore = (ctx) => {
    const wanted = (ctx.oidc.params.acr_values ?? '').split(' ');
    const here = ctx.oidc.result?.login ? undefined : ctx.oidc.acr;
    return !ignoreLevel() && wanted.includes('LoA2') && !wanted.includes('LoA1') && here !== undefined && here !== 'LoA2';
  };
  prompts.get('login').checks.add(new interactionPolicy.Check('level', 'a higher level is required', 'login_required', wantsMore));
  return prompts;
}

/**
 * Starts the provider. `clientsFor(issuer)` or `clients` gives its relying parties.
 * Returns {issuer, port, rotate(), setIgnoreLevel(bool), jwks(), close()}.
 */
export async function startOp({ port = 0, clients: registered = [], host = '127.0.0.1' } = {}) {
  let current;
  let jwks = await signingKeys();
  let ignoreLevel = false;
  const store = new Map();
  const cookieKeys = [randomBytes(32).toString('hex')];

  const web = await listen((request, response) => handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }), port);
  const issuer = `http://${host}:${web.port}`;

  function build() {
    const provider = new Provider(issuer, {
      adapter: adapterOver(store),
      clients: registered,
      jwks,
      cookies: { keys: cookieKeys },
      acrValues: ['LoA1', 'LoA2'],
      scopes: ['openid', 'offline_access'],
      claims: {
        openid: ['sub', 'acr', 'amr', 'auth_time', 'email', ...Object.keys(portalClaims(PEOPLE[2]))],
      },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      interactions: { policy: policy({ ignoreLevel: () => ignoreLevel }), url: (_, interaction) => `/interaction/${interaction.uid}` },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        dPoP: { enabled: true },
        encryption: { enabled: true },
        introspection: { enabled: true },
        jwtResponseModes: { enabled: true },
        jwtUserinfo: { enabled: true },
        pushedAuthorizationRequests: { enabled: true },
        revocation: { enabled: true },
        rpInitiatedLogout: { enabled: true, logoutSource: confirmLogout },
      },
      ttl: { AccessToken: 1800, IdToken: 1800, AuthorizationCode: 60, Interaction: 600, Session: 3600, Grant: 3600, RefreshToken: 3600 },
      findAccount: (_, id) => {
        const person = PEOPLE.find((one) => one.techId === id);
        return person && { accountId: id, claims: () => ({ sub: id, ...portalClaims(person) }) };
      },
      // Nobody is asked for consent: what a relying party may see is agreed before it is connected.
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope('openid offline_access');
        await grant.save();
        return grant;
      },
      // Back-channel logout goes to the loopback, which the package refuses for good reason.
      fetch: (url, { dispatcher, ...rest }) => fetch(url, rest),
    });
    provider.on('server_error', (_, error) => console.error(error));
    return { provider, callback: provider.callback() };
  }

  async function handle(request, response) {
    const { pathname } = new URL(request.url, issuer);
    if (pathname.startsWith('/interaction/')) return interact(request, response);
    if (pathname === '/sandbox/rotate' && request.method === 'POST') {
      await rotate();
      return response.writeHead(204).end();
    }
    return current.callback(request, response);
  }

  async function interact(request, response) {
    const details = await current.provider.interactionDetails(request, response);
    const wantsLevel2 = (details.params.acr_values ?? '').includes('LoA2');
    const page = (error) => {
      const { headers, body } = loginPage({ action: request.url, title: 'Đăng nhập tài khoản định danh', error, wantsLevel2 });
      response.writeHead(200, headers).end(body);
    };
    if (request.method !== 'POST') return page();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const person = byLogin(form.get('login'));
    const level = person && form.get('password') === PASSWORD ? levelOf(person, form.get('otp')) : undefined;
    if (level === undefined) return page('Thông tin đăng nhập không đúng.');
    return current.provider.interactionFinished(request, response, {
      login: { accountId: person.techId, acr: `LoA${level}`, amr: level === 2 ? ['pwd', 'otp'] : ['pwd'] },
    }, { mergeWithLastSubmission: false });
  }

  async function rotate() {
    jwks = await signingKeys();
    current = build();
  }

  current = build();
  return {
    issuer,
    port: web.port,
    rotate,
    setIgnoreLevel: (value) => { ignoreLevel = value; },
    jwks: () => jwks,
    close: web.close,
  };
}

/** The page that asks whether to sign out; it is sent on at once, because the person asked at the portal. */
function confirmLogout(ctx, form) {
  ctx.body = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Đăng xuất</title><body>
<p>Đang đăng xuất…</p>${form.replace('</form>', '<input type="hidden" name="logout" value="yes"><button type="submit">Đăng xuất</button></form>')}</body></html>`;
}

/** Storage that outlives an exchange of keys. */
function adapterOver(store) {
  return (model) => {
    const key = (id) => `${model}:${id}`;
    const live = (entry) => (entry && (!entry.until || entry.until > Date.now()) ? entry.payload : undefined);
    const first = (test) => [...store].find(([name, entry]) => name.startsWith(`${model}:`) && test(entry.payload))?.[1];
    return {
      upsert: async (id, payload, seconds) => { store.set(key(id), { payload, until: seconds && Date.now() + seconds * 1000 }); },
      find: async (id) => live(store.get(key(id))),
      findByUid: async (uid) => live(first((payload) => payload.uid === uid)),
      findByUserCode: async (code) => live(first((payload) => payload.userCode === code)),
      consume: async (id) => { store.get(key(id)).payload.consumed = Math.floor(Date.now() / 1000); },
      destroy: async (id) => { store.delete(key(id)); },
      revokeByGrantId: async (grantId) => {
        for (const [name, { payload }] of store) if (payload.grantId === grantId) store.delete(name);
      },
    };
  };
}

if (isMain(import.meta)) {
  const { port = '3917', portal = 'http://127.0.0.1:8080' } = options(process.argv.slice(2));
  const registered = clients(portal).filter((one) => !one.jwks);
  const op = await startOp({ port: Number(port), clients: registered });
  console.log(`issuer ${op.issuer}`);
  for (const one of registered) console.log(`client ${one.client_id} ${one.client_secret}`);
  for (const person of PEOPLE) {
    console.log(`person ${person.organisation?.tax ?? person.number} password ${PASSWORD} code for level 2: ${person.level === 2 ? person.otp : 'none'}`);
  }
  console.log(`new keys: curl -X POST ${op.issuer}/sandbox/rotate`);
}
